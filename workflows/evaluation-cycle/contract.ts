import { taskQueues } from '../shared/options.js';
import { idsWith } from '../shared/process-contract.js';

/** Ids only; scope, period and policy are in the evaluation's row. */
export interface EvaluationCycleInput {
  readonly evaluationId: string;
}

/** How far a cycle has come; counts are suppliers. */
export interface EvaluationProgress {
  readonly stage: 'freezing' | 'scoring' | 'publishing' | 'appeals' | 'consequences' | 'closed';
  readonly scored: number;
  readonly total: number;
  readonly opened: number;
}

export const evaluationCycle = {
  process: 'evaluation',
  workflowType: 'evaluationCycle',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('evaluation'),
  progressQuery: 'progress',
} as const;
