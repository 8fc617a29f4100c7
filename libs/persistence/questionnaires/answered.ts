import { answersSchema, type Answers } from '#domain/questionnaire/answers.js';
import type { Transaction } from '../database.js';
import { filesOf, textOf } from '../cases/commit-context.js';
import { summariesOf, type FileSummary } from '../files/files.js';

/** The answers that a case has taken. */
export interface Answered {
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly channel: string;
  readonly answers: Record<string, Answers[string]>;
  readonly signatory: string | null;
  readonly files: FileSummary[];
}

/** The newest answers that an onboarding has taken; null where there are none yet. */
export async function answersOf(tx: Transaction, caseId: string): Promise<Answered | null> {
  const found = await tx.submission.findFirst({ where: { caseId, command: 'answerQuestionnaire', status: 'applied' }, orderBy: { receivedAt: 'desc' } });
  if (!found) return null;
  const { receivedAt: at, actorKind, actorId, channel } = found;
  return { at, actorKind, actorId, channel, answers: readStored(found.content), signatory: textOf(found, 'signatory'), files: [...(await summariesOf(tx, filesOf(found))).values()] };
}

/**
 * What a supplier has answered in its onboardings before, by question; the newest counts. In the portal's role, which sees its own alone.
 */
export async function earlierAnswers(tx: Transaction, supplierId: string): Promise<Answers> {
  const rows = await tx.submission.findMany({ where: { supplierId, command: 'answerQuestionnaire', status: 'applied' }, orderBy: { receivedAt: 'asc' }, select: { content: true } });
  return Object.assign({}, ...rows.map(({ content }) => readStored(content)));
}

/** Answers that were erased for a person who asked are none. */
function readStored(content: unknown): Record<string, Answers[string]> {
  return answersSchema.safeParse((content as { answers?: unknown } | null)?.answers).data ?? {};
}
