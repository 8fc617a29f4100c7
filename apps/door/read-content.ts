import type { Database } from '#persistence/database.js';
import type { ContentRead, ContentReader, Read } from './content-reader.js';
import { readAgreement } from './read-agreement.js';
import { readAnswers } from './read-answers.js';
import { readAudit } from './read-audit.js';

/** By process and command: one line each. */
const readers: Readonly<Record<string, ContentReader>> = {
  'onboarding.acceptAgreement': readAgreement,
  'onboarding.answerQuestionnaire': readAnswers,
  'onboarding.recordAudit': readAudit,
};

/** Reads the content of a command, where it has a reader. */
export async function readContent(db: Database, { process, command }: { process: string; command: string }, read: ContentRead): Promise<Read> {
  return (await readers[`${process}.${command}`]?.(db, read)) ?? { facts: {}, content: {} };
}
