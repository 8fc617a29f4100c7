import { Command } from 'commander';
import { callApi, withApiOptions, type ApiOptions } from '../api-client.js';

interface Outcome {
  title: string;
  unit: string;
  direction: string;
  value: number | null;
  sample: number;
  change: number | null;
  status: string;
  goal: { of: string; target: number };
  baseline: { value: number | null; from: string; to: string; source: string };
}

interface Outcomes {
  period: { from: string; to: string };
  items: Outcome[];
  stages: { stage: string; medianDays: number; longestDays: number; sample: number }[];
}

const words: Readonly<Record<string, string>> = { met: 'reached', notMet: 'not reached', insufficientData: 'not enough data', noBaseline: 'nothing to compare with' };
const sources: Readonly<Record<string, string>> = { stated: 'stated', measured: 'measured', periodBefore: 'the period before' };

/** `steward outcomes`: what the programme has reached against its baseline. */
export const outcomesCommand = () =>
  withApiOptions(new Command('outcomes').description('what the programme has reached, against its baseline and the goals'))
    .option('--from <day>', 'YYYY-MM-DD; a year before --to unless given')
    .option('--to <day>', 'YYYY-MM-DD, inclusive; yesterday unless given')
    .action(outcomes);

async function outcomes({ from, to, ...api }: ApiOptions & { from?: string; to?: string }): Promise<void> {
  const query = new URLSearchParams({ ...(from ? { from } : {}), ...(to ? { to } : {}) });
  const { period, items, stages } = await callApi<Outcomes>(api, 'GET', `/outcomes?${query}`);
  console.log(`${period.from} to ${period.to}: ${items.filter(({ status }) => status === 'met').length} of ${items.length} goals reached`);
  for (const outcome of items) {
    const { title, unit, value, sample, status } = outcome;
    console.log(`  ${title.padEnd(36)} ${(value === null ? '–' : figure(unit, value)).padStart(16)}  ${words[status] ?? status}; ${goal(outcome)}, ${compared(outcome)}sample ${sample}`);
  }
  if (stages.length > 0) console.log('Stages of the cycles published, median and longest:');
  for (const { stage, medianDays, longestDays, sample } of stages)
    console.log(`  ${stage.padEnd(36)} ${figure('days', medianDays).padStart(16)}  ${figure('days', longestDays)}, of ${sample}`);
}

function goal({ goal: { of, target }, unit, direction }: Outcome): string {
  if (of === 'change') return `goal ${signed(target)} %`;
  return `goal at ${direction === 'lowerIsBetter' ? 'most' : 'least'} ${figure(unit, target)}`;
}

function compared({ change, baseline, unit }: Outcome): string {
  if (baseline.value === null) return '';
  return `${change === null ? '' : `${signed(change)} % `}against ${figure(unit, baseline.value)} (${sources[baseline.source] ?? baseline.source}, ${baseline.from} to ${baseline.to}), `;
}

/** A value as people say it: a speed as the hours that an answer takes, and less than a day in hours. */
function figure(unit: string, value: number): string {
  if (unit === 'percent') return `${shortened(value)} %`;
  if (unit === 'hoursPerMonth') return `${shortened(value)} h a month`;
  if (unit === 'perHour') return value === 0 ? 'no answers' : `${shortened(1 / value)} h`;
  if (value >= 1) return `${shortened(value)} days`;
  return value * 24 < 1 ? 'under an hour' : `${shortened(value * 24)} h`;
}

function shortened(value: number): string {
  return String(Number(value.toFixed(1)));
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${shortened(value)}`;
}
