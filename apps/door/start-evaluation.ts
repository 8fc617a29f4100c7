import { evaluationCycle, type EvaluationCycleInput } from '#workflows/evaluation-cycle/contract.js';
import { processAttribute } from '#workflows/shared/search-attributes.js';
import { TypedSearchAttributes } from '@temporalio/common';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { isUnavailable, reachable } from './engine.js';

/**
 * Starts the cycle of an evaluation, once; `again`: also when an earlier workflow of it has ended, for one whose row says that it has
 * not. False when Temporal is not there; the sweeper tries again.
 */
export async function startEvaluation(client: Client, evaluationId: string, { again = false } = {}): Promise<boolean> {
  const input: EvaluationCycleInput = { evaluationId };
  try {
    await client.withDeadline(Date.now() + 10_000, () =>
      client.workflow.start(evaluationCycle.workflowType, {
        workflowId: evaluationCycle.workflowId(evaluationId),
        taskQueue: evaluationCycle.taskQueue,
        args: [input],
        workflowIdReusePolicy: again ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        typedSearchAttributes: new TypedSearchAttributes([{ key: processAttribute, value: evaluationCycle.process }]),
        staticSummary: 'Evaluation cycle',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return true;
    if (isUnavailable(error) || !(await reachable(client))) return false;
    throw error;
  }
}
