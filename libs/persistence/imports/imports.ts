import type { Mapping } from '#domain/facts/mapping.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import type { Import, ImportRow, Prisma } from '../generated/client.js';
import { announceFinished } from './announce-finished.js';

export type ImportStatus = 'running' | 'completed' | 'failed';

/** What became of the rows of a file: rowsRead = landed + updated + unchanged + quarantined + filtered; warnings in addition. */
export interface ImportCounts {
  rowsRead: number;
  landed: number;
  updated: number;
  unchanged: number;
  quarantined: number;
  filtered: number;
  warnings: number;
}

/** An import as people see it. `error` is written for the person who sent the file; `fileSha256` is empty until the file was read. */
export interface ImportRecord extends ImportCounts {
  id: string;
  mapping: string;
  fileName: string;
  fileSha256: string;
  status: ImportStatus;
  dryRun: boolean;
  error: string | null;
  startedBy: string;
  startedAt: Date;
  finishedAt: Date | null;
  /** The import whose quarantined rows this one brought corrected; null for any other. */
  retryOfId: string | null;
}

/**
 * A row that waits for a correction (quarantined), was corrected and has landed since (settled), or landed with a remark
 * (warning); `raw` holds the cells the mapping reads.
 */
export interface ImportRowRecord {
  line: number;
  status: 'quarantined' | 'settled' | 'warning';
  column: string | null;
  value: string | null;
  rule: string;
  hint: string;
  raw: unknown;
}

/** Notes that an import begins. A second call with the same id changes nothing. */
export async function createImport(
  db: Database,
  begin: { id: string; mapping: Mapping; fileName: string; dryRun: boolean; startedBy: string; at: Date },
): Promise<void> {
  await db.prisma.import.createMany({
    data: {
      id: begin.id,
      mapping: begin.mapping.name,
      source: begin.mapping.source,
      fileName: begin.fileName,
      fileSha256: '',
      status: 'running',
      dryRun: begin.dryRun,
      rowsRead: 0,
      landed: 0,
      updated: 0,
      unchanged: 0,
      quarantined: 0,
      filtered: 0,
      warnings: 0,
      startedBy: begin.startedBy,
      startedAt: begin.at,
      heartbeatAt: begin.at,
    },
    skipDuplicates: true,
  });
}

/** The import, or null when there is none with this id. */
export async function getImport(db: Database, id: string): Promise<ImportRecord | null> {
  const row = await db.prisma.import.findUnique({ where: { id } });
  return row && importRecord(row);
}

/** Imports, newest first. @throws BadCursor */
export async function listImports(db: Database, page: { limit: number; cursor?: string | null }): Promise<Page<ImportRecord>> {
  const after = page.cursor ? startedBefore(page.cursor) : {};
  const rows = await db.prisma.import.findMany({ where: after, orderBy: [{ startedAt: 'desc' }, { id: 'desc' }], take: page.limit + 1 });
  return pageOf(rows, page.limit, importRecord, (row) => [row.startedAt.toISOString(), row.id]);
}

/** The quarantined rows and the warnings of an import, in the order of the file; one entry for each problem. @throws BadCursor */
export async function listImportRows(
  db: Database,
  importId: string,
  page: { status?: ImportRowRecord['status']; limit: number; cursor?: string | null },
): Promise<Page<ImportRowRecord>> {
  const after = page.cursor ? furtherDown(page.cursor) : {};
  const rows = await db.prisma.importRow.findMany({
    where: { importId, ...(page.status ? { status: page.status } : {}), ...after },
    orderBy: [{ line: 'asc' }, { id: 'asc' }],
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, importRowRecord, (row) => [row.line, row.id.toString()]);
}

/** How often each rule spoke in an import, the most frequent first. */
export async function countImportRules(db: Database, importId: string): Promise<{ status: ImportRowRecord['status']; rule: string; count: number }[]> {
  const counts = await db.prisma.importRow.groupBy({
    by: ['status', 'rule'],
    where: { importId },
    _count: true,
    orderBy: [{ _count: { id: 'desc' } }, { rule: 'asc' }],
  });
  return counts.map(({ status, rule, _count: count }) => ({ status: status as ImportRowRecord['status'], rule, count }));
}

function startedBefore(cursor: string): Prisma.ImportWhereInput {
  const [time, id] = decodeCursor(cursor, ['instant', 'uuid']);
  const startedAt = new Date(time);
  return { OR: [{ startedAt: { lt: startedAt } }, { startedAt, id: { lt: id } }] };
}

function furtherDown(cursor: string): Prisma.ImportRowWhereInput {
  const [line, id] = decodeCursor(cursor, ['integer', 'digits']);
  return { OR: [{ line: { gt: line } }, { line, id: { gt: BigInt(id) } }] };
}

/** Notes why an import failed; one that has already finished stays as it is. Nothing of a failed import has landed. */
export async function failImport(db: Database, failure: { id: string; error: string; at: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    const failed = await tx.import.updateManyAndReturn({
      where: { id: failure.id, status: 'running' },
      data: { status: 'failed', error: failure.error, finishedAt: failure.at },
    });
    await announceFinished(tx, failed, failure.at);
  });
}

/**
 * Marks imports as failed whose process died: those still running without a heartbeat since `olderThan`.
 * Should such a process live after all, it finds its import failed and lands nothing. Returns how many were marked.
 */
export async function failAbandonedImports(db: Database, limits: { olderThan: Date; at: Date }): Promise<number> {
  return db.transaction(async (tx) => {
    const failed = await tx.import.updateManyAndReturn({
      where: { status: 'running', heartbeatAt: { lt: limits.olderThan } },
      data: { status: 'failed', error: 'Steward stopped while this file was being imported. Nothing of it has landed; import it again.', finishedAt: limits.at },
    });
    await announceFinished(tx, failed, limits.at);
    return failed.length;
  });
}

function importRecord(row: Import): ImportRecord {
  const { heartbeatAt: _heartbeat, source: _source, ...shown } = row;
  return { ...shown, status: shown.status as ImportStatus };
}

function importRowRecord(row: ImportRow): ImportRowRecord {
  const { line, column, value, rule, hint, raw } = row;
  return { line, status: row.status as ImportRowRecord['status'], column, value, rule, hint, raw };
}
