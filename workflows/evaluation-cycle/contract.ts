import type { AbandonedStage, EvaluationStage } from '#domain/evaluation/stages.js';
import { taskQueues } from '../shared/options.js';
import { idsWith } from '../shared/process-contract.js';

/** Ids only; scope, period, policy and stage are in the evaluation's row, from which a cycle also goes on. */
export interface EvaluationCycleInput {
  readonly evaluationId: string;
  /** Counts of the run before this one. */
  readonly before?: Pick<EvaluationProgress, 'scored' | 'opened'>;
}

/** How far a cycle has come; counts are suppliers. */
export interface EvaluationProgress {
  readonly stage: EvaluationStage | AbandonedStage | 'freezing';
  /** ISO; null: the stage takes as long as its work. */
  readonly dueAt: string | null;
  readonly scored: number;
  readonly total: number;
  /** Rectifications that its grades open. */
  readonly opened: number;
}

export const evaluationCycle = {
  process: 'evaluation',
  workflowType: 'evaluationCycle',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('evaluation'),
  progressQuery: 'progress',
  /** A person has decided something of it, which is in the database. Without payload. */
  changedSignal: 'evaluationChanged',
} as const;
