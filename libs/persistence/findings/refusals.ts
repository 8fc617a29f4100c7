import { decodeCursor, type Page, pageOf } from '../cursor.js';
import type { Database } from '../database.js';
import { Prisma, type Refusal } from '../generated/client.js';
import { requireLivingIn } from '../suppliers/merged.js';

/** That a supplier was asked for what an indicator needs and refused it. `refusedOn` is `YYYY-MM-DD`. */
export interface RefusalRecord extends Omit<Refusal, 'refusedOn'> {
  readonly refusedOn: string;
}

/**
 * Notes a refusal. The same id again answers what was noted.
 * @throws SupplierUnknown, SupplierMerged
 */
export async function recordRefusal(
  db: Database,
  refusal: { id: string; supplierId: string; indicator: string; refusedOn: string; reason: string; recordedBy: string; at: Date },
): Promise<RefusalRecord> {
  const { at, refusedOn, ...fields } = refusal;
  return db.transaction(async (tx) => {
    await requireLivingIn(tx, refusal.supplierId);
    await tx.refusal.createMany({ data: { ...fields, refusedOn: new Date(refusedOn), recordedAt: at }, skipDuplicates: true });
    return recordOf(await tx.refusal.findUniqueOrThrow({ where: { id: refusal.id } }));
  });
}

/** Takes a refusal back, as the supplier answered after all: scores that come count it no longer. Null when it does not stand. */
export async function withdrawRefusal(db: Database, withdrawal: { id: string; reason: string; by: string; at: Date }): Promise<RefusalRecord | null> {
  const { id, reason, by, at } = withdrawal;
  const { count } = await db.prisma.refusal.updateMany({ where: { id, withdrawnAt: null }, data: { withdrawnBy: by, withdrawnAt: at, withdrawReason: reason } });
  return count === 0 ? null : recordOf(await db.prisma.refusal.findUniqueOrThrow({ where: { id } }));
}

/** One refusal, or null. */
export async function getRefusal(db: Database, id: string): Promise<RefusalRecord | null> {
  const row = await db.prisma.refusal.findUnique({ where: { id } });
  return row && recordOf(row);
}

/** What a supplier refused, newest first, what was withdrawn too. @throws BadCursor */
export async function listRefusals(db: Database, query: { supplierId: string; limit: number; cursor?: string }): Promise<Page<RefusalRecord>> {
  const [at, id] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const before = at === undefined || id === undefined ? {} : { OR: [{ recordedAt: { lt: new Date(at) } }, { recordedAt: new Date(at), id: { lt: id } }] };
  const rows = await db.prisma.refusal.findMany({
    where: { supplierId: query.supplierId, ...before },
    orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
  });
  return pageOf(rows, query.limit, recordOf, (row) => [row.recordedAt.toISOString(), row.id]);
}

/** A SELECT of `supplier_id` and `indicator`: what was refused in the period and stood at the cut-off. */
export function refusalsSql({ periodStart, periodEnd, cutOffAt }: { periodStart: string; periodEnd: string; cutOffAt: Date }): Prisma.Sql {
  const cutOff = cutOffAt.toISOString();
  return Prisma.sql`SELECT DISTINCT supplier_id, indicator FROM refusals
    WHERE refused_on BETWEEN ${periodStart}::date AND ${periodEnd}::date
      AND recorded_at <= ${cutOff}::timestamptz AND (withdrawn_at IS NULL OR withdrawn_at > ${cutOff}::timestamptz)`;
}

function recordOf({ refusedOn, ...row }: Refusal): RefusalRecord {
  return { ...row, refusedOn: refusedOn.toISOString().slice(0, 10) };
}
