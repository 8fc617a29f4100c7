import { Command } from 'commander';
import { callApi, withApiOptions, type ApiOptions } from '../api-client.js';
import { OperatorError } from '../operator-error.js';

interface Schedule {
  id: string;
  name: string;
  segment: string | null;
  cadence: string;
  timeZone: string;
  paused: boolean;
  next: { periodStart: string; periodEnd: string; startsAt: string }[];
  lastError: string | null;
}

interface Started {
  started: { evaluationId: string; periodStart: string; periodEnd: string }[];
}

const often: Readonly<Record<string, string>> = { month: 'every month', quarter: 'every quarter', halfYear: 'every half-year', year: 'every year' };

/** `steward schedules`: when evaluations start by themselves, and pausing, resuming and running one by its name. */
export const schedulesCommand = () =>
  withApiOptions(new Command('schedules').description('when evaluations start by themselves; they are made in the dashboard, or by POST /schedules'))
    .action(schedules)
    .addCommand(act('pause', 'pause one; cycles that run go on', pause))
    .addCommand(act('resume', 'let one go on; what should have started meanwhile is left out', resume))
    .addCommand(act('run', 'start what is due now, and what has ended already', run));

/** A subcommand on one schedule. The options may stand before its name, too. */
function act(name: string, description: string, work: (options: ApiOptions, schedule: Schedule) => Promise<void>): Command {
  return withApiOptions(new Command(name).description(description).argument('<schedule>', 'its name or id')).action(async (wanted: string, _, command: Command) => {
    const options = command.optsWithGlobals<ApiOptions>();
    await work(options, await scheduleNamed(options, wanted));
  });
}

async function schedules(options: ApiOptions): Promise<void> {
  const items = await all(options);
  if (items.length === 0) console.log('No evaluation starts by itself.');
  for (const { id, name, segment, cadence, timeZone, paused, next, lastError } of items) {
    console.log(`${name}: ${segment ?? 'all segments'}, ${often[cadence] ?? cadence}${paused ? ', paused' : ''}  ${id}`);
    for (const { periodStart, periodEnd, startsAt } of next) console.log(`  ${periodStart} to ${periodEnd} starts ${localTime(startsAt, timeZone)} ${timeZone}`);
    if (lastError) console.log(`  last time: ${lastError}`);
  }
}

async function pause(options: ApiOptions, { id, name }: Schedule): Promise<void> {
  await callApi(options, 'POST', `/schedules/${id}/pause`, {});
  console.log(`${name} is paused.`);
}

async function resume(options: ApiOptions, { id, name }: Schedule): Promise<void> {
  const { next, timeZone } = await callApi<Schedule>(options, 'POST', `/schedules/${id}/resume`, {});
  const [first] = next;
  console.log(`${name} goes on${first ? `; its next cycle starts ${localTime(first.startsAt, timeZone)} ${timeZone}` : ''}.`);
}

async function run(options: ApiOptions, { id }: Schedule): Promise<void> {
  const { started } = await callApi<Started>(options, 'POST', `/schedules/${id}/run`, {});
  if (started.length === 0) console.log('Nothing to start: what has ended has its evaluation, or was due too long ago.');
  for (const { evaluationId, periodStart, periodEnd } of started) console.log(`started ${periodStart} to ${periodEnd}  ${evaluationId}`);
}

/** There are at most as many as there are segments: one page holds them. */
async function all(options: ApiOptions): Promise<Schedule[]> {
  return (await callApi<{ items: Schedule[] }>(options, 'GET', '/schedules?limit=200')).items;
}

async function scheduleNamed(options: ApiOptions, wanted: string): Promise<Schedule> {
  const items = await all(options);
  const found = items.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase());
  if (!found) throw new OperatorError(`There is no schedule "${wanted}".${items.length === 0 ? '' : ` There are: ${items.map(({ name }) => name).join(', ')}.`}`);
  return found;
}

function localTime(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(at));
}
