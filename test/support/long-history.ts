import { releaseGrades } from '#persistence/evaluations/decisions.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { inStage, publishPolicyWithStages, startCycle } from './cycles.js';
import { eventually } from './eventually.js';
import { settleCast, type Workplace } from './in-process.js';

/** Tells a cycle in its review of something until Temporal wants a new run of it; the new one stands where the old one stood, and goes on. */
export async function outgrowHistory(place: Workplace): Promise<void> {
  await publishPolicyWithStages(place.db);
  await settleCast(place.db);
  const id = await startCycle(place, '2026-07');
  await inStage(place, id, 'review');
  const handle = place.client.workflow.getHandle(evaluationCycle.workflowId(id));
  const { runId } = await handle.describe();
  await eventually('a new run has begun', async () => {
    await Promise.all(Array.from({ length: 20 }, () => place.door.nudgeEvaluation(id)));
    return (await handle.describe()).runId !== runId;
  }, 420_000);
  await eventually('it stands where it stood', async () => (await handle.query<{ stage: string }>(evaluationCycle.progressQuery)).stage === 'review');
  await releaseGrades(place.db, { evaluationId: id, by: 'manager', at: new Date() });
  await place.door.nudgeEvaluation(id);
  await inStage(place, id, 'appeals');
}
