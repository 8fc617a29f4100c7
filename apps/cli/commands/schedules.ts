import { Command } from 'commander';
import { callApi, withApiOptions, type ApiOptions } from '../api-client.js';

interface Schedules {
  items: {
    id: string;
    name: string;
    segment: string | null;
    cadence: string;
    timeZone: string;
    paused: boolean;
    next: { periodStart: string; periodEnd: string; startsAt: string }[];
    lastError: string | null;
  }[];
}

/** `steward schedules`: when evaluations start by themselves. */
export const schedulesCommand = () =>
  withApiOptions(new Command('schedules').description('when evaluations start by themselves; POST /schedules makes a schedule')).action(schedules);

async function schedules(options: ApiOptions): Promise<void> {
  const { items } = await callApi<Schedules>(options, 'GET', '/schedules?limit=200');
  if (items.length === 0) console.log('No evaluation starts by itself.');
  for (const { id, name, segment, cadence, timeZone, paused, next, lastError } of items) {
    console.log(`${name}: ${segment ?? 'all segments'}, each ${cadence}, ${timeZone}${paused ? ', paused' : ''}  ${id}`);
    for (const { periodStart, periodEnd, startsAt } of next) console.log(`  ${periodStart} to ${periodEnd} starts ${startsAt}`);
    if (lastError) console.log(`  last time: ${lastError}`);
  }
}
