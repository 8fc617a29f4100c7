import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ApiRefused, callApi, fetchText, TextBody, withApiOptions, type ApiOptions } from '../api-client.js';
import { OperatorError } from '../operator-error.js';

interface Policy {
  version: number;
  name: string;
  status: string;
  createdAt: string;
  publishedAt: string | null;
}

type Grades = Record<string, number>;
interface Counts {
  suppliers: number;
  changed: number;
  before: Grades;
  after: Grades;
  opened: number;
  notOpened: number;
}
interface Change {
  supplierCode: string;
  supplierName: string;
  periodStart: string;
  periodEnd: string;
  gradeBefore: string;
  scoreBefore: number | null;
  gradeAfter: string;
  scoreAfter: number | null;
  why: string | null;
}
interface Backtest {
  id: string;
  status: string;
  error: string | null;
  againstVersion: number;
  periodsDone: number;
  periodsTotal: number;
  totals: Counts;
  periods: (Counts & { periodStart: string; periodEnd: string })[];
  changes: { items: Change[]; nextCursor: string | null };
}

interface BacktestOptions extends ApiOptions {
  from: string;
  to: string;
  every: string;
  segment?: string;
  against?: number;
}

/** Milliseconds between two looks at a backtest, and how long looking is worth while. */
const LOOK_EVERY = 1_000;
const LOOK_LIMIT = 60 * 60_000;
const PAGE = 200;

/** `steward policy …`: versions of the policy, as documents, through the API. */
export const policyCommand = () => {
  const policy = new Command('policy').description('versions of the policy: list, read, draft, compare, try on the past, publish');
  const add = (usage: string, description: string) => withApiOptions(policy.command(usage).description(description));
  add('list', 'the versions, newest first').action(list);
  add('show <version>', 'print a version as a document')
    .addOption(new Option('--format <format>', 'of the document').choices(['yaml', 'json']).default('yaml'))
    .action((version: string, options: ApiOptions & { format: string }) => show(wholeNumber(version), options));
  add('new <file>', 'store a YAML or JSON file as a new draft').action(draft);
  add('publish <version>', 'put a draft in force').action((version: string, options: ApiOptions) => publish(wholeNumber(version), options));
  add('diff <from> <to>', 'say in words how two versions differ')
    .addOption(new Option('--language <language>', 'of the words').choices(['en', 'ru', 'zh']).default('en'))
    .action((from: string, to: string, options: ApiOptions & { language: string }) => diff(wholeNumber(from), wholeNumber(to), options));
  add('backtest <version>', 'say whose grade would have been another one under this version')
    .requiredOption('--from <date>', 'first day, YYYY-MM-DD')
    .requiredOption('--to <date>', 'last day, YYYY-MM-DD')
    .addOption(new Option('--every <length>', 'how long a period is').choices(['month', 'quarter', 'year']).default('year'))
    .option('--segment <segment>', 'only strategic, leverage, bottleneck or routine suppliers')
    .option('--against <version>', 'the version to compare with; without, the one in force', wholeNumber)
    .action((version: string, options: BacktestOptions) => backtest(wholeNumber(version), options));
  return policy;
};

async function list(options: ApiOptions): Promise<void> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await callApi<{ items: Policy[]; nextCursor: string | null }>(options, 'GET', `/policies?limit=${PAGE}${query}`);
    for (const { version, status, name, createdAt, publishedAt } of page.items) {
      console.log(`${String(version).padStart(4)}  ${status.padEnd(10)}  ${(publishedAt ?? createdAt).slice(0, 10)}  ${name}`);
    }
    cursor = page.nextCursor;
  }
}

async function show(version: number, options: ApiOptions & { format: string }): Promise<void> {
  process.stdout.write(await fetchText(options, `/policies/${version}/document?format=${options.format}`));
}

