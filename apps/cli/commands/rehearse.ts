import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { DocumentMalformed, PolicyInvalid } from '#domain/policy/fault.js';
import { readPolicy } from '#domain/policy/document.js';
import { rehearse as playRehearsal, RehearsalRefused, type PolicyChoice } from '#apps/rehearsal/rehearse.js';
import { tell, tellEnd } from '#apps/rehearsal/words.js';
import { OperatorError } from '../operator-error.js';

interface RehearseOptions {
  policy?: string;
  against?: string;
  from?: string;
  to?: string;
  seed: number;
  json: boolean;
}

/** `steward rehearse`: a year of a policy on past deliveries, before it judges anybody. */
export const rehearseCommand = () =>
  new Command('rehearse')
    .description('play a year of a policy on past deliveries in virtual time, on servers of its own; nobody gets mail and nothing is kept')
    .option('--policy <policy>', 'a YAML or JSON file, or the number of a stored version; without, the policy in force')
    .option('--against <policy>', 'another one to compare with: file or version')
    .option('--from <date>', "first day, as in the facts, YYYY-MM-DD; without, the sample's year 2014 or the last twelve whole months", day)
    .option('--to <date>', 'last day; without, a year later', day)
    .option('--seed <number>', 'decides how suppliers and our own people answer; the same seed, the same year', wholeNumber, 1)
    .option('--json', 'print the whole result as JSON, and how it goes on standard error', false)
    .addHelpText('after', '\nWith DATABASE_URL the suppliers, facts and policies of that database are copied and played with; it is only read. Without, the sample.')
    .action(rehearse);

async function rehearse(options: RehearseOptions): Promise<void> {
  const say = options.json ? (line: string) => console.error(line) : (line: string) => console.log(line);
  const policies = [await choiceOf(options.policy), ...(options.against === undefined ? [] : [await choiceOf(options.against)])];
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(new OperatorError('The rehearsal was stopped.')));
  const { from = null, to = null, seed } = options;
  try {
    const result = await playRehearsal(
      { sourceUrl: process.env.DATABASE_URL || null, policies, from, to, seed },
      {
        signal: stop.signal,
        onStep: say,
        onDay: ({ day: on, done, days, happenings }) => {
          for (const each of happenings) {
            const words = tell(each);
            if (words !== null) say(`${each.on}  ${words}`);
          }
          if (on.endsWith('-01') && done < days) say(`-- ${on}, ${Math.round((100 * done) / days)} % --`);
        },
      },
    );
    if (options.json) console.log(JSON.stringify(result, null, 2));
    else for (const line of ['', ...tellEnd(result)]) console.log(line);
  } catch (error) {
    throw error instanceof RehearsalRefused ? new OperatorError(error.message) : error;
  }
}

async function choiceOf(given: string | undefined): Promise<PolicyChoice> {
  if (given === undefined) return { kind: 'current' };
  if (/^\d+$/.test(given)) return { kind: 'version', version: Number(given) };
  const text = await readFile(given, 'utf8').catch((error: unknown) => {
    throw new OperatorError(`${given} cannot be read.`, { cause: error });
  });
  try {
    return { kind: 'document', policy: readPolicy(text, /\.json$/i.test(given) ? 'json' : 'yaml') };
  } catch (error) {
    if (!(error instanceof PolicyInvalid) && !(error instanceof DocumentMalformed)) throw error;
    const faults = error.faults.map(({ path, message, line, column }) => `${given}:${line ?? 1}:${column ?? 1}: ${path ? `${path}: ` : ''}${message}`);
    throw new OperatorError(faults.join('\n'));
  }
}

function day(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) throw new InvalidArgumentError('A day is written YYYY-MM-DD.');
  return text;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('A seed is a whole number from 0.');
  return number;
}
