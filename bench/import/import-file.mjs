import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mappingDocument } from './deliveries.mjs';

/** Imports a file of deliveries as `steward import` does it. @throws unless every row landed or is a row without fault */
export async function importFile(url, file) {
  const { openDatabase } = await import('#persistence/database.js');
  const { parseMapping } = await import('#domain/facts/mapping.js');
  const { runImport } = await import('#persistence/imports/run-import.js');
  const db = openDatabase({ url, role: 'staff', applicationName: 'bench import', poolSize: 3 });
  try {
    const input = createReadStream(file);
    const done = await runImport(db, { importId: randomUUID(), input, mapping: parseMapping(mappingDocument), fileName: 'deliveries.csv', dryRun: false, startedBy: 'bench', now: () => new Date() });
    if (done.status !== 'completed' || done.landed !== done.rowsRead) throw new Error(`The import did not land every row: ${JSON.stringify(done)}`);
    return done;
  } finally {
    await db.close();
  }
}