async function draft(file: string, options: ApiOptions): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new OperatorError(`${file} cannot be read.`, { cause: error });
  });
  const type = /\.json$/i.test(file) ? 'application/json' : 'application/yaml';
  try {
    const created = await callApi<Policy>(options, 'POST', '/policies', new TextBody(type, text));
    console.log(`Draft ${created.version}: ${created.name}. Publish it with: steward policy publish ${created.version}`);
  } catch (error) {
    throw error instanceof ApiRefused ? new OperatorError(faultsIn(file, error)) : error;
  }
}

/** As compilers write them, so that an editor can jump there. */
function faultsIn(file: string, { detail, fields }: ApiRefused): string {
  const faults = fields.map(({ path, message, line, column }) => `${file}:${line ?? 1}:${column ?? 1}: ${path ? `${path}: ` : ''}${message ?? ''}`);
  return [...faults, detail].join('\n');
}

async function publish(version: number, options: ApiOptions): Promise<void> {
  const published = await callApi<Policy>(options, 'POST', `/policies/${version}/publish`, {});
  console.log(`Version ${published.version} is in force: ${published.name}`);
}

async function diff(from: number, to: number, options: ApiOptions & { language: string }): Promise<void> {
  const { changes } = await callApi<{ changes: { sentence: string }[] }>(options, 'GET', `/policies/${to}/diff?against=${from}&language=${options.language}`);
  for (const { sentence } of changes) console.log(sentence);
  if (changes.length === 0) console.log('No difference.');
}

async function backtest(version: number, { from, to, every, segment, against, ...options }: BacktestOptions): Promise<void> {
  const body = { from, to, every, ...(segment === undefined ? {} : { segment }), ...(against === undefined ? {} : { against }) };
  const started = await callApi<Backtest>(options, 'POST', `/policies/${version}/backtest`, body);
  const address = `/policies/${version}/backtests/${started.id}`;
  const done = await untilEnded(options, address, started);
  if (done.status !== 'completed') throw new OperatorError(done.error ?? `Backtest ${done.id} ended as ${done.status}.`);
  await tellChanges(options, address);
  for (const period of done.periods) console.log(`${period.periodStart} to ${period.periodEnd}: ${inWords(period, done.againstVersion, version)}`);
  if (done.periods.length > 1) console.log(`All periods: ${inWords(done.totals, done.againstVersion, version)}`);
}

async function untilEnded(options: ApiOptions, address: string, started: Backtest): Promise<Backtest> {
  let latest = started;
  for (const limit = Date.now() + LOOK_LIMIT; latest.status === 'running' && Date.now() < limit; ) {
    console.error(`${latest.periodsDone} of ${latest.periodsTotal} periods are done`);
    await delay(LOOK_EVERY);
    latest = await callApi<Backtest>(options, 'GET', `${address}?limit=1`);
  }
  if (latest.status === 'running') throw new OperatorError(`Backtest ${latest.id} still runs after an hour; look again at ${address}.`);
  return latest;
}

async function tellChanges(options: ApiOptions, address: string): Promise<void> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { changes }: Backtest = await callApi<Backtest>(options, 'GET', `${address}?limit=${PAGE}${query}`);
    for (const each of changes.items) {
      const grades = `${each.gradeBefore} ${each.scoreBefore ?? '–'} → ${each.gradeAfter} ${each.scoreAfter ?? '–'}`;
      console.log(`${each.periodStart}  ${each.supplierName}: ${grades}. ${each.why ?? ''}`);
    }
    cursor = changes.nextCursor;
  }
}

function inWords({ suppliers, changed, before, after, opened, notOpened }: Counts, old: number, tried: number): string {
  const grades = (counts: Grades): string => ['A', 'B', 'C', 'N'].map((grade) => `${grade} ${counts[grade] ?? 0}`).join(', ');
  return `${changed} of ${suppliers} grades differ; version ${old}: ${grades(before)}; version ${tried}: ${grades(after)}; rectifications: ${opened} more, ${notOpened} fewer`;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('A version is a whole number from 1.');
  return number;
}
