import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { Listr } from 'listr2';
import type { Mapping } from '#domain/facts/mapping.js';
import { mappings } from '#domain/facts/mappings.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { countImportRules, listImportRows, type ImportRecord } from '#persistence/imports/imports.js';
import { runImport, type ImportProgress } from '#persistence/imports/run-import.js';
import { mappingNamed } from '#persistence/mappings/mappings.js';
import type { LauncherState } from '../launcher/data-directory.js';
import { OperatorError } from '../operator-error.js';

/** The file was not imported; other failures of the command exit with 1. */
const notImported = 2;
/** Quarantined rows that are shown; the others are read through the API. */
const shownRows = 10;
/** Milliseconds between two words on progress: a log holds each of them. */
const progressEvery = 1_000;

interface ImportOptions {
  mapping: string;
  dryRun: boolean;
  data: string;
}

/**
 * `steward import FILE --mapping NAME`: streams a file, CSV or a workbook, by a mapping of the product or a saved one straight
 * into the database at DATABASE_URL, or of the start that runs on --data. Exit code 0 when it was imported with every row accounted for (landed, updated, unchanged, quarantined or
 * filtered), 2 when it was not imported.
 */
export const importCommand = () =>
  new Command('import')
    .description('stream a file of facts in')
    .argument('<file>', 'a CSV file or a workbook (XLSX)')
    .requiredOption('--mapping <name>', `how its columns become facts: ${Object.keys(mappings).join(', ')}, or one that was saved`)
    .option('--dry-run', 'only say what would become of each row', false)
    .option('--data <folder>', 'where `steward start` keeps its database, if DATABASE_URL does not name one', '.steward')
    .action(importFile);

async function importFile(file: string, options: ImportOptions): Promise<void> {
  const unreadable = await whyUnreadable(file);
  if (unreadable) return refuse(unreadable);
  const db = openDatabase({ url: databaseUrl(options.data), role: 'staff', applicationName: 'steward import', poolSize: 3 });
  try {
    const mapping = await mappingNamed(db, options.mapping);
    if (!mapping) return refuse(`There is no mapping ${options.mapping}. Mappings: ${Object.keys(mappings).join(', ')}, and those that were saved.`);
    const done = await withProgress(basename(file), (report) => importInto(db, file, mapping, options.dryRun, report));
    await summarize(db, done);
    process.exitCode = done.status === 'completed' ? 0 : notImported;
  } catch (error) {
    // Prisma's messages begin with its own call and end with the reason.
    const reason = (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1);
    throw new OperatorError(`Nothing of the file has landed, because the database failed: ${reason}`, { cause: error });
  } finally {
    await db.close();
  }
}

function refuse(reason: string): void {
  console.error(reason);
  process.exitCode = notImported;
}

async function whyUnreadable(file: string): Promise<string | null> {
  try {
    await access(file, constants.R_OK);
    return (await stat(file)).isFile() ? null : `${file} is not a file.`;
  } catch (error) {
    return `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** DATABASE_URL, else the database of the start that runs on the folder: its launcher wrote down how to reach it. */
function databaseUrl(folder: string): string {
  const given = process.env.DATABASE_URL;
  if (given) return given;
  const file = join(folder, 'launcher.json');
  if (!existsSync(file)) throw new OperatorError(`DATABASE_URL is missing, and no start has kept its data in ${folder}. Set DATABASE_URL, or name the folder with --data.`);
  const { ports, passwords } = JSON.parse(readFileSync(file, 'utf8')) as LauncherState;
  return `postgresql://steward:${encodeURIComponent(passwords.login)}@127.0.0.1:${ports.postgres}/steward`;
}

function importInto(db: Database, file: string, mapping: Mapping, dryRun: boolean, onProgress: (progress: ImportProgress) => void): Promise<ImportRecord> {
  const input = createReadStream(file);
  // The first interrupt ends the import as failed, in the database too; a second one ends the process.
  process.once('SIGINT', () => input.destroy(new Error('interrupted')));
  return runImport(db, { importId: randomUUID(), input, mapping, fileName: basename(file), dryRun, startedBy: `cli:${userInfo().username}`, now: () => new Date(), onProgress });
}

async function withProgress(fileName: string, work: (report: (progress: ImportProgress) => void) => Promise<ImportRecord>): Promise<ImportRecord> {
  let done: ImportRecord | undefined;
  const tasks = new Listr(
    [
      {
        title: `Importing ${fileName}`,
        task: async (_, task) => {
          let told = -Infinity;
          done = await work(({ step, rowsRead }) => {
            if (step === 'reading' && performance.now() - told < progressEvery) return;
            told = performance.now();
            task.output = step === 'reading' ? `${number(rowsRead)} rows read` : `${number(rowsRead)} rows read, landing them`;
          });
        },
      },
    ],
    { renderer: 'default', fallbackRenderer: 'simple', registerSignalListeners: false },
  );
  await tasks.run();
  if (!done) throw new Error('The import ended without an outcome');
  return done;
}

async function summarize(db: Database, done: ImportRecord): Promise<void> {
  if (done.status !== 'completed') {
    console.error(`${done.fileName} was not imported, nothing of it has landed.\n${done.error}`);
    return;
  }
  const fates = ['landed', 'updated', 'unchanged', 'quarantined', 'filtered'] as const;
  console.log(`${done.fileName}${done.dryRun ? ' (dry run: nothing was changed)' : ''}, import ${done.id}`);
  for (const fate of fates) console.log(`${number(done[fate]).padStart(12)} ${fate}`);
  console.log(`${number(done.rowsRead).padStart(12)} rows read, every one accounted for`);
  const rules = await countImportRules(db, done.id);
  const said = (status: string) => rules.filter((rule) => rule.status === status).map(({ rule, count }) => `${rule} ${number(count)}`).join(', ');
  if (done.warnings > 0) console.log(`${number(done.warnings).padStart(12)} warnings: ${said('warning')}`);
  if (done.quarantined === 0) return;
  console.log(`Quarantined for: ${said('quarantined')}`);
  const { items, nextCursor } = await listImportRows(db, done.id, { status: 'quarantined', limit: shownRows });
  for (const { line, column, value, rule, hint } of items) console.log(`  line ${line}, ${column ?? 'whole row'} "${value ?? ''}": ${rule}. ${hint}`);
  if (nextCursor) console.log(`  … and more: GET /api/v1/imports/${done.id}/rows?status=quarantined`);
}

const number = (value: number): string => value.toLocaleString('en');
