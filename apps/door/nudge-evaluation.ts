import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { asking } from './engine.js';

/** Tells a cycle that something of it was decided; it reads what. False when it or Temporal is not there: the sweeper tries again. */
export async function nudgeEvaluation(client: Client, evaluationId: string): Promise<boolean> {
  try {
    return await asking(client, async () => {
      await client.workflow.getHandle(evaluationCycle.workflowId(evaluationId)).signal(evaluationCycle.changedSignal);
      return true;
    });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
