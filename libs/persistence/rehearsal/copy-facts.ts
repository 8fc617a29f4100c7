import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { factKindNames, kindNamed } from '#domain/facts/catalogue.js';

/** What a rehearsal is played with: who there is, what has happened, how it is judged. No case, score, mail, key or session. */
const tables = [
  'people',
  'suppliers',
  'contacts',
  'policies',
  'questionnaires',
  'deputies',
  'segmentations',
  'segment_overrides',
  'supplier_findings',
  'rater_assignments',
  'evaluation_schedules',
  ...factKindNames.map((name) => kindNamed(name).table),
];

/**
 * Copies suppliers, facts and policies from one database to an empty one of the same schema, as of one instant.
 * @throws Error when a table differs between the two
 */
export async function copyFacts(source: pg.Client, target: pg.Client): Promise<void> {
  await source.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await target.query('BEGIN');
  try {
    await target.query('SET LOCAL session_replication_role = replica');
    for (const table of tables) await copyTable(source, target, table);
    await target.query(`UPDATE suppliers SET status = 'active' WHERE status = 'on-watch'; UPDATE suppliers SET grade = NULL`);
    await target.query('COMMIT');
  } finally {
    await source.query('ROLLBACK');
  }
}

async function copyTable(source: pg.Client, target: pg.Client, table: string): Promise<void> {
  const { rows } = await source.query<{ column: string }>(
    `SELECT column_name AS column FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    [table],
  );
  const columns = rows.map(({ column }) => `"${column}"`).join(', ');
  // Through a query: COPY of a table itself is refused where row-level security holds.
  const out = source.query(copyTo(`COPY (SELECT ${columns} FROM ${table}) TO STDOUT`));
  await pipeline(out, target.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`)));
}
