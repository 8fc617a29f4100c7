import type { Database, Transaction } from '../database.js';
import { connectionOf } from '../database.js';
import type { OutboxMessage } from '../generated/client.js';

/** What a server said about a mail of the outbox. */
export interface NewDeliveryReport {
  readonly id: string;
  readonly outboxId: string;
  readonly source: 'smtp' | 'bounce';
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  readonly status: string | null;
  readonly diagnostic: string;
  readonly at: Date;
}

/** A mail of the outbox, which nobody else changes until the transaction ends; null when there is none. */
export async function lockOutboxMessage(tx: Transaction, id: string): Promise<OutboxMessage | null> {
  await tx.$queryRaw`SELECT 1 FROM outbox WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.outboxMessage.findUnique({ where: { id } });
}

/** Adds a report; false when it is there already. */
export async function insertDeliveryReport(tx: Transaction, report: NewDeliveryReport): Promise<boolean> {
  const { count } = await tx.deliveryReport.createMany({ data: [report], skipDuplicates: true });
  return count > 0;
}

/** The mail is known not to have arrived, though a server may have taken it: a dead letter. */
export async function markUndelivered(tx: Transaction, id: string, reason: string): Promise<void> {
  await tx.outboxMessage.updateMany({ where: { id }, data: { status: 'failed', lastError: reason } });
}

/** Everybody who has had this mail: its first recipient and those to whom it was passed on. Ids of recipients. */
export async function recipientsSoFar(tx: Transaction, { id, redirectOf }: Pick<OutboxMessage, 'id' | 'redirectOf'>): Promise<string[]> {
  const root = redirectOf ?? id;
  const rows = await tx.outboxMessage.findMany({ where: { OR: [{ id: root }, { redirectOf: root }] }, select: { recipientId: true } });
  return rows.map(({ recipientId }) => recipientId);
}

/** The mail of a case by its Message-ID; null when the case has none of it. */
export async function outboxIdByMessageId(db: Database, caseId: string, messageId: string): Promise<string | null> {
  const row = await connectionOf(db).outboxMessage.findFirst({ where: { messageId, caseId }, select: { id: true } });
  return row?.id ?? null;
}
