import { TypedSearchAttributes, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, proxyActivities, startChild } from '@temporalio/workflow';
import { evaluationCycle, type EvaluationCycleInput } from '../evaluation-cycle/contract.js';
import { activityOptions } from '../shared/options.js';
import { processAttribute } from '../shared/search-attributes.js';
import type { ScheduledEvaluationActivities } from './activities.js';
import type { ScheduledEvaluationInput, ScheduledEvaluationResult } from './contract.js';
import { now } from '../shared/now.js';

const { startDueEvaluations } = proxyActivities<ScheduledEvaluationActivities>(activityOptions.startDue);

/**
 * Starts the cycles that are due, as its schedule tells it to look. Which they are is decided in the database: a look that comes twice,
 * late, or side by side with another finds that there is nothing left to do.
 */
export async function scheduledEvaluation(input: ScheduledEvaluationInput): Promise<ScheduledEvaluationResult> {
  const result = await startDueEvaluations({ ...input, at: now() });
  await Promise.all(result.started.map(({ evaluationId }) => begin({ evaluationId })));
  return result;
}

/** A cycle that runs already was started by an earlier attempt. */
async function begin(input: EvaluationCycleInput): Promise<void> {
  try {
    await startChild(evaluationCycle.workflowType, {
      workflowId: evaluationCycle.workflowId(input.evaluationId),
      taskQueue: evaluationCycle.taskQueue,
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: new TypedSearchAttributes([{ key: processAttribute, value: evaluationCycle.process }]),
      staticSummary: 'Evaluation cycle',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
