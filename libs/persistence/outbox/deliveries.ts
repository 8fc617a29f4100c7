import { seenBy, type Reader } from '../cases/read.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';

/** How a message stands for the operator: not tried yet, tried and coming again, given up, or held back. */
export type DeliveryStatus = 'waiting' | 'failed' | 'dead' | 'held';

/** A message as an operator sees it: without its text, that of a sign-in link opens the door. */
export interface Delivery {
  readonly id: string;
  readonly channel: string;
  readonly template: string;
  readonly recipientKind: string;
  readonly recipientId: string;
  readonly address: string;
  readonly subject: string;
  readonly caseId: string | null;
  readonly supplierId: string | null;
  readonly attempts: number;
  readonly ambiguous: boolean;
  /** Why it is held, or what the last try said. */
  readonly reason: string | null;
  readonly nextAttempt: Date | null;
  readonly createdAt: Date;
}

const standing: Readonly<Record<DeliveryStatus, Prisma.Sql>> = {
  waiting: Prisma.sql`status = 'waiting' and held_reason is null and last_error is null`,
  failed: Prisma.sql`status = 'waiting' and held_reason is null and last_error is not null`,
  held: Prisma.sql`status = 'waiting' and held_reason is not null`,
  dead: Prisma.sql`status = 'failed'`,
};

/**
 * Messages of one standing, newest first, by page; of one channel or recipient, or of all. That a mail of a confidential case waits
 * is the operator's to know; which case and about what is for its readers. @throws BadCursor
 */
export async function listDeliveries(
  db: Database,
  page: { status: DeliveryStatus; channel?: string; recipientId?: string; readers: Reader; limit: number; cursor?: string },
): Promise<Page<Delivery>> {
  const [createdAt, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'uuid']) : [];
  const hidden = Prisma.sql`exists (select from cases c where c.id = outbox.case_id and not ${seenBy(page.readers)})`;
  const rows = await db.prisma.$queryRaw<Delivery[]>`
    select id, channel, template, recipient_kind as "recipientKind", recipient_id as "recipientId", address,
           case when ${hidden} then '' else subject end as subject, case when ${hidden} then null else case_id end as "caseId", supplier_id as "supplierId", attempts, ambiguous, coalesce(held_reason, last_error) as reason, created_at as "createdAt",
           case when status <> 'waiting' or held_reason in ('paused', 'notConfigured') then null
                when not_before is not null then not_before
                when channel = 'email' and attempt_started_at is not null
                  then attempt_started_at + least(interval '10 minutes', make_interval(secs => 3 * 2 ^ least(greatest(attempts - 1, 0), 20)::float8))
                else created_at end as "nextAttempt"
      from outbox
     where ${standing[page.status]}
       and (${page.channel ?? null}::text is null or channel = ${page.channel ?? null}::text)
       and (${page.recipientId ?? null}::text is null or recipient_id = ${page.recipientId ?? null}::text)
       and (${createdAt ?? null}::timestamptz is null or (created_at, id) < (${createdAt ?? null}::timestamptz, ${id ?? null}::uuid))
     order by created_at desc, id desc
     limit ${page.limit + 1}`;
  return pageOf(rows, page.limit, (row) => row, (row) => [row.createdAt.toISOString(), row.id]);
}
