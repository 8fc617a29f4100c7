import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database, Transaction } from '../database.js';
import { Prisma, type OutboxMessage } from '../generated/client.js';
import { asPreferred } from './preferences.js';

/** A message as it enters the outbox; its Message-ID is fixed from here on. */
export type NewOutboxMessage = Omit<
  Prisma.OutboxMessageCreateManyInput,
  'status' | 'attempts' | 'ambiguous' | 'attemptStarted' | 'lastError' | 'sentAt'
>;

/** `waiting` until the server took it (`sent`) or refused it for good (`failed`, the dead letters); `digested`: told in the mail of the day. */
export type OutboxStatus = 'waiting' | 'sent' | 'failed' | 'digested';

/** An attempt is open while it has begun and has no error: each begin clears the error of the one before. */
const OPEN = Prisma.sql`(attempt_started_at is not null and last_error is null)`;
const AMBIGUOUS_TWICE = 'the answer was lost twice: it may have arrived, and is not sent a third time';

/** Puts messages into the outbox, in the transaction of what causes them, on the roads that their readers chose. A row whose id is there already stays as it is. */
export async function insertOutbox(tx: Transaction, rows: readonly NewOutboxMessage[]): Promise<void> {
  const data = (await asPreferred(tx, rows)).map((row) => ({ ...row, status: 'waiting', attempts: 0, ambiguous: false }));
  await tx.outboxMessage.createMany({ data, skipDuplicates: true });
}

/** One message, or null. */
export async function getOutboxMessage(db: Database, id: string): Promise<OutboxMessage | null> {
  return db.prisma.outboxMessage.findUnique({ where: { id } });
}

/**
 * Records that an attempt begins, before the first word to the server. An earlier attempt that began and left no outcome
 * makes the message ambiguous, for it may have been taken: it is repeated once, and the next such end makes it a dead letter
 * for a person to judge. Null when there is nothing to send: unknown, sent, failed – or begun less than `leaseMs` ago by
 * somebody else and still without outcome.
 */
export async function beginAttempt(db: Database, id: string, at: Date, leaseMs = 0): Promise<OutboxMessage | null> {
  return (await beginAttempts(db, [id], at, leaseMs)).get(id) ?? null;
}

