import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command } from 'commander';
import { sendFile, withApiOptions, type ApiOptions } from '../api-client.js';
import { OperatorError } from '../operator-error.js';

/** Rows were refused, or the file was; other failures of the command exit with 1. */
const notAllInvited = 2;

interface Report {
  id: string | null;
  dryRun: boolean;
  invited: number;
  unchanged: number;
  refused: number;
  rows: { line: number; problems: { column: string | null; value: string | null; rule: string; hint: string }[] }[];
}

/**
 * `steward invite FILE [--dry-run]`: invites the suppliers of a list, CSV or a workbook. Exit code 0 when every row is invited, now or
 * earlier; 2 when rows were refused, each with its line and what to do.
 */
export const inviteCommand = () =>
  withApiOptions(new Command('invite').description('invite the suppliers of a list; the same list again changes nothing'))
    .argument('<file>', 'a CSV file or a workbook (XLSX) whose first line names the columns: name, country, email, and what else is known')
    .option('--dry-run', 'only say what would become of each row', false)
    .action(invite);

async function invite(file: string, { dryRun, ...options }: ApiOptions & { dryRun: boolean }): Promise<void> {
  const content = await readFile(file).catch((error: unknown) => {
    throw new OperatorError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const report = await sendFile<Report>(options, `/onboardings/bulk?dryRun=${dryRun}`, { name: basename(file), content });
  console.log(`${basename(file)}${report.dryRun ? ' (dry run: nobody was invited)' : `, list ${report.id}`}`);
  for (const fate of ['invited', 'unchanged', 'refused'] as const) console.log(`${String(report[fate]).padStart(12)} ${fate}`);
  for (const { line, problems } of report.rows) {
    for (const { column, value, rule, hint } of problems) console.log(`  line ${line}, ${column ?? 'whole row'} "${value ?? ''}": ${rule}. ${hint}`);
  }
  if (report.refused > 0) process.exitCode = notAllInvited;
}
