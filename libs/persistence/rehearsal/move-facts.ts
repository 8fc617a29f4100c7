import type pg from 'pg';
import { factKindNames, kindNamed, type FactKindName } from '#domain/facts/catalogue.js';
import { columnName } from '#domain/facts/kind.js';

/** When a fact becomes known, where that is not the day it belongs to: SQL of a date. Quoted and ordered is before it is due. */
const knownOn: Partial<Record<FactKindName, string>> = {
  orderLines: `least(coalesce(order_date, promised_date - 30), promised_date)`,
  items: `date '1900-01-01'`,
};

/** The hour at which the facts of a day arrive, UTC: after that day's work, before the next day's run. */
const ARRIVAL = '18:00';

/**
 * Moves every fact so many years ahead and lets it arrive when it happened: newest versions only, because what was corrected
 * since is what happened. Needs a login that no trigger and no row-level security holds up.
 */
export async function moveFacts(superuser: pg.ClientBase, years: number): Promise<void> {
  await superuser.query('BEGIN');
  try {
    await superuser.query('SET LOCAL session_replication_role = replica');
    for (const name of factKindNames) await moveKind(superuser, name, years);
    await superuser.query('COMMIT');
  } catch (error) {
    await superuser.query('ROLLBACK');
    throw error;
  }
}

async function moveKind(superuser: pg.ClientBase, name: FactKindName, years: number): Promise<void> {
  const { table, day } = kindNamed(name);
  await superuser.query(`DELETE FROM ${table} WHERE superseded_at IS NOT NULL`);
  const { rows } = await superuser.query<{ column: string; type: string }>(
    `SELECT column_name AS column, data_type AS type FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = $1 AND data_type IN ('date', 'timestamp with time zone') AND column_name NOT IN ('arrived_at', 'superseded_at')`,
    [table],
  );
  const moved = rows.map(({ column, type }) => `${column} = (${column} + make_interval(years => ${years}))::${type}`);
  const known = knownOn[name] ?? (day === null ? null : columnName(day));
  const arrival = known === null ? [] : [`arrived_at = ((${known})::timestamp + make_interval(years => ${years}) + time '${ARRIVAL}') AT TIME ZONE 'UTC'`];
  const changes = [...moved, ...arrival];
  if (changes.length > 0) await superuser.query(`UPDATE ${table} SET ${changes.join(', ')}`);
  await superuser.query(`ANALYZE ${table}`);
}
