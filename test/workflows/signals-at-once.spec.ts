import { releaseGrades } from '#persistence/evaluations/decisions.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { inStage, publishPolicyWithStages, startCycle } from '#test/cycles.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';

const AT_ONCE = 250;

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
  await publishPolicyWithStages(place.db);
}, 240_000);
afterAll(() => place?.close(), 60_000);

it(`a cycle that is told of something ${AT_ONCE} times at once, and again, stands where it stood and hears what is decided`, async () => {
  await settleCast(place.db);
  const id = await startCycle(place, '2026-07');
  await inStage(place, id, 'review');
  const handle = place.client.workflow.getHandle(evaluationCycle.workflowId(id));
  for (let round = 0; round < 2; round += 1) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => handle.signal(evaluationCycle.changedSignal)));
    expect(await handle.query(evaluationCycle.progressQuery)).toMatchObject({ stage: 'review' });
  }
  await releaseGrades(place.db, { evaluationId: id, by: 'manager', at: new Date() });
  await place.door.nudgeEvaluation(id);
  await inStage(place, id, 'appeals');
}, 240_000);
