import { taskQueues } from '../shared/options.js';
import { idsWith } from '../shared/process-contract.js';

/** Which stored openings are to be started: those of one batch, such as an evaluation. */
export interface OpeningsInput {
  readonly batchId: string;
  /** The submission after which this run goes on; absent: from the first. */
  readonly after?: string;
  readonly opened?: number;
}

/** Starts the cases that something has decided on together, as workflows of their own. */
export const openings = {
  process: 'openings',
  workflowType: 'openings',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('openings'),
} as const;
