import type { ScheduledEvaluationInput, ScheduledEvaluationResult } from './contract.js';

/** The port of a scheduled start. `at` is the workflow's time, ISO. */
export interface ScheduledEvaluationActivities {
  /**
   * Stores the evaluation of every period that is due and missing, and answers those whose cycle may not have been started yet.
   * Repeated, or beside another, it stores nothing twice.
   */
  startDueEvaluations(input: ScheduledEvaluationInput & { readonly at: string }): Promise<ScheduledEvaluationResult>;
}
