import { evaluationCycle, type EvaluationCycleInput } from '#workflows/evaluation-cycle/contract.js';
import { processAttribute } from '#workflows/shared/search-attributes.js';
import { TypedSearchAttributes } from '@temporalio/common';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { isUnavailable, reachable } from './engine.js';

/** Starts the cycle of an evaluation, once. False when Temporal is not there; the sweeper tries again. */
export async function startEvaluation(client: Client, evaluationId: string): Promise<boolean> {
  const input: EvaluationCycleInput = { evaluationId };
  try {
    await client.withDeadline(Date.now() + 10_000, () =>
      client.workflow.start(evaluationCycle.workflowType, {
        workflowId: evaluationCycle.workflowId(evaluationId),
        taskQueue: evaluationCycle.taskQueue,
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
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
