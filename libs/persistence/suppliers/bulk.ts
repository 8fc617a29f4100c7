import type pg from 'pg';
import type { Database, Transaction } from '../database.js';
import type { Prisma } from '../generated/client.js';

/**
 * A transaction on a client of its own, for work over many suppliers that needs temporary tables and takes longer than a
 * request's statements may. Each statement may run for `statementSeconds`.
 */
export async function inBulkTransaction<T>(db: Database, statementSeconds: number, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await db.pool.connect();
  // A connection lost between two queries shows as an error of the next one.
  const ignore = () => undefined;
  client.on('error', ignore);
  let broken = false;
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL statement_timeout = ${Math.round(statementSeconds * 1000)}`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = true));
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

/** Runs a composed statement on a plain client. @returns its rows and how many it touched */
export async function run<Row extends pg.QueryResultRow>(client: pg.ClientBase, statement: Prisma.Sql): Promise<{ rows: Row[]; count: number }> {
  const { rows, rowCount } = await client.query<Row>(statement.text, statement.values);
  return { rows, count: rowCount ?? 0 };
}

/** Runs a composed statement in a transaction of either kind. */
export async function query<Row extends object>(tx: Transaction | pg.ClientBase, statement: Prisma.Sql): Promise<Row[]> {
  return '$queryRaw' in tx ? tx.$queryRaw<Row[]>(statement) : (await run<Row>(tx, statement)).rows;
}

/** Whoever changes segmentations, overrides or the segments that follow from them does so one after the other, until the transaction ends. */
export async function lockSegments(client: pg.ClientBase): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('steward.segments'))`);
}
