import type pg from 'pg';
import { segments } from '#domain/supplier/status.js';
import type { Database, Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { inBulkTransaction, lockSegments, query, run } from '../suppliers/bulk.js';

const order: string[] = [...segments];

/**
 * Sets the segment of suppliers to what follows from their segmentations and the overrides in force on a day: the override
 * of the supplier as a whole, or else the most critical of its categories, an override of a category going before what was
 * computed. A supplier that was never segmented nor overridden keeps what it has. Take `lockSegments` before.
 * @param ids null: all suppliers
 * @returns how many changed
 */
export async function refreshSegments(client: Transaction | pg.ClientBase, { ids, asOf, at }: { ids: readonly string[] | null; asOf: string; at: Date }): Promise<number> {
  const scope = ids === null ? Prisma.sql`true` : Prisma.sql`supplier_id = ANY(${ids}::uuid[])`;
  const changed = await query(client, Prisma.sql`
    WITH forced AS (
      SELECT supplier_id, category, segment FROM segment_overrides WHERE ended_at IS NULL AND expires_on >= ${asOf}::date AND ${scope}),
    computed AS (SELECT supplier_id, category, segment FROM segmentations WHERE superseded_at IS NULL AND ${scope}),
    touched AS (
      SELECT supplier_id FROM segmentations WHERE ${scope} UNION SELECT supplier_id FROM segment_overrides WHERE ${scope}),
    by_category AS (
      SELECT supplier_id, min(array_position(${order}::text[], coalesce(f.segment, c.segment))) AS rank
        FROM computed c FULL JOIN (SELECT * FROM forced WHERE category IS NOT NULL) f USING (supplier_id, category)
       GROUP BY supplier_id),
    wanted AS (
      SELECT t.supplier_id, coalesce(own.segment, (${order}::text[])[b.rank], 'routine') AS segment
        FROM touched t LEFT JOIN forced own ON own.supplier_id = t.supplier_id AND own.category IS NULL
        LEFT JOIN by_category b ON b.supplier_id = t.supplier_id)
    UPDATE suppliers s SET segment = w.segment, version = s.version + 1, updated_at = ${at}
      FROM wanted w WHERE w.supplier_id = s.id AND s.segment <> w.segment RETURNING s.id`);
  return changed.length;
}

/**
 * Ends the overrides whose last day has passed and gives their suppliers back the segment they have without. Cheap when
 * there are none: whoever reads or freezes segments can call it first.
 * @returns how many lapsed
 */
export async function lapseOverrides(db: Database, { asOf, at }: { asOf: string; at: Date }): Promise<number> {
  const { rows } = await db.pool.query<{ due: boolean }>('SELECT EXISTS (SELECT FROM segment_overrides WHERE ended_at IS NULL AND expires_on < $1::date) AS due', [asOf]);
  if (!rows[0]?.due) return 0;
  return inBulkTransaction(db, 60, async (client) => {
    await lockSegments(client);
    return lapseWithin(client, { asOf, at });
  });
}

/** As {@link lapseOverrides}, in a transaction that holds `lockSegments`. */
export async function lapseWithin(client: pg.ClientBase, { asOf, at }: { asOf: string; at: Date }): Promise<number> {
  const lapsed = await run<{ supplierId: string }>(client, Prisma.sql`
    UPDATE segment_overrides SET ended_at = ${at}, ended_by = 'steward' WHERE ended_at IS NULL AND expires_on < ${asOf}::date
    RETURNING supplier_id AS "supplierId"`);
  if (lapsed.count > 0) await refreshSegments(client, { ids: lapsed.rows.map((row) => row.supplierId), asOf, at });
  return lapsed.count;
}
