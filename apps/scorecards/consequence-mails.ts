import { consequenceEnded, consequenceLetter } from '#messaging/letters/consequences.js';
import type { ConsequenceRecord } from '#persistence/consequences/consequences.js';
import type { Database, Transaction } from '#persistence/database.js';
import type { NewOutboxMessage } from '#persistence/outbox/outbox.js';
import { letterRow, supplierReader } from './readers.js';
import type { LetterSettings } from './scorecard-mails.js';

/** To the supplier: what was decided and why. Nobody is told where nobody is known. */
export async function consequenceRows(db: Database | Transaction, { mail: { domain } }: Pick<LetterSettings, 'mail'>, decided: ConsequenceRecord): Promise<NewOutboxMessage[]> {
  const reader = await supplierReader(db, decided.supplierId);
  if (!reader) return [];
  const { supplierName, kind, terms, detail, inForceFrom, inForceUntil, reason, id: about, createdAt: at } = decided;
  const { grade, periods, periodStart, periodEnd } = detail;
  const letter = consequenceLetter(
    { supplierName, kind, terms, grade, periods, periodStart, periodEnd, inForceFrom, inForceUntil, comment: reason === '' ? null : reason },
    reader.language,
  );
  return [letterRow({ template: 'consequence.decided', about, reader, letter, domain, at })];
}

/** To the supplier: a person has ended it. */
export async function consequenceEndedRows(
  db: Database | Transaction,
  { mail: { domain } }: Pick<LetterSettings, 'mail'>,
  ended: ConsequenceRecord & { endedAt: Date; endReason: string },
): Promise<NewOutboxMessage[]> {
  const reader = await supplierReader(db, ended.supplierId);
  if (!reader) return [];
  const letter = consequenceEnded({ supplierName: ended.supplierName, kind: ended.kind, inForceFrom: ended.inForceFrom, reason: ended.endReason }, reader.language);
  return [letterRow({ template: 'consequence.ended', about: ended.id, reader, letter, domain, at: ended.endedAt })];
}
