import { appealDecided, appealReceived, appealToDecide, type AppealOutcome, type AppealTold } from '#messaging/letters/appeals.js';
import type { AppealRecord } from '#persistence/appeals/appeals.js';
import type { Database, Transaction } from '#persistence/database.js';
import type { NewOutboxMessage } from '#persistence/outbox/outbox.js';
import type { LetterSettings } from './scorecard-mails.js';
import { letterRow, staffReaders, supplierReader } from './readers.js';

/** Who may decide appeals. */
const DECIDERS = ['manager', 'quality', 'procurement'] as const;

/** To the supplier: what became of its appeal. Nobody is told where nobody is known. */
export async function outcomeRows(
  db: Database | Transaction,
  { mail: { domain } }: Pick<LetterSettings, 'mail'>,
  appeal: AppealRecord,
  outcome: AppealOutcome,
  at: Date,
): Promise<NewOutboxMessage[]> {
  const reader = await supplierReader(db, appeal.supplierId, appeal.submittedBy);
  if (!reader) return [];
  return [letterRow({ template: `appeal.${outcome.status}`, about: appeal.id, reader, letter: appealDecided(told(appeal), outcome, reader.language), domain, at })];
}

/** To the supplier that its appeal is there, and to those who may decide it. `partial`: who may not. */
export async function receivedRows(
  db: Database | Transaction,
  { publicUrl, mail: { domain } }: Pick<LetterSettings, 'publicUrl' | 'mail'>,
  appeal: AppealRecord,
  partial: readonly string[],
): Promise<NewOutboxMessage[]> {
  const [dueAt, at] = [appeal.dueAt.toISOString(), appeal.submittedAt];
  const supplier = await supplierReader(db, appeal.supplierId, appeal.submittedBy);
  const deciders = await staffReaders(db, DECIDERS, partial);
  return [
    ...(supplier
      ? [letterRow({ template: 'appeal.received', about: appeal.id, reader: supplier, letter: appealReceived(told(appeal), { dueAt, timeZone: supplier.timeZone }, supplier.language), domain, at })]
      : []),
    ...deciders.map((reader) =>
      letterRow({
        template: 'appeal.toDecide',
        about: appeal.id,
        reader,
        letter: appealToDecide(told(appeal), { dueAt, timeZone: reader.timeZone, url: `${publicUrl}/` }, reader.language),
        domain,
        at,
      }),
    ),
  ];
}

function told(appeal: AppealRecord): AppealTold {
  const { id, supplierName, periodStart, periodEnd, text, grade, score } = appeal;
  return { number: id.slice(0, 8), supplierName, periodStart, periodEnd, text, given: { grade, score } };
}
