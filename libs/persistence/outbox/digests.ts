import type { Database, Transaction } from '../database.js';
import type { OutboxMessage } from '../generated/client.js';
import { insertOutbox, type NewOutboxMessage } from './outbox.js';

/** People whose mail of the day is due, by id. */
export async function digestsDue(db: Database, at: Date, limit: number): Promise<string[]> {
  const rows = await db.prisma.$queryRaw<{ id: string }[]>`
    select recipient_id as id from outbox where status = 'waiting' and held_reason = 'digest' and not_before <= ${at}
     group by recipient_id order by min(not_before) limit ${limit}`;
  return rows.map(({ id }) => id);
}

/**
 * Puts what is held for a person's mail of the day into one mail, in one transaction: the notices are `digested` by it. Notices that
 * somebody else has in hand are left out; with none left nothing is written.
 */
export async function digest(db: Database, personId: string, at: Date, compose: (notices: readonly OutboxMessage[], tx: Transaction) => Promise<NewOutboxMessage | null>): Promise<void> {
  await db.transaction(async (tx) => {
    const locked = await tx.$queryRaw<{ id: string }[]>`
      select id from outbox where recipient_id = ${personId} and status = 'waiting' and held_reason = 'digest' and not_before <= ${at} for update skip locked`;
    if (locked.length === 0) return;
    const ids = locked.map(({ id }) => id);
    const notices = await tx.outboxMessage.findMany({ where: { id: { in: ids } }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const mail = await compose(notices, tx);
    if (mail) await insertOutbox(tx, [mail]);
    await tx.outboxMessage.updateMany({ where: { id: { in: ids } }, data: { status: mail ? 'digested' : 'failed', heldReason: null, ...(mail ? {} : { lastError: 'the person is not active any more' }) } });
  });
}
