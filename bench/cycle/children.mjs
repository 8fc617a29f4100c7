import { executeChild, proxyActivities } from '@temporalio/workflow';

const { scoreOne } = proxyActivities({ startToCloseTimeout: '5 minutes' });

/** What a cycle would be with a child workflow a supplier. */
export async function childPerSupplier(evaluationId, chunks) {
  await Promise.all(Array.from({ length: chunks }, (_, chunk) => executeChild(oneSupplier, { workflowId: `${evaluationId}:${chunk}`, args: [evaluationId, chunk] })));
}

export async function oneSupplier(evaluationId, chunk) {
  return scoreOne({ evaluationId, chunk, at: new Date(Date.now()).toISOString() });
}
