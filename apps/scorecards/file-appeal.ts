import { getAppeal, handsInScore, storeAppeal, type AppealRecord, type NewAppeal } from '#persistence/appeals/appeals.js';
import type { Database, Transaction } from '#persistence/database.js';
import { announce, told } from '#persistence/webhooks/announce.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { receivedRows } from './appeal-mails.js';
import { decisionDue } from './decision-due.js';
import type { LetterSettings } from './scorecard-mails.js';

/** An appeal on its way in, before it is known until when it has to be decided. */
export type IncomingAppeal = Omit<NewAppeal, 'dueAt'>;

/** Stores an appeal, keeps its files, and tells the supplier and those who may decide it; the same again changes nothing. @throws Refusal as `checkAppeal` */
export async function fileAppeal({ db, settings }: { db: Database; settings: LetterSettings }, incoming: IncomingAppeal): Promise<AppealRecord> {
  const appeal = { ...incoming, dueAt: await decisionDue(db, incoming) };
  return db.transaction(async (tx) => {
    const isNew = await storeAppeal(tx, appeal);
    const stored = await getAppeal(tx, appeal.id);
    if (!stored) throw new Error(`Appeal ${appeal.id} vanished right after it was stored`);
    if (isNew) {
      await tx.file.updateMany({ where: { id: { in: [...appeal.fileIds] }, status: 'pending' }, data: { status: 'kept' } });
      await tell(tx, settings, stored);
    }
    return stored;
  });
}

/** Tells of an appeal that the supplier has written itself; once, however often it is called. */
export async function tellOfAppeal({ db, settings }: { db: Database; settings: LetterSettings }, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const stored = await getAppeal(tx, id);
    if (stored) await tell(tx, settings, stored);
  });
}

async function tell(tx: Transaction, settings: LetterSettings, stored: AppealRecord): Promise<void> {
  await insertOutbox(tx, await receivedRows(tx, settings, stored, await handsInScore(tx, stored.evaluationId, stored.supplierId)));
  const { id, evaluationId, supplierId, channel, submittedAt, dueAt } = stored;
  const data = { appealId: id, evaluationId, supplierId, channel, submittedAt: submittedAt.toISOString(), dueAt: dueAt.toISOString() };
  await announce(tx, [told('appeal.filed', { key: id, data, at: submittedAt })]);
}
