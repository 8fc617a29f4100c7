import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Mapping } from '#domain/facts/mapping.js';
import { readRow } from '#domain/facts/read-row.js';
import { FileProblem } from '#domain/facts/rules.js';
import type { Database } from '../database.js';
import { createImport, failImport, getImport, type ImportCounts, type ImportRecord } from './imports.js';
import { countFates, createSuppliers, judgeRows, landFacts, lockSource, quarantineAcrossRows, storeRemarks, type Landing } from './land.js';
import { readFileRows, type FileRow } from './read-file.js';
import { copyIntoStaging, createStaging, stagedLine } from './staging.js';

/** How far an import is: rows read so far, while the file streams in; then the set-based landing. */
export interface ImportProgress {
  step: 'reading' | 'landing';
  rowsRead: number;
}

export interface ImportRequest {
  importId: string;
  input: Readable;
  mapping: Mapping;
  fileName: string;
  /** Everything but the facts and suppliers: the counts, the quarantine and the warnings that an import would give. */
  dryRun: boolean;
  startedBy: string;
  now: () => Date;
  onProgress?: (progress: ImportProgress) => void;
}

/** Milliseconds between signs of life; `failAbandonedImports` takes an import for dead after many missed ones. */
export const heartbeatEvery = 5_000;
/** Characters handed to the database at once. */
const batchSize = 65_536;

/**
 * Streams a file in: rows go through the mapping into a temporary table, and land from there set-based in the same
 * transaction, so a failed import leaves nothing behind but its own record with the reason. Memory does not grow with the
 * file. Imports of one source land one after the other; the same file twice lands once.
 * Answers the finished import, `completed` or – when the file is at fault – `failed`.
 * @throws when the database is at fault; the import is then marked failed if that is still possible
 */
export async function runImport(db: Database, request: ImportRequest): Promise<ImportRecord> {
  const { importId, mapping, fileName, dryRun, startedBy, now } = request;
  await createImport(db, { id: importId, mapping, fileName, dryRun, startedBy, at: now() });
  const heartbeat = setInterval(() => void beat(db, importId, now()), heartbeatEvery);
  try {
    await inOneTransaction(db, (client) => importWithin(client, request));
  } catch (error) {
    request.input.destroy();
    await failImport(db, { id: importId, error: reasonFor(error), at: now() });
    if (!(error instanceof FileProblem)) throw error;
  } finally {
    clearInterval(heartbeat);
  }
  const finished = await getImport(db, importId);
  if (!finished) throw new Error(`The import ${importId} is gone`);
  return finished;
}

async function importWithin(client: pg.ClientBase, request: ImportRequest): Promise<void> {
  const { importId, mapping, dryRun, now, onProgress } = request;
  await client.query(createStaging);
  const file = readFileRows(request.input, mapping);
  const seen = { rowsRead: 0, filtered: 0 };
  await pipeline(stageRows(file.rows, request, seen), client.query(copyFrom(copyIntoStaging)));
  onProgress?.({ step: 'landing', rowsRead: seen.rowsRead });
  await lockSource(client, mapping.source);
  const landing: Landing = { client, importId, mapping, at: now() };
  await quarantineAcrossRows(landing);
  await judgeRows(landing);
  if (!dryRun) {
    await createSuppliers(landing);
    await landFacts(landing);
  }
  await storeRemarks(landing);
  await complete(landing, { ...seen, ...(await countFates(landing)) }, file.sha256());
}

/** Turns rows into batches of COPY text, counting what is read and what the mapping leaves out. */
async function* stageRows(
  rows: AsyncIterable<FileRow>,
  { mapping, onProgress }: ImportRequest,
  seen: { rowsRead: number; filtered: number },
): AsyncGenerator<string> {
  let batch = '';
  for await (const { line, cells, problem } of rows) {
    seen.rowsRead++;
    const read = problem ? { kind: 'quarantined' as const, problems: [problem] } : readRow(mapping, cells);
    if (read.kind === 'filtered') seen.filtered++;
    else batch += stagedLine(line, cells, read);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = '';
    onProgress?.({ step: 'reading', rowsRead: seen.rowsRead });
  }
  if (batch !== '') yield batch;
}

/** Writes the counts. An import that was given up meanwhile must not land, so the transaction ends here. */
async function complete({ client, importId, at }: Landing, counts: ImportCounts, sha256: string): Promise<void> {
  const { rowsRead, landed, updated, unchanged, quarantined, filtered, warnings } = counts;
  if (rowsRead !== landed + updated + unchanged + quarantined + filtered) {
    throw new Error(`Rows are unaccounted for: ${JSON.stringify(counts)}`);
  }
  const { rowCount } = await client.query(
    `UPDATE imports SET status = 'completed', rows_read = $2, landed = $3, updated = $4, unchanged = $5, quarantined = $6, filtered = $7,
            warnings = $8, file_sha256 = $9, finished_at = $10
      WHERE id = $1 AND status = 'running'`,
    [importId, rowsRead, landed, updated, unchanged, quarantined, filtered, warnings, sha256, at],
  );
  if (rowCount !== 1) throw new Error(`The import ${importId} is no longer running: it was taken for dead`);
}

/** A transaction of a client of its own, because COPY streams into it; no time limit, as files may be long. */
async function inOneTransaction(db: Database, work: (client: pg.ClientBase) => Promise<void>): Promise<void> {
  const client = await db.pool.connect();
  // A connection lost between two queries shows as an error of the next one.
  const ignore = () => undefined;
  client.on('error', ignore);
  let broken = false;
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL statement_timeout = 0');
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = true));
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

/** A missed heartbeat is no failure: the next one follows, and the landing itself shows whether the database lives. */
async function beat(db: Database, importId: string, at: Date): Promise<void> {
  await db.pool.query(`UPDATE imports SET heartbeat_at = $2 WHERE id = $1 AND status = 'running'`, [importId, at]).catch(() => undefined);
}

function reasonFor(error: unknown): string {
  if (error instanceof FileProblem) return error.message;
  return 'Steward could not finish this import. Nothing of the file has landed; import it again.';
}
