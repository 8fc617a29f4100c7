import { Command } from 'commander';
import { setTimeout as delay } from 'node:timers/promises';
import { callApi, withApiOptions, type ApiOptions } from '../api-client.js';
import { OperatorError } from '../operator-error.js';

interface EvaluateOptions extends ApiOptions {
  from: string;
  to: string;
  segment?: string;
  supplier?: string[];
  wait: boolean;
}

interface Evaluation {
  id: string;
  status: string;
  total: number;
  scored: number;
  official: boolean;
  grades: Record<string, number>;
}

/** Milliseconds between two looks, and how long looking is worth while. */
const LOOK_EVERY = 500;
const LOOK_LIMIT = 30 * 60_000;
const ended = ['published', 'closed', 'failed', 'cancelled'];

/** `steward evaluate`: starts an evaluation through the API and says how it goes until its grades are out. */
export const evaluateCommand = () =>
  withApiOptions(new Command('evaluate').description('evaluate suppliers over a period, and wait for the grades'))
    .requiredOption('--from <date>', 'first day, YYYY-MM-DD')
    .requiredOption('--to <date>', 'last day, YYYY-MM-DD')
    .option('--segment <segment>', 'only strategic, leverage, bottleneck or routine suppliers')
    .option('--supplier <id...>', 'only these suppliers; advisory, without consequences')
    .option('--no-wait', 'do not wait for the grades')
    .action(evaluate);

async function evaluate(options: EvaluateOptions): Promise<void> {
  const started = await callApi<Evaluation>(options, 'POST', '/evaluations', {
    periodStart: options.from,
    periodEnd: options.to,
    ...(options.segment ? { segment: options.segment } : {}),
    ...(options.supplier ? { supplierIds: options.supplier } : {}),
  });
  console.log(`Evaluation ${started.id} has started${started.official ? '' : ' (advisory: no consequences)'}`);
  if (!options.wait) return;
  const done = await untilEnded(options, started);
  if (done.status === 'failed' || done.status === 'cancelled') throw new OperatorError(`Evaluation ${done.id} ended as ${done.status}.`);
  const grades = ['A', 'B', 'C', 'N'].map((grade) => `${grade} ${done.grades[grade] ?? 0}`).join(', ');
  console.log(`${done.total} suppliers graded: ${grades} (N: not enough data)`);
}

async function untilEnded(options: EvaluateOptions, started: Evaluation): Promise<Evaluation> {
  let told = '';
  for (const limit = Date.now() + LOOK_LIMIT; Date.now() < limit; await delay(LOOK_EVERY)) {
    const now = await callApi<Evaluation>(options, 'GET', `/evaluations/${started.id}`);
    const line = `${now.status}: ${now.scored} of ${now.total} scored`;
    if (line !== told) console.log(line);
    told = line;
    if (ended.includes(now.status)) return now;
  }
  throw new OperatorError(`Evaluation ${started.id} still runs after half an hour; look again with \`steward status\`.`);
}
