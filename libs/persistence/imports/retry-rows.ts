import { createHash } from 'node:crypto';
import type pg from 'pg';
import { batchMappingOf } from '#domain/facts/batch-mapping.js';
import { columnsOf } from '#domain/facts/mapping.js';
import type { Database } from '../database.js';
import { mappingNamed } from '../mappings/mappings.js';
import type { ImportRecord } from './imports.js';
import { landRows } from './land-rows.js';
import { RetryRefused } from './retry-refused.js';
import { recorded } from './transaction.js';

export { RetryRefused } from './retry-refused.js';

/** A quarantined row as corrected: the line it had, and its cells by column; those left out stay as they were read. */
export interface CorrectedRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface RetryRequest {
  /** Of the new import. */
  readonly importId: string;
  readonly ofImportId: string;
  readonly rows: readonly CorrectedRow[];
  readonly startedBy: string;
  readonly now: () => Date;
}

/**
 * Takes corrected rows of an earlier import's quarantine through the same cleaning, as an import of their own with the lines they
 * had. A row that is not quarantined again is settled in the earlier import.
 * @throws RetryRefused
 */
export async function retryRows(db: Database, { importId, ofImportId, rows, startedBy, now }: RetryRequest): Promise<ImportRecord> {
  const earlier = await db.prisma.import.findUnique({ where: { id: ofImportId } });
  if (!earlier) throw new RetryRefused('unknownImport', 'There is no such import.');
  const known = batchMappingOf(earlier.mapping, earlier.source) ?? (await mappingNamed(db, earlier.mapping));
  if (!known) throw new RetryRefused('unknownMapping', `There is no mapping "${earlier.mapping}" any more.`);
  // Facts are known by their source: a mapping that was changed since must not bring them in as others.
  const mapping = { ...known, source: earlier.source };
  const columns = columnsOf(mapping);
  const raw = await quarantined(db, ofImportId, rows, columns);
  const corrected = rows.map(({ line, cells }) => ({ line, cells: columns.map((column) => cells[column] ?? raw.get(line)?.[column] ?? ''), problem: null }));
  const sha256 = () => createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  const begin = { importId, mapping, fileName: `${earlier.fileName} (corrected rows)`, dryRun: false, startedBy, now };
  return recorded(db, begin, async (client) => {
    await holdWaiting(client, ofImportId, corrected.map(({ line }) => line));
    await landRows(client, begin, oneBatch(corrected), { sha256 });
    await client.query('UPDATE imports SET retry_of_id = $2 WHERE id = $1', [importId, ofImportId]);
    await client.query(
      `UPDATE import_rows SET status = 'settled' WHERE import_id = $1 AND status = 'quarantined'
         AND line IN (SELECT unnest($2::int[]) EXCEPT SELECT line FROM staged WHERE problems IS NOT NULL)`,
      [ofImportId, corrected.map(({ line }) => line)],
    );
  });
}

async function* oneBatch<Row>(rows: Row[]): AsyncGenerator<Row[]> {
  yield rows;
}

/** Of several who correct a row at once the first lands it; the others wait here for the first, and find the row settled. */
async function holdWaiting(client: pg.ClientBase, importId: string, lines: readonly number[]): Promise<void> {
  const { rows } = await client.query<{ line: number }>(
    `SELECT line FROM import_rows WHERE import_id = $1 AND status = 'quarantined' AND line = ANY($2) ORDER BY id FOR UPDATE`,
    [importId, lines],
  );
  refuseAbsent(lines, new Set(rows.map(({ line }) => line)));
}

function refuseAbsent(lines: readonly number[], waiting: { has(line: number): boolean }): void {
  const absent = lines.filter((line) => !waiting.has(line));
  if (absent.length > 0) throw new RetryRefused('notQuarantined', 'These lines do not wait in the quarantine of that import.', absent);
}

/** The cells of the rows as first read, by line. */
async function quarantined(db: Database, importId: string, rows: readonly CorrectedRow[], columns: readonly string[]): Promise<Map<number, Record<string, string | null>>> {
  const lines = rows.map(({ line }) => line);
  const repeated = lines.filter((line, place) => lines.indexOf(line) !== place);
  if (repeated.length > 0) throw new RetryRefused('repeatedLine', 'Send each line once.', repeated);
  const strange = rows.filter(({ cells }) => Object.keys(cells).some((column) => !columns.includes(column)));
  if (strange.length > 0) throw new RetryRefused('unknownColumn', `The mapping reads these columns: ${columns.join(', ')}.`, strange.map(({ line }) => line));
  const waiting = await db.prisma.importRow.findMany({ where: { importId, status: 'quarantined', line: { in: lines } }, select: { line: true, raw: true } });
  const raw = new Map(waiting.map((row) => [row.line, (row.raw ?? {}) as Record<string, string | null>]));
  refuseAbsent(lines, raw);
  return raw;
}
