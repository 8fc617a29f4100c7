import { startingTimes } from '#domain/evaluation/periods.js';
import type { Overlap } from '#domain/evaluation/schedule.js';
import type { Database } from '#persistence/database.js';
import { schedulesChangedAfter, type ScheduleRecord } from '#persistence/schedules/schedules.js';
import { scheduledEvaluation, type ScheduledEvaluationInput, type ScheduledEvaluationResult } from '#workflows/scheduled-evaluation/contract.js';
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  WorkflowExecutionAlreadyStartedError,
  type CalendarSpec,
  type Client,
  type Month,
  type ScheduleDescription,
  type ScheduleOptions,
} from '@temporalio/client';
import { asking, isTimeout } from './engine.js';

/** What Temporal has of a schedule. */
export interface ScheduleInPlace {
  /** When it looks next whether a cycle is due, soonest first. */
  readonly nextLooks: readonly Date[];
  readonly paused: boolean;
}

/** The Temporal Schedules of evaluations. Each answers false when Temporal cannot be reached: then nothing was done. */
export interface EvaluationSchedules {
  /** Makes Temporal's schedule what the row says, or removes it with the row; a row older than what Temporal has changes nothing. */
  keep(schedule: ScheduleRecord): Promise<'kept' | 'changed' | false>;
  /** null: Temporal has no such schedule (yet, or any more). */
  look(scheduleId: string): Promise<ScheduleInPlace | null | false>;
  /** Starts the cycles of all periods that have ended and have none, paused or not; `late`: they are being started. The same command twice is one. */
  run(scheduleId: string, commandId: string): Promise<ScheduledEvaluationResult | 'late' | false>;
}

const DAY = 24 * 60 * 60_000;
/** How long the caller of a run waits for it, in milliseconds. */
const PATIENCE = 8_000;
/** After so many looks all schedules are looked at again: Temporal may be a fresh one, or a row written by a process whose clock runs behind. */
const LOOKS_TO_ALL = 20;
const REVISION = /\brevision (\d+)$/;
const MONTHS: readonly Month[] = ['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'];
const OVERLAPS = { skip: 'SKIP', bufferOne: 'BUFFER_ONE' } as const satisfies Record<Overlap, string>;

/** Schedules on a client. */
export function evaluationSchedules(client: Client): EvaluationSchedules {
  return {
    keep: (schedule) => asking(client, () => (schedule.removedAt === null ? upsert(client, schedule) : remove(client, schedule.id))),
    look: (scheduleId) => asking(client, () => look(client, scheduleId)),
    run: (scheduleId, commandId) => asking(client, () => run(client, scheduleId, commandId)),
  };
}

/**
 * Makes looks that bring Temporal's schedules to what the rows say: all of them at first – Temporal may have lost them – then those that
 * changed. A look answers how many were not as they should be.
 */
export function createScheduleKeeper({ db, client }: { db: Database; client: Client }, report: (what: string, error: unknown) => void): () => Promise<number> {
  const schedules = evaluationSchedules(client);
  let position: Date | null = null;
  let looks = 0;
  return async () => {
    if (looks++ % LOOKS_TO_ALL === 0) position = null;
    let changed = 0;
    for (const schedule of await schedulesChangedAfter(db, position)) {
      try {
        const answer = await schedules.keep(schedule);
        if (answer === false) return changed;
        if (answer === 'changed') changed += 1;
      } catch (error) {
        report(`schedule ${schedule.id}`, error);
      }
      position = schedule.updatedAt;
    }
    return changed;
  };
}

/** A schedule that is new to Temporal, or has changed, looks at once: what was due meanwhile is made up for. */
async function upsert(client: Client, schedule: ScheduleRecord): Promise<'kept' | 'changed'> {
  const options = optionsOf(schedule);
  const known = await describe(client, schedule.id);
  if (known === null) {
    try {
      await client.schedule.create({ ...options, state: { ...options.state, triggerImmediately: !schedule.paused } });
      return 'changed';
    } catch (error) {
      // Another process has made it in this moment, from the same row or an older one.
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  } else if (revisionOf(known) >= schedule.revision) return 'kept';
  const handle = client.schedule.getHandle(options.scheduleId);
  const { scheduleId: _id, memo: _memo, searchAttributes: _attributes, typedSearchAttributes: _typed, ...change } = options;
  await handle.update(() => ({ ...change, state: { paused: schedule.paused, note: noteOf(schedule) } }));
  if (!schedule.paused) await handle.trigger('BUFFER_ONE');
  return 'changed';
}

async function remove(client: Client, scheduleId: string): Promise<'kept' | 'changed'> {
  try {
    await client.schedule.getHandle(scheduledEvaluation.workflowId(scheduleId)).delete();
    return 'changed';
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    return 'kept';
  }
}

async function look(client: Client, scheduleId: string): Promise<ScheduleInPlace | null> {
  const known = await describe(client, scheduleId);
  return known && { nextLooks: known.info.nextActionTimes, paused: known.state.paused };
}

async function run(client: Client, scheduleId: string, commandId: string): Promise<ScheduledEvaluationResult | 'late'> {
  const workflowId = `${scheduledEvaluation.workflowId(scheduleId)}:${commandId}`;
  const input: ScheduledEvaluationInput = { scheduleId, ahead: true };
  try {
    const { workflowType, taskQueue } = scheduledEvaluation;
    await client.workflow.start(workflowType, { workflowId, taskQueue, args: [input], workflowIdReusePolicy: 'REJECT_DUPLICATE' });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  try {
    return await client.withDeadline(Date.now() + PATIENCE, () => client.workflow.getHandle<() => Promise<ScheduledEvaluationResult>>(workflowId).result());
  } catch (error) {
    if (isTimeout(error)) return 'late';
    throw error;
  }
}

async function describe(client: Client, scheduleId: string): Promise<ScheduleDescription | null> {
  try {
    return await client.schedule.getHandle(scheduledEvaluation.workflowId(scheduleId)).describe();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

/** Temporal keeps no version of ours but in the note that its screens show. */
function noteOf({ name, revision }: ScheduleRecord): string {
  return `${name}, revision ${revision}`;
}

function revisionOf({ state }: ScheduleDescription): number {
  return Number(REVISION.exec(state.note ?? '')?.[1] ?? 0);
}

/** Times of the clock, matched literally by Temporal: see startingTimes for the days on which the clocks change. */
function optionsOf(schedule: ScheduleRecord): ScheduleOptions {
  const input: ScheduledEvaluationInput = { scheduleId: schedule.id };
  const calendars = startingTimes(schedule).map(
    ({ months, ...time }): CalendarSpec => ({ ...time, month: months.flatMap((month) => MONTHS[month - 1] ?? []) }),
  );
  return {
    scheduleId: scheduledEvaluation.workflowId(schedule.id),
    spec: { calendars, timezone: schedule.timeZone },
    action: {
      type: 'startWorkflow',
      workflowType: scheduledEvaluation.workflowType,
      workflowId: scheduledEvaluation.workflowId(schedule.id),
      taskQueue: scheduledEvaluation.taskQueue,
      args: [input],
    },
    policies: { overlap: OVERLAPS[schedule.overlap], catchupWindow: schedule.catchUpDays * DAY, pauseOnFailure: false },
    state: { paused: schedule.paused, note: noteOf(schedule) },
  };
}
