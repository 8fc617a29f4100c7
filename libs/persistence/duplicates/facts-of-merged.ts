import type pg from 'pg';
import { factKindNames, kindNamed, type FactKindName } from '#domain/facts/catalogue.js';
import { countedDays } from '../restatements/counted-days.js';

/** Name of the temporary table `(supplier_id uuid, on_date date)` that {@link moveFactsOfMerged} makes. */
export const movedDates = 'moved_dates';

/**
 * Gives every fact of a merged supplier, in all versions, to the survivor, and notes the days whose figures change thereby.
 * @returns how many facts moved, by table
 */
export async function moveFactsOfMerged(client: pg.ClientBase, { into }: { into: string }): Promise<Record<string, number>> {
  await client.query(`CREATE TEMPORARY TABLE ${movedDates} (supplier_id uuid, on_date date) ON COMMIT DROP`);
  const moved: Record<string, number> = {};
  for (const name of factKindNames.filter((kind) => kindNamed(kind).ofSupplier)) {
    const count = await move(client, into, name);
    if (count > 0) moved[kindNamed(name).table] = count;
  }
  const ratings = await moveRatings(client, into);
  if (ratings > 0) moved['supplier_ratings'] = ratings;
  return moved;
}

/** Where both were rated in one evaluation the survivor's own rating stands. */
async function moveRatings(client: pg.ClientBase, into: string): Promise<number> {
  const { rows } = await client.query<{ moved: number }>(
    `WITH rated AS (
       UPDATE supplier_ratings r SET supplier_id = $1::uuid FROM suppliers s
        WHERE s.merged_into_id = $1::uuid AND r.supplier_id = s.id
          AND NOT EXISTS (SELECT FROM supplier_ratings k WHERE k.supplier_id = $1::uuid AND k.evaluation_id = r.evaluation_id)
       RETURNING r.rated_on),
     noted AS (INSERT INTO ${movedDates} SELECT DISTINCT $1::uuid, rated_on FROM rated)
     SELECT count(*)::int AS moved FROM rated`,
    [into],
  );
  return rows[0]?.moved ?? 0;
}

async function move(client: pg.ClientBase, into: string, name: FactKindName): Promise<number> {
  const { joins, days } = countedDays(name);
  const { rows } = await client.query<{ moved: number }>(
    `WITH k0 AS (
       UPDATE ${kindNamed(name).table} f SET supplier_id = $1::uuid FROM suppliers s WHERE s.merged_into_id = $1::uuid AND f.supplier_id = s.id RETURNING f.*),
     noted AS (
       INSERT INTO ${movedDates}
       SELECT DISTINCT $1::uuid, day FROM k0 ${joins} CROSS JOIN LATERAL unnest(${days}) AS day WHERE k0.superseded_at IS NULL AND day IS NOT NULL)
     SELECT count(*)::int AS moved FROM k0`,
    [into],
  );
  return rows[0]?.moved ?? 0;
}
