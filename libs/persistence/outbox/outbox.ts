import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database, Transaction } from '../database.js';
import type { OutboxMessage, Prisma } from '../generated/client.js';

/** A message as it enters the outbox; its Message-ID is fixed from here on. */
export type NewOutboxMessage = Omit<
  Prisma.OutboxMessageCreateManyInput,
  'status' | 'attempts' | 'ambiguous' | 'attemptStarted' | 'lastError' | 'sentAt'
>;

/** `waiting` until the server took it (`sent`) or refused it for good (`failed`, the dead letters). */
export type OutboxStatus = 'waiting' | 'sent' | 'failed';

/** Puts messages into the outbox, in the transaction of what causes them. A row whose id is there already stays as it is. */
export async function insertOutbox(tx: Transaction, rows: readonly NewOutboxMessage[]): Promise<void> {
  const data = rows.map((row) => ({ ...row, status: 'waiting', attempts: 0, ambiguous: false }));
  await tx.outboxMessage.createMany({ data, skipDuplicates: true });
}

/** One message, or null. */
export async function getOutboxMessage(db: Database, id: string): Promise<OutboxMessage | null> {
  return db.prisma.outboxMessage.findUnique({ where: { id } });
}

/**
 * Records that an attempt begins, before the first word to the server. An earlier attempt that began and left no outcome
 * makes the message ambiguous: it may have been taken. Null when there is nothing to send: unknown, sent, failed –
 * or begun less than `leaseMs` ago by somebody else.
 */
export async function beginAttempt(db: Database, id: string, at: Date, leaseMs = 0): Promise<OutboxMessage | null> {
  const free = new Date(at.getTime() - leaseMs);
  const begun = await db.prisma.$queryRaw<{ id: string }[]>`
    update outbox
       set attempts = attempts + 1, ambiguous = ambiguous or attempt_started_at is not null, attempt_started_at = ${at}
     where id = ${id}::uuid and status = 'waiting' and (${leaseMs} = 0 or attempt_started_at is null or attempt_started_at <= ${free})
     returning id`;
  return begun.length === 0 ? null : getOutboxMessage(db, id);
}

/** The server took it. */
export async function markSent(db: Database, id: string, at: Date): Promise<void> {
  await db.prisma.outboxMessage.updateMany({ where: { id, status: 'waiting' }, data: { status: 'sent', sentAt: at, lastError: null } });
}

/** The server refused it for good: a dead letter, which nobody tries again. */
export async function markFailed(db: Database, id: string, error: string): Promise<void> {
  await db.prisma.outboxMessage.updateMany({ where: { id, status: 'waiting' }, data: { status: 'failed', lastError: error } });
}

/**
 * The attempt ended without success and can be repeated. `known`: the message was surely not taken; otherwise the attempt
 * stays open, and the next one carries the flag.
 */
export async function markPostponed(db: Database, id: string, error: string, known: boolean): Promise<void> {
  const data = known ? { lastError: error, attemptStarted: null } : { lastError: error };
  await db.prisma.outboxMessage.updateMany({ where: { id, status: 'waiting' }, data });
}

/** All messages of a case, oldest first. */
export async function listOutboxOfCase(db: Database, caseId: string): Promise<OutboxMessage[]> {
  return db.prisma.outboxMessage.findMany({ where: { caseId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
}

/** Messages of one status, oldest first, by page. @throws BadCursor */
export async function listOutbox(
  db: Database,
  page: { status: OutboxStatus; limit: number; cursor?: string },
): Promise<Page<OutboxMessage>> {
  const [createdAt, id] = page.cursor ? decodeCursor(page.cursor, 2) : [];
  const after =
    createdAt && id
      ? { OR: [{ createdAt: { gt: new Date(createdAt) } }, { createdAt: new Date(createdAt), id: { gt: String(id) } }] }
      : {};
  const rows = await db.prisma.outboxMessage.findMany({
    where: { status: page.status, ...after },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, (row) => row, (row) => [row.createdAt.toISOString(), row.id]);
}

/** Ids of waiting messages that no workflow delivers: without a case, or of the given templates; not begun since `free`. */
export async function waitingWithoutWorkflow(db: Database, templates: readonly string[], free: Date, limit: number): Promise<string[]> {
  const rows = await db.prisma.outboxMessage.findMany({
    where: {
      status: 'waiting',
      AND: [
        { OR: [{ caseId: null }, { template: { in: [...templates] } }] },
        { OR: [{ attemptStarted: null }, { attemptStarted: { lte: free } }] },
      ],
    },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
    take: limit,
  });
  return rows.map(({ id }) => id);
}
