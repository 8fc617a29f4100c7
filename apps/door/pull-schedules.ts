import { pullFacts, type PullFactsInput } from '#workflows/pull-facts/contract.js';
import { ScheduleAlreadyRunning, ScheduleNotFoundError, type Client, type ScheduleOptions } from '@temporalio/client';
import { asking } from './engine.js';

/** How a connector is to be pulled. */
export interface PullPlan {
  readonly connectorId: string;
  readonly everyMinutes: number;
  readonly paused: boolean;
}

/** The Temporal Schedules of connectors. Each answers false when Temporal cannot be reached: then nothing was done. */
export interface PullSchedules {
  /** Makes the schedule what the plan says, whatever it was before. */
  keep(plan: PullPlan): Promise<boolean>;
  /** Removes the schedule; a pull that runs goes on to its end. */
  remove(connectorId: string): Promise<boolean>;
  /** Starts a pull now, paused or not; `running` when one is under way. */
  pull(plan: PullPlan): Promise<'started' | 'running' | false>;
}

const MINUTE = 60_000;
/** After an outage the pulls that were missed within this time are made up for – by one, since they do not overlap. */
const CATCH_UP = '1 hour';

/** Schedules on a client. */
export function pullSchedules(client: Client): PullSchedules {
  return {
    keep: async (plan) => (await asking(client, () => upsert(client, plan))) !== false,
    remove: async (connectorId) => (await asking(client, () => remove(client, connectorId))) !== false,
    pull: (plan) => asking(client, () => trigger(client, plan)),
  };
}

async function upsert(client: Client, plan: PullPlan): Promise<true> {
  const options = optionsOf(plan);
  try {
    await client.schedule.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { scheduleId: _id, memo: _memo, searchAttributes: _attributes, typedSearchAttributes: _typed, ...schedule } = options;
    await client.schedule.getHandle(options.scheduleId).update(() => ({ ...schedule, state: { paused: plan.paused } }));
  }
  return true;
}

async function remove(client: Client, connectorId: string): Promise<true> {
  try {
    await client.schedule.getHandle(pullFacts.workflowId(connectorId)).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
  return true;
}

async function trigger(client: Client, plan: PullPlan): Promise<'started' | 'running'> {
  await upsert(client, plan);
  const handle = client.schedule.getHandle(pullFacts.workflowId(plan.connectorId));
  const { info } = await handle.describe();
  if (info.runningActions.length > 0) return 'running';
  await handle.trigger('SKIP');
  return 'started';
}

/** Two pulls of one source never overlap. Intervals are counted in UTC from 1970, so no clock change doubles or drops one. */
function optionsOf({ connectorId, everyMinutes, paused }: PullPlan): ScheduleOptions {
  const input: PullFactsInput = { connectorId };
  return {
    scheduleId: pullFacts.workflowId(connectorId),
    spec: { intervals: [{ every: everyMinutes * MINUTE }], timezone: 'UTC' },
    action: {
      type: 'startWorkflow',
      workflowType: pullFacts.workflowType,
      workflowId: pullFacts.workflowId(connectorId),
      taskQueue: pullFacts.taskQueue,
      args: [input],
    },
    policies: { overlap: 'SKIP', catchupWindow: CATCH_UP, pauseOnFailure: false },
    state: { paused },
  };
}
