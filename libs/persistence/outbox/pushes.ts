import { nextAttempt } from '#domain/channels/back-off.js';
import type { Database } from '../database.js';
import type { DeliveryAttempt, OutboxMessage } from '../generated/client.js';
import { beginAttempt } from './outbox.js';

/** How a try to push a message ended. */
export interface PushOutcome {
  readonly kind: 'sent' | 'temporary' | 'permanent' | 'ambiguous';
  readonly code?: string;
  readonly detail?: string;
  readonly retryAfter?: number | null;
  /** What the platform calls the message. */
  readonly platformId?: string;
}

/** A try that has begun. */
export interface BegunPush {
  readonly message: OutboxMessage;
  readonly number: number;
}

/** Ids of messages to webhooks and chats whose turn it is, oldest turn first. A try without outcome counts as running for `leaseMs`. */
export async function waitingPushes(db: Database, at: Date, leaseMs: number, limit: number): Promise<string[]> {
  const died = new Date(at.getTime() - leaseMs);
  const rows = await db.prisma.$queryRaw<{ id: string }[]>`
    select id from outbox
     where status = 'waiting' and channel <> 'email' and (held_reason is null or held_reason = 'rateLimited')
       and (not_before is null or not_before <= ${at})
       and (attempt_started_at is null or last_error is not null or attempt_started_at <= ${died})
     order by coalesce(not_before, created_at), id
     limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** Records that a try begins, before the first byte leaves. Null when there is nothing to send, as {@link beginAttempt} says. */
export async function beginPush(db: Database, id: string, at: Date, leaseMs: number): Promise<BegunPush | null> {
  const message = await beginAttempt(db, id, at, leaseMs);
  if (!message) return null;
  const rows = await db.prisma.$queryRaw<{ number: number }[]>`
    insert into delivery_attempts (outbox_id, number, started_at)
    select ${id}::uuid, coalesce(max(number), 0) + 1, ${at} from delivery_attempts where outbox_id = ${id}::uuid
    returning number`;
  return { message, number: rows[0]?.number ?? 1 };
}

/** Records how a try ended: sent, to be tried again at its time, or a dead letter. */
export async function endPush(db: Database, { message, number }: BegunPush, outcome: PushOutcome, at: Date): Promise<void> {
  const { kind, code = null, detail = null } = outcome;
  const told = [code, detail].filter(Boolean).join(' ');
  const again = kind === 'sent' || kind === 'permanent' ? null : nextAttempt(message.attempts, at, outcome.retryAfter ?? null);
  const lostTwice = kind === 'ambiguous' && message.ambiguous;
  const row =
    kind === 'sent'
      ? { status: 'sent', sentAt: at, lastError: null, heldReason: null, notBefore: null, platformId: outcome.platformId ?? null }
      : again === null || lostTwice
        ? { status: 'failed', lastError: kind === 'permanent' ? told : `given up after ${message.attempts} tries: ${told}`, heldReason: null, notBefore: null }
        : { lastError: told, heldReason: null, notBefore: again };
  await db.transaction(async (tx) => {
    await tx.outboxMessage.updateMany({ where: { id: message.id, status: 'waiting' }, data: { ...row, ...(kind === 'ambiguous' ? { ambiguous: true } : {}) } });
    await tx.deliveryAttempt.updateMany({ where: { outboxId: message.id, number }, data: { endedAt: at, outcome: kind, code, detail } });
  });
}

/** Holds a message back without a try: until an instant, or until somebody mends what the reason names. */
export async function holdPush(db: Database, id: string, heldReason: string, notBefore: Date | null): Promise<void> {
  await db.prisma.outboxMessage.updateMany({ where: { id, status: 'waiting' }, data: { heldReason, notBefore } });
}

/** Lets go what was held for a reason on a channel. */
export async function releasePushes(db: Database, channel: string, reasons: readonly string[]): Promise<void> {
  await db.prisma.outboxMessage.updateMany({ where: { channel, status: 'waiting', heldReason: { in: [...reasons] } }, data: { heldReason: null, notBefore: null } });
}

const AFRESH = { status: 'waiting', attempts: 0, ambiguous: false, attemptStarted: null, lastError: null, sentAt: null, notBefore: null, heldReason: null };

/** Sends messages of an endpoint once more under their ids: one, or all that were written since an instant. Answers how many. */
export async function replay(db: Database, endpointId: string, which: { messageId: string } | { since: Date }): Promise<number> {
  const chosen = 'since' in which ? { createdAt: { gte: which.since } } : { id: which.messageId };
  const where = { channel: 'webhook', recipientId: endpointId, status: { in: ['sent', 'failed'] }, ...chosen };
  const { count } = await db.prisma.outboxMessage.updateMany({ where, data: AFRESH });
  return count;
}

/** Tries a message again now, whatever it waited for; a dead letter begins afresh. False when it is sent, merged or unknown. */
export async function retryNow(db: Database, id: string): Promise<boolean> {
  const dead = await db.prisma.outboxMessage.updateMany({ where: { id, status: 'failed' }, data: AFRESH });
  if (dead.count > 0) return true;
  await db.prisma.outboxMessage.updateMany({ where: { id, status: 'waiting', lastError: { not: null } }, data: { attemptStarted: null } });
  // A try that may be running keeps its mark: only the pause is taken away.
  const waiting = await db.prisma.outboxMessage.updateMany({ where: { id, status: 'waiting' }, data: { notBefore: null, heldReason: null } });
  return waiting.count > 0;
}

/** The tries of a message, oldest first. */
export async function listAttempts(db: Database, outboxId: string): Promise<DeliveryAttempt[]> {
  return db.prisma.deliveryAttempt.findMany({ where: { outboxId }, orderBy: { number: 'asc' } });
}
