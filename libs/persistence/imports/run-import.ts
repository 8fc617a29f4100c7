import type { Readable } from 'node:stream';
import type { Database } from '../database.js';
import type { ImportRecord } from './imports.js';
import { formOf } from './file-row.js';
import { landRows, type ImportProgress } from './land-rows.js';
import { readFileRows } from './read-file.js';
import { recorded, type ImportBegin } from './transaction.js';

export type { ImportProgress } from './land-rows.js';
export { heartbeatEvery } from './transaction.js';

export interface ImportRequest extends Omit<ImportBegin, 'long'> {
  readonly input: Readable;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/**
 * Streams a file in, CSV or a workbook: rows go through the mapping into a temporary table, and land from there set-based in
 * the same transaction, so a failed import leaves nothing behind but its own record with the reason. Memory does not grow
 * with the file. Imports of one source land one after the other; the same file twice lands once.
 * Answers the finished import, `completed` or – when the file is at fault – `failed`.
 * @throws when the database is at fault; the import is then marked failed if that is still possible
 */
export async function runImport(db: Database, { input, onProgress, ...request }: ImportRequest): Promise<ImportRecord> {
  const begin = { ...request, long: true };
  const file = readFileRows(input, formOf(begin.mapping));
  try {
    return await recorded(db, begin, async (client) => {
      await landRows(client, begin, file.rows, { sha256: file.sha256, onProgress });
    });
  } finally {
    input.destroy();
  }
}
