import { taskQueues } from '../shared/options.js';
import { idsWith } from '../shared/process-contract.js';

/** One monitoring run. Ids, days and codes only. */
export interface MonitoringInput {
  /** The day (`YYYY-MM-DD`) as of which everything is judged; null: the day before the workflow's own date, UTC. */
  readonly asOf: string | null;
  /** Who asked for it; of the schedule `schedule`. */
  readonly requestedBy: string;
  /** False: it judges, and neither tells anybody nor opens anything. */
  readonly notify: boolean;
  /** The id of the run, where whoever asks must find it again; absent: one of its own. */
  readonly runId?: string;
}

/** What a run came to. */
export interface MonitoringResult {
  readonly runId: string;
  readonly asOf: string;
  /** Alerts. */
  readonly raised: number;
  readonly closed: number;
  /** Mails written: one for each reader. */
  readonly told: number;
  /** Rectifications. */
  readonly opened: number;
}

/** The run that its schedule starts each day; the schedule appends its time to the id. */
export const monitoring = {
  process: 'monitoring',
  workflowType: 'monitoring',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('monitoring'),
  /** The id of the Temporal Schedule. */
  scheduleId: 'monitoring',
} as const;
