import type { NewWebhook, WebhookChange } from '#domain/channels/webhook.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import type { WebhookEndpoint } from '../generated/client.js';

/** Stores an endpoint; the same id again changes nothing and answers what is there. */
export async function createEndpoint(db: Database, endpoint: NewWebhook & { id: string; createdBy: string; at: Date }): Promise<WebhookEndpoint> {
  const { at, ...given } = endpoint;
  const row = { ...given, secretVersion: 1, createdAt: at, updatedAt: at };
  return db.prisma.webhookEndpoint.upsert({ where: { id: endpoint.id }, create: row, update: {} });
}

/** One endpoint, or null. */
export async function getEndpoint(db: Database, id: string): Promise<WebhookEndpoint | null> {
  return db.prisma.webhookEndpoint.findUnique({ where: { id } });
}

/** Endpoints, newest first. @throws BadCursor */
export async function listEndpoints(db: Database, page: { limit: number; cursor?: string }): Promise<Page<WebhookEndpoint>> {
  const [createdAt, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'uuid']) : [];
  const after = createdAt && id ? { OR: [{ createdAt: { lt: new Date(createdAt) } }, { createdAt: new Date(createdAt), id: { lt: id } }] } : {};
  const rows = await db.prisma.webhookEndpoint.findMany({ where: after, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: page.limit + 1 });
  return pageOf(rows, page.limit, (row) => row, (row) => [row.createdAt.toISOString(), row.id]);
}

/** Changes what is given; what waits for it is held while it is paused. Null when there is none. */
export async function changeEndpoint(db: Database, id: string, change: WebhookChange, at: Date): Promise<WebhookEndpoint | null> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return db.transaction(async (tx) => {
    const { count } = await tx.webhookEndpoint.updateMany({ where: { id }, data: { ...given, updatedAt: at } });
    if (count === 0) return null;
    const its = { channel: 'webhook', recipientId: id, status: 'waiting' };
    if (change.paused === true) await tx.outboxMessage.updateMany({ where: its, data: { heldReason: 'paused' } });
    if (change.paused === false) await tx.outboxMessage.updateMany({ where: { ...its, heldReason: 'paused' }, data: { heldReason: null } });
    return tx.webhookEndpoint.findUnique({ where: { id } });
  });
}

/** Gives the endpoint its next secret; the one before signs nothing any more. Null when there is none. */
export async function rotateSecret(db: Database, id: string, at: Date): Promise<WebhookEndpoint | null> {
  const { count } = await db.prisma.webhookEndpoint.updateMany({ where: { id }, data: { secretVersion: { increment: 1 }, updatedAt: at } });
  return count === 0 ? null : getEndpoint(db, id);
}

/** Forgets an endpoint; what waits for it becomes a dead letter. False when there was none. */
export async function deleteEndpoint(db: Database, id: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const { count } = await tx.webhookEndpoint.deleteMany({ where: { id } });
    const data = { status: 'failed', lastError: 'the endpoint was removed', heldReason: null };
    await tx.outboxMessage.updateMany({ where: { channel: 'webhook', recipientId: id, status: 'waiting' }, data });
    return count > 0;
  });
}
