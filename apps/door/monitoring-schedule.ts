import type { MonitoringPlan } from '#domain/monitoring/schedule.js';
import { Refusal } from '#domain/process/decision.js';
import type { Database } from '#persistence/database.js';
import { monitoringPlan } from '#persistence/monitoring/schedule.js';
import { monitoring, type MonitoringInput, type MonitoringResult } from '#workflows/monitoring/contract.js';
import { processAttribute } from '#workflows/shared/search-attributes.js';
import { ApplicationFailure, TypedSearchAttributes } from '@temporalio/common';
import { ScheduleAlreadyRunning, ScheduleNotFoundError, WorkflowFailedError, type Client, type ScheduleDescription, type ScheduleOptions } from '@temporalio/client';
import { asking, isTimeout, isUnavailable, reachable } from './engine.js';

/** A run that a person asks for and that tells. */
export type AskedRun = MonitoringInput & { readonly asOf: string; readonly runId: string };

/** The daily run and its schedule. Each answers false when Temporal cannot be reached: then nothing was done. */
export interface Monitoring {
  /** Makes Temporal's schedule what the plan says; `changed` when it was not so. */
  keep(plan: MonitoringPlan): Promise<'kept' | 'changed' | false>;
  /** When it runs next, soonest first; null: Temporal has no such schedule yet. */
  nextRuns(): Promise<readonly Date[] | null | false>;
  /** Makes a run and answers when it has finished; a run for that day that is under way is waited for instead. `late`: it goes on. @throws Refusal of the rules */
  run(input: AskedRun): Promise<MonitoringResult | 'late' | false>;
}

/** Longest wait for a run over all suppliers, in milliseconds. */
const RUN_PATIENCE = 600_000;
/** After so many looks the schedule is looked at again: Temporal may be a fresh one. */
const LOOKS_TO_AGAIN = 20;
/** Runs that were missed by not more than this are made up for, by one: it judges all that the others would have. */
const CATCH_UP = '1 day';

/** The daily run on a client. */
export function monitoringOn(client: Client): Monitoring {
  return {
    keep: (plan) => asking(client, () => keep(client, plan)),
    nextRuns: () => asking(client, async () => (await describe(client))?.info.nextActionTimes ?? null),
    run: (input) => run(client, input),
  };
}

/** Makes looks that bring Temporal's schedule to what the row says: at first, and now and then. A look answers whether it was not so. */
export function createMonitoringKeeper({ db, client }: { db: Database; client: Client }): () => Promise<boolean> {
  const { keep } = monitoringOn(client);
  let looks = 0;
  return async () => {
    if (looks % LOOKS_TO_AGAIN !== 0) {
      looks += 1;
      return false;
    }
    const answer = await keep(await monitoringPlan(db));
    if (answer !== false) looks += 1;
    return answer === 'changed';
  };
}

async function keep(client: Client, plan: MonitoringPlan): Promise<'kept' | 'changed'> {
  const options = optionsOf(plan);
  const known = await describe(client);
  if (known?.state.note === options.state?.note && known?.state.paused === plan.paused) return 'kept';
  if (!known) {
    try {
      await client.schedule.create(options);
      return 'changed';
    } catch (error) {
      // Another process has made it in this moment.
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }
  const { scheduleId: _id, memo: _memo, searchAttributes: _attributes, typedSearchAttributes: _typed, ...change } = options;
  await client.schedule.getHandle(monitoring.scheduleId).update(() => ({ ...change, state: { paused: plan.paused, note: noteOf(plan) } }));
  return 'changed';
}

async function describe(client: Client): Promise<ScheduleDescription | null> {
  try {
    return await client.schedule.getHandle(monitoring.scheduleId).describe();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

/**
 * A time of the clock that a change of the clocks leaves out or repeats is left out or repeated: a run that was left out is
 * made up for by the next, and one that is made twice changes nothing.
 */
function optionsOf(plan: MonitoringPlan): ScheduleOptions {
  const [hour = 0, minute = 0] = plan.timeOfDay.split(':').map(Number);
  const input: MonitoringInput = { asOf: null, requestedBy: 'schedule', notify: true };
  return {
    scheduleId: monitoring.scheduleId,
    spec: { calendars: [{ hour, minute }], timezone: plan.timeZone },
    action: { type: 'startWorkflow', workflowType: monitoring.workflowType, workflowId: monitoring.workflowId('daily'), taskQueue: monitoring.taskQueue, args: [input] },
    policies: { overlap: 'BUFFER_ONE', catchupWindow: CATCH_UP, pauseOnFailure: false },
    state: { paused: plan.paused, note: noteOf(plan) },
  };
}

function noteOf({ timeOfDay, timeZone }: MonitoringPlan): string {
  return `Daily at ${timeOfDay}, ${timeZone}`;
}

async function run(client: Client, input: AskedRun): Promise<MonitoringResult | 'late' | false> {
  if (!(await reachable(client))) return false;
  try {
    return await client.withDeadline(Date.now() + RUN_PATIENCE, async () => {
      const handle = await client.workflow.start<(input: MonitoringInput) => Promise<MonitoringResult>>(monitoring.workflowType, {
        workflowId: monitoring.workflowId(input.asOf),
        taskQueue: monitoring.taskQueue,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        typedSearchAttributes: new TypedSearchAttributes([{ key: processAttribute, value: monitoring.process }]),
        staticSummary: `Monitoring as of ${input.asOf}`,
      });
      return handle.result();
    });
  } catch (error) {
    const refused = error instanceof WorkflowFailedError ? error.cause?.cause : undefined;
    if (refused instanceof ApplicationFailure && refused.type) throw new Refusal(refused.type, refused.message);
    if (isTimeout(error)) return 'late';
    if (isUnavailable(error)) return false;
    throw error;
  }
}
