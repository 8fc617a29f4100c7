import { taskQueues } from '../shared/options.js';
import { idsWith } from '../shared/process-contract.js';

/** The id only; segment, periods and times are in the schedule's row. */
export interface ScheduledEvaluationInput {
  readonly scheduleId: string;
  /** A person asks now: also for periods that have ended and whose day has not come yet, paused or not. */
  readonly ahead?: boolean;
}

/** What a run of the starter began: evaluations whose cycles are children of it and live on alone. Dates are inclusive. */
export interface ScheduledEvaluationResult {
  readonly started: readonly { readonly evaluationId: string; readonly periodStart: string; readonly periodEnd: string }[];
}

/**
 * The starter of the cycles of one schedule: however often it runs, it starts one cycle per segment and period.
 * The Temporal Schedule has the id that `workflowId` makes; each run of it appends its time to that.
 */
export const scheduledEvaluation = {
  process: 'schedule',
  workflowType: 'scheduledEvaluation',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('scheduled-evaluation'),
} as const;
