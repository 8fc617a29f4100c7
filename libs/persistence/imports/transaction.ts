import type pg from 'pg';
import type { Mapping } from '#domain/facts/mapping.js';
import { FileProblem } from '#domain/facts/rules.js';
import type { Database } from '../database.js';
import { createImport, failImport, getImport, type ImportRecord } from './imports.js';
import { refreshStatistics } from '../statistics.js';
import { RetryRefused } from './retry-refused.js';

/** Milliseconds between signs of life; `failAbandonedImports` takes an import for dead after many missed ones. */
export const heartbeatEvery = 5_000;

/** Statistics from 9,000 rows show which values are frequent as well as those from 30,000 do, in a third of the time. */
const statisticsTarget = 30;

/** What stands in the record of an import from its beginning. */
export interface ImportBegin {
  readonly importId: string;
  readonly mapping: Mapping;
  readonly fileName: string;
  /** Everything but the facts and suppliers: the counts, the quarantine and the warnings that an import would give. */
  readonly dryRun: boolean;
  readonly startedBy: string;
  readonly now: () => Date;
  /** A file, which may be long: its tables get much memory, and the connection that holds it is closed afterwards. */
  readonly long?: boolean;
}

/**
 * Does an import's work in one transaction of a client of its own, with a record that shows that it lives: completed by the work
 * itself, or failed with the reason, and then nothing else is left of it.
 * @throws when the database is at fault; the import is then marked failed if that is still possible
 */
export async function recorded(db: Database, begin: ImportBegin, work: (client: pg.ClientBase) => Promise<void>): Promise<ImportRecord> {
  const { importId, mapping, fileName, dryRun, startedBy, now, long = false } = begin;
  await createImport(db, { id: importId, mapping, fileName, dryRun, startedBy, at: now() });
  const heartbeat = setInterval(() => void beat(db, importId, now()), heartbeatEvery);
  try {
    await inOneTransaction(db, long, work);
    // Whoever looks next finds tables that have just been filled; should this fail, autovacuum does it in a minute.
    if (long && !dryRun) await refreshStatistics(db, statisticsTarget).catch(() => undefined);
  } catch (error) {
    await failImport(db, { id: importId, error: reasonFor(error), at: now() });
    if (!(error instanceof FileProblem)) throw error;
  } finally {
    clearInterval(heartbeat);
  }
  const finished = await getImport(db, importId);
  if (!finished) throw new Error(`The import ${importId} is gone`);
  return finished;
}

/**
 * A client of its own, because COPY streams into it; no time limit, as files may be long. Sorts and joins get memory, as few
 * imports run at once. How much temporary tables may have is settled with the first one of a connection.
 */
async function inOneTransaction(db: Database, long: boolean, work: (client: pg.ClientBase) => Promise<void>): Promise<void> {
  const client = await db.pool.connect();
  // A connection lost between two queries shows as an error of the next one.
  const ignore = () => undefined;
  client.on('error', ignore);
  let broken = false;
  try {
    if (long) await client.query(`SET temp_buffers = '256MB'`).catch(() => undefined);
    await client.query('BEGIN');
    await client.query(`SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off; SET LOCAL default_statistics_target = 10`);
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = true));
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken || long);
  }
}

/** A missed heartbeat is no failure: the next one follows, and the landing itself shows whether the database lives. */
async function beat(db: Database, importId: string, at: Date): Promise<void> {
  await db.pool.query(`UPDATE imports SET heartbeat_at = $2 WHERE id = $1 AND status = 'running'`, [importId, at]).catch(() => undefined);
}

function reasonFor(error: unknown): string {
  if (error instanceof FileProblem || error instanceof RetryRefused) return error.message;
  return 'Steward could not finish this import. Nothing of the file has landed; import it again.';
}
