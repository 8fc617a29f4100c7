import { taskQueues } from '../shared/options.js';
import { idsWith } from '../shared/process-contract.js';

/** An id only; which scores are touched is in the restatement's rows. */
export interface RestatementInput {
  readonly restatementId: string;
}

/** How far a restatement has come; counts are scores. */
export interface RestatementProgress {
  readonly stage: 'restating' | 'proposing' | 'waiting' | 'completed';
  readonly restated: number;
  readonly unchanged: number;
}

export const restatement = {
  process: 'restatement',
  workflowType: 'restatement',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('restatement'),
  progressQuery: 'progress',
} as const;
