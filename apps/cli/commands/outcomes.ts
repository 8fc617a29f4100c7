import { Command } from 'commander';
import { callApi, withApiOptions, type ApiOptions } from '../api-client.js';

interface Outcomes {
  period: { from: string; to: string };
  items: { title: string; unit: string; value: number | null; sample: number; change: number | null; status: string; goal: { of: string; target: number } }[];
  stages: { stage: string; medianDays: number; sample: number }[];
}

const units: Readonly<Record<string, string>> = { days: 'days', perHour: 'per hour', hoursPerMonth: 'hours a month', percent: '%' };
const words: Readonly<Record<string, string>> = { met: 'reached', notMet: 'not reached', insufficientData: 'not enough data', noBaseline: 'nothing to compare with' };

/** `steward outcomes`: what the programme has reached against its baseline. */
export const outcomesCommand = () =>
  withApiOptions(new Command('outcomes').description('what the programme has reached, against its baseline and the goals'))
    .option('--from <day>', 'YYYY-MM-DD; a year before --to unless given')
    .option('--to <day>', 'YYYY-MM-DD, inclusive; yesterday unless given')
    .action(outcomes);

async function outcomes({ from, to, ...api }: ApiOptions & { from?: string; to?: string }): Promise<void> {
  const query = new URLSearchParams({ ...(from ? { from } : {}), ...(to ? { to } : {}) });
  const { period, items, stages } = await callApi<Outcomes>(api, 'GET', `/outcomes?${query}`);
  console.log(`${period.from} to ${period.to}`);
  for (const { title, unit, value, sample, change, status, goal } of items) {
    const figure = value === null ? '–' : `${shortened(value)} ${units[unit] ?? unit}`;
    const compared = change === null ? '' : `${signed(change)} % against the baseline, `;
    const wanted = goal.of === 'change' ? `${signed(goal.target)} %` : shortened(goal.target);
    console.log(`  ${title.padEnd(36)} ${figure.padStart(20)}  ${words[status] ?? status} (${compared}goal ${wanted}, sample ${sample})`);
  }
  for (const { stage, medianDays, sample } of stages) console.log(`  stage ${stage.padEnd(30)} ${`${shortened(medianDays)} days`.padStart(20)}  (sample ${sample})`);
}

function shortened(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${shortened(value)}`;
}
