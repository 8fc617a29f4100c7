import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { FactKind } from '#domain/facts/kind.js';
import { rowReader } from '#domain/facts/read-row.js';
import { holdLanding } from '../scoring/landing-lock.js';
import { holdMerges } from '../suppliers/merged.js';
import { quarantineAcrossRows } from './across-rows.js';
import { followMoves } from './follow.js';
import type { ImportCounts } from './imports.js';
import { boughtPart, gatherItems, quarantineOddUnits, warnOfOutliers } from './items.js';
import { judgeRows, lookAtStored, warnOfEarlyReceipts, warnOfTwins } from './judge.js';
import { landFacts, lockSource } from './land.js';
import { noteTouchedPeriods } from './late-facts.js';
import { ownValues, partsOf, staged, type Landing } from './parts.js';
import type { FileRow } from './file-row.js';
import { countFates, createNoted, storeRemarks } from './remarks.js';
import { copyIntoStaging, createStaging, stagedLineWriter } from './staging.js';
import { createSuppliers, findSuppliers } from './suppliers.js';
import type { ImportBegin } from './transaction.js';
import { warnOfExcess } from './warn-of-excess.js';
import { warnOfMoves, warnOfOtherSuppliers } from './warn-of-suppliers.js';
import type { Import } from '../generated/client.js';
import { announceFinished } from './announce-finished.js';

/** How far an import is: rows read so far, while the file streams in; then the set-based landing. */
export interface ImportProgress {
  step: 'reading' | 'landing';
  rowsRead: number;
}

/** Characters handed to the database at once; for their number see the size of pieces in read-file.ts. */
const batchSize = 32_768;

/**
 * Takes rows through the mapping into the table `staged` and lands them from there, set-based, in the transaction of the client.
 * The rows of one source land one import after the other. Memory does not grow with the number of rows.
 */
export async function landRows(
  client: pg.ClientBase,
  { importId, mapping, dryRun, now }: ImportBegin,
  rows: AsyncIterable<Iterable<FileRow>>,
  { sha256, onProgress }: { sha256: () => string; onProgress?: ((progress: ImportProgress) => void) | undefined },
): Promise<Landing> {
  const parts = partsOf(mapping);
  await client.query(createStaging(parts));
  await client.query(createNoted);
  const seen = { rowsRead: 0, filtered: 0 };
  const landing = { client, importId, mapping, parts };
  await pipeline(stage(rows, { mapping, parts, today: now().toISOString().slice(0, 10) }, seen, onProgress), client.query(copyFrom(copyIntoStaging)));
  onProgress?.({ step: 'landing', rowsRead: seen.rowsRead });
  // First of the locks: a merge waits for imports, and takes the others after this one.
  await holdMerges(client);
  await lockSource(client, mapping.source);
  const landed: Landing = { ...landing, at: await holdLanding(client, now()) };
  await clean(landed);
  const stored = await lookAtStored(landed);
  await judgeRows(landed, stored);
  await warn(landed, stored);
  let followed: readonly FactKind[] = [];
  if (!dryRun) {
    await createSuppliers(landed);
    await landFacts(landed, stored);
    followed = await followMoves(landed);
  }
  await storeRemarks(landed);
  await complete(landed, { ...seen, ...(await countFates(landed)) }, sha256());
  if (!dryRun) await noteTouchedPeriods(landed, followed);
  return landed;
}

async function clean(landing: Landing): Promise<void> {
  await landing.client.query(`ANALYZE staged (${comparedColumns(landing).join(', ')})`);
  await quarantineAcrossRows(landing);
  await findSuppliers(landing);
  const lines = boughtPart(landing);
  if (!lines) return;
  await gatherItems(landing, lines);
  await quarantineOddUnits(landing, lines);
}

/** The columns of `staged` by which rows are found and joined: of the others nobody needs to know how they are spread. */
function comparedColumns({ parts }: Landing): string[] {
  const names = ['externalId', 'lineExternalId', 'item', 'promisedDate'];
  const present = parts.flatMap((part) => ownValues(part).flatMap(([name]) => (names.includes(name) ? [staged(part, name)] : [])));
  return ['line', 'problems', 'supplier_code', ...present];
}

async function warn(landing: Landing, stored: Awaited<ReturnType<typeof lookAtStored>>): Promise<void> {
  const lines = boughtPart(landing);
  if (lines) await warnOfOutliers(landing, lines);
  if (lines?.fact.values['orderNumber'] !== undefined) await warnOfTwins(landing, lines);
  await warnOfEarlyReceipts(landing);
  await warnOfMoves(landing, stored);
  await warnOfOtherSuppliers(landing);
  await warnOfExcess(landing);
}

/** Turns rows into batches of COPY text, counting what is read and what the mapping leaves out. */
async function* stage(
  rows: AsyncIterable<Iterable<FileRow>>,
  { mapping, parts, today }: Pick<Landing, 'mapping' | 'parts'> & { today: string },
  seen: { rowsRead: number; filtered: number },
  onProgress: ((progress: ImportProgress) => void) | undefined,
): AsyncGenerator<string> {
  const read = rowReader(mapping, today);
  const write = stagedLineWriter(parts);
  let text = '';
  for await (const batch of rows) {
    for (const { line, cells, problem } of batch) {
      seen.rowsRead++;
      const row = problem ? { kind: 'quarantined' as const, problems: [problem] } : read(cells);
      if (row.kind === 'filtered') seen.filtered++;
      else text += write(line, cells, row);
      if (text.length < batchSize) continue;
      yield text;
      text = '';
      onProgress?.({ step: 'reading', rowsRead: seen.rowsRead });
    }
  }
  if (text !== '') yield text;
}

/** Writes the counts. An import that was given up meanwhile must not land, so the transaction ends here. */
async function complete({ client, importId, at }: Landing, counts: ImportCounts, sha256: string): Promise<void> {
  const { rowsRead, landed, updated, unchanged, quarantined, filtered, warnings } = counts;
  if (rowsRead !== landed + updated + unchanged + quarantined + filtered) {
    throw new Error(`Rows are unaccounted for: ${JSON.stringify(counts)}`);
  }
  const { rows } = await client.query<Import>(
    `UPDATE imports SET status = 'completed', rows_read = $2, landed = $3, updated = $4, unchanged = $5, quarantined = $6, filtered = $7,
            warnings = $8, file_sha256 = $9, finished_at = $10
      WHERE id = $1 AND status = 'running' RETURNING id, mapping, status, dry_run AS "dryRun"`,
    [importId, rowsRead, landed, updated, unchanged, quarantined, filtered, warnings, sha256, at],
  );
  const [finished] = rows;
  if (!finished) throw new Error(`The import ${importId} is no longer running: it was taken for dead`);
  await announceFinished(client, [{ ...finished, ...counts }], at);
}
