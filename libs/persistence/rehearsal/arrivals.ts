import { randomUUID } from 'node:crypto';
import { factKindNames, kindNamed } from '#domain/facts/catalogue.js';
import type { Database } from '../database.js';
import { countedDays } from '../restatements/counted-days.js';
import { noteLateFacts } from '../restatements/note-late-facts.js';

/**
 * Does for facts that were laid in beforehand what a landing does for its own: those that arrived after `since` and until `at`
 * are noted where they touch official periods, so that these are restated.
 */
export async function noteArrivals(db: Database, { since, at }: { since: Date; at: Date }): Promise<void> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('CREATE TEMPORARY TABLE touched (supplier_id uuid, on_date date) ON COMMIT DROP');
    for (const name of factKindNames) {
      const { table, ofSupplier, day } = kindNamed(name);
      if (!ofSupplier || day === null) continue;
      const { joins, days } = countedDays(name);
      await client.query(
        `INSERT INTO touched
         SELECT DISTINCT k0.supplier_id, day FROM ${table} k0 ${joins} CROSS JOIN LATERAL unnest(${days}) AS day
          WHERE k0.arrived_at > $1 AND k0.arrived_at <= $2 AND k0.superseded_at IS NULL
            AND day BETWEEN (SELECT min(period_start) FROM evaluations WHERE official) AND (SELECT max(period_end) FROM evaluations WHERE official)`,
        [since, at],
      );
    }
    await noteLateFacts(client, { restatementId: randomUUID(), importId: null, at, changed: 'touched' });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
