import { caseMails } from './case-mails.js';
import { dailyMails } from './daily-mails.js';
import { evaluationMails } from './evaluation-mails.js';
import type { MailExample } from './example.js';
import { onboardingMails } from './onboarding-mails.js';
import { phaseOutMails } from './phase-out-mails.js';
import { relationshipMails } from './relationship-mails.js';

/** Every mail that Steward sends, with plain data. A letter that has none here fails a test. */
export const examples: readonly MailExample[] = [...caseMails, ...evaluationMails, ...dailyMails, ...phaseOutMails, ...onboardingMails, ...relationshipMails];

const byName = new Map(examples.map((example) => [example.name, example]));

/** The example of that name; null when there is none. */
export function exampleNamed(name: string): MailExample | null {
  return byName.get(name) ?? null;
}
