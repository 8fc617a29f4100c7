import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { writeDeliveries } from './import/deliveries.mjs';
import { importFile } from './import/import-file.mjs';

export const title = 'rows of a file validated, deduplicated, cleaned and landed, against COPY of the same facts into the same indexed tables';
export const goal = '≥ 0.6 × the speed of COPY, ≥ 1.2 × that of batched INSERT, ≤ 50 MB more memory for 1 M rows than for 100 k';

const tables = ['order_lines', 'receipts'];
const insertedAtOnce = 1_000;

/**
 * Options: rows (100000), times (7) each side is run, by turns; memory=no leaves the memory out, many (1000000) is its larger
 * number of rows. A row gives an order line and mostly a receipt.
 */
export async function run({ options, report, database, superuser }) {
  const rows = Number(options.rows ?? 100_000);
  const times = Number(options.times ?? 7);
  const folder = mkdtempSync(join(tmpdir(), 'steward-bench-import-'));
  const url = await database();
  const owner = new pg.Client({ connectionString: superuser(url) });
  await owner.connect();
  try {
    const file = await deliveriesOf(folder, rows, report);
    await importFile(url, file);
    for (const table of tables) await pipeline(owner.query(copyTo(`COPY (SELECT * FROM ${table} ORDER BY external_id) TO STDOUT`)), createWriteStream(join(folder, table)));
    const facts = Object.fromEntries(await Promise.all(tables.map(async (table) => [table, Number((await owner.query(`SELECT count(*) FROM ${table}`)).rows[0].count)])));
    const sides = { copy: () => copyFacts(owner, folder), insert: () => insertFacts(owner, folder), figure: () => importFile(url, file) };
    const seconds = { copy: [], insert: [], figure: [] };
    for (let time = 1; time <= times; time++) {
      for (const [side, work] of Object.entries(sides)) seconds[side].push(await timed(owner, work));
      report(`${time} of ${times}: ${Object.entries(seconds).map(([side, taken]) => `${side} ${taken.at(-1).toFixed(2)} s`).join(', ')}`);
    }
    const [baseline, insert, figure] = [seconds.copy, seconds.insert, seconds.figure].map(median);
    const [ratio, ofInsert] = [baseline / figure, insert / figure];
    const memory = options.memory === 'no' ? null : await memoryOf({ url, owner, folder, few: 100_000, many: Number(options.many ?? 1_000_000), report });
    const met = ratio >= 0.6 && ofInsert >= 1.2 && (memory === null || memory.moreMiB <= 50);
    return { baseline, figure, ratio, met, unit: 'seconds, median; ratio: COPY / ours', ratioToBatchedInsert: ofInsert, batchedInsert: insert, rows, facts, fileMiB: mebibytes(file), times, seconds, memory };
  } finally {
    await owner.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function deliveriesOf(folder, rows, report) {
  const file = join(folder, `${rows}.csv`);
  await writeDeliveries(file, { rows, suppliers: Math.max(10, rows / 100), items: Math.max(10, Math.min(100_000, rows / 10)) });
  report(`${rows} rows written, ${mebibytes(file)} MiB`);
  return file;
}

/** On empty tables; what came before is written to disk first, so that nobody pays for the other's dirty pages. */
async function timed(owner, work) {
  await owner.query(`TRUNCATE ${tables.join(', ')}, import_rows, imports`);
  await owner.query('CHECKPOINT');
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function copyFacts(owner, folder) {
  await owner.query('BEGIN');
  for (const table of tables) await pipeline(createReadStream(join(folder, table), { highWaterMark: 262_144 }), owner.query(copyFrom(`COPY ${table} FROM STDIN`)));
  await owner.query('COMMIT');
}

/** As many rows a statement as drivers and mappers send at once, each value as text. */
async function insertFacts(owner, folder) {
  await owner.query('BEGIN');
  for (const table of tables) {
    let batch = [];
    const insert = async () => {
      let parameter = 0;
      const values = batch.map((line) => `(${line.map(() => `$${++parameter}`).join(',')})`);
      await owner.query(`INSERT INTO ${table} VALUES ${values.join(',')}`, batch.flat());
      batch = [];
    };
    for await (const line of createInterface({ input: createReadStream(join(folder, table)) })) {
      if (batch.push(line.split('\t').map((value) => (value === '\\N' ? null : value))) === insertedAtOnce) await insert();
    }
    if (batch.length > 0) await insert();
  }
  await owner.query('COMMIT');
}

/** The peak of a process of its own for each number of rows, the first time it sees them. */
async function memoryOf({ url, owner, folder, few, many, report }) {
  const peaks = [];
  for (const rows of [few, many]) {
    const file = await deliveriesOf(folder, rows, report);
    await owner.query(`TRUNCATE ${tables.join(', ')}, import_rows, imports`);
    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL('./import/in-own-process.mjs', import.meta.url)), url, file]);
    peaks.push(JSON.parse(stdout));
    report(`${rows} rows: peak ${peaks.at(-1).peakMiB} MiB`);
  }
  const [less, more] = peaks;
  return { few, many, fewMiB: less.peakMiB, manyMiB: more.peakMiB, moreMiB: more.peakMiB - less.peakMiB };
}

const mebibytes = (file) => Math.round(statSync(file).size / 2 ** 20);

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