/** The same for many at once; answers by id those that are to be sent. What somebody else holds is theirs: two that ask for the same never wait for each other. */
export async function beginAttempts(db: Database, ids: readonly string[], at: Date, leaseMs: number): Promise<Map<string, OutboxMessage>> {
  const free = new Date(at.getTime() - leaseMs);
  const begun = await db.prisma.$queryRaw<{ id: string; status: string }[]>`
    update outbox
       set status = case when ${OPEN} and ambiguous then 'failed' else status end,
           last_error = case when ${OPEN} and ambiguous then ${AMBIGUOUS_TWICE} end,
           attempts = attempts + case when ${OPEN} and ambiguous then 0 else 1 end,
           ambiguous = ambiguous or ${OPEN},
           attempt_started_at = case when ${OPEN} and ambiguous then attempt_started_at else ${at}::timestamptz end
     where id in (select id from outbox where id = any(${[...ids]}::uuid[]) and status = 'waiting' and (${leaseMs} = 0 or not ${OPEN} or attempt_started_at <= ${free}) for update skip locked)
     returning id, status`;
  const rows = await db.prisma.outboxMessage.findMany({ where: { id: { in: begun.flatMap(({ id, status }) => (status === 'waiting' ? [id] : [])) } } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Rows are locked by id, lowest first: whoever else locks several waits, and never in a circle. */
const IN_ORDER = Prisma.sql`order by id for update`;

/** The server took them. */
export async function markSent(db: Database, ids: readonly string[], at: Date): Promise<void> {
  await db.prisma.$executeRaw`
    with mine as (select id from outbox where id = any(${[...ids]}::uuid[]) and status = 'waiting' ${IN_ORDER})
    update outbox set status = 'sent', sent_at = ${at}, last_error = null from mine where outbox.id = mine.id`;
}

/**
 * The attempt ended without success and can be repeated. `known`: the message was surely not taken; otherwise it is
 * ambiguous, and one that was ambiguous before becomes a dead letter.
 */
export async function markPostponed(db: Database, id: string, error: string, known: boolean): Promise<void> {
  await db.prisma.$executeRaw`
    update outbox
       set last_error = case when ambiguous and not ${known} then ${`${AMBIGUOUS_TWICE} (${error})`} else ${error} end,
           status = case when ambiguous and not ${known} then 'failed' else status end,
           ambiguous = ambiguous or not ${known}
     where id = ${id}::uuid and status = 'waiting'`;
}

/** A message as an operator sees it. Without its text: that of a sign-in link opens the door. */
export type OutboxSummary = Pick<
  OutboxMessage,
  | 'id' | 'caseId' | 'supplierId' | 'template' | 'recipientKind' | 'recipientId' | 'address' | 'subject'
  | 'status' | 'attempts' | 'ambiguous' | 'attemptStarted' | 'lastError' | 'createdAt' | 'sentAt'
>;

/** Messages of one status, newest first, by page; of one case, or of all. @throws BadCursor */
export async function listOutbox(
  db: Database,
  page: { status: OutboxStatus; caseId?: string; limit: number; cursor?: string },
): Promise<Page<OutboxSummary>> {
  const [createdAt, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'uuid']) : [];
  const after =
    createdAt && id
      ? { OR: [{ createdAt: { lt: new Date(createdAt) } }, { createdAt: new Date(createdAt), id: { lt: id } }] }
      : {};
  const rows = await db.prisma.outboxMessage.findMany({
    where: { status: page.status, ...(page.caseId ? { caseId: page.caseId } : {}), ...after },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
    omit: { notBefore: true, heldReason: true, channel: true, language: true, text: true, html: true, calendar: true, messageId: true, inReplyTo: true, references: true, replyTo: true },
  });
  return pageOf(rows, page.limit, (row) => row, (row) => [row.createdAt.toISOString(), row.id]);
}

/**
 * Ids of waiting mails whose turn it is. Between attempts lie pauses that double up to ten minutes; an attempt without outcome
 * counts as running for `leaseMs`. Those never tried come first, so that none that fails stands before the others. Ages are those
 * of the database's clock: a case's time may run ahead of it.
 */
export async function waitingMails(db: Database, leaseMs: number, limit: number): Promise<string[]> {
  const rows = await db.prisma.$queryRaw<{ id: string }[]>`
    select id from outbox
     where status = 'waiting' and channel = 'email' and held_reason is null
       and (attempt_started_at is null or attempt_started_at <= now() - case
              when last_error is null then make_interval(secs => ${leaseMs / 1000}::float8)
              else least(interval '10 minutes', make_interval(secs => 3 * 2 ^ least(attempts - 1, 20)::float8))
            end)
     order by attempt_started_at nulls first, created_at, id
     limit ${limit}`;
  return rows.map(({ id }) => id);
}

/**
 * Makes dead letters of messages that were tried and are still waiting a week after they were written, by the database's
 * clock; one whose attempt may be running (`leaseMs`) is left alone. Answers how many.
 */
export async function giveUpOld(db: Database, leaseMs: number): Promise<number> {
  return db.prisma.$executeRaw`
    with old as (
      select id from outbox
       where status = 'waiting' and channel = 'email' and held_reason is null and created_at <= now() - interval '7 days'
         and (last_error is not null or attempt_started_at <= now() - make_interval(secs => ${leaseMs / 1000}::float8))
       ${IN_ORDER}
    )
    update outbox set status = 'failed', last_error = 'not delivered within 7 days' || coalesce(': ' || last_error, '')
      from old where outbox.id = old.id`;
}
