import { randomUUID } from 'node:crypto';
import { advance, enterFirstStage } from '#persistence/evaluations/stages.js';
import { restateChunk } from '#persistence/restatements/restate.js';
import { publishPolicyWithStages } from '#test/cycles.js';
import { closeEvaluation, publishEvaluation } from '#test/cycle-steps.js';
import { begin, land, month, score, settleSupplier } from '#test/late-facts.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let manager: { key: string; personId: string };

beforeAll(async () => {
  api = await startApiUnderTest();
  await publishPolicyWithStages(api.db);
  manager = await api.keyOf('manager');
}, 240_000);
afterAll(() => api?.close(), 60_000);

const post = (path: string, body: object = {}) => api.call(`POST`, `/api/v1/evaluations/${path}`, { key: manager.key, body });
const get = async (path: string) => (await api.call('GET', `/api/v1/evaluations/${path}`, { key: manager.key })).body;

/** A month in which the one supplier has ten late lines, up to its review. */
async function reviewed(name: string): Promise<{ evaluationId: string; supplierId: string; at: Date }> {
  const { db } = api;
  const supplierId = await settleSupplier(db);
  const at = new Date();
  await land(db, [1, 2, 3, 4, 5].map((day) => ({ supplierId, id: `${supplierId}-${day}`, promised: `${name}-0${day}`, received: `${name}-25` })), at);
  const evaluationId = await begin(db, month(name), new Date());
  await enterFirstStage(db, { evaluationId, at });
  await score(db, evaluationId, at);
  await advance(db, { evaluationId, from: 'scoring', at });
  return { evaluationId, supplierId, at };
}

describe('what people decide of a cycle', () => {
  it('is shown with the stage, its deadline and the times of the stages', async () => {
    const { evaluationId } = await reviewed('2026-01');
    expect(await get(evaluationId)).toMatchObject({
      status: 'reviewing',
      stage: 'review',
      stageDueAt: expect.stringMatching(/T23:59:00.000Z$/),
      ratings: null,
      stages: [
        { stage: 'scoring', dueAt: null, endedAt: expect.any(String), endedBy: 'steward' },
        { stage: 'review', dueAt: expect.any(String), endedAt: null, endedBy: null },
      ],
    });
  });

  it('is an override with its reason, taken back or not, and a release after which nothing changes', async () => {
    const { evaluationId, supplierId } = await reviewed('2026-02');
    const path = `${evaluationId}/scores/${supplierId}`;
    expect(await post(`${path}/override`, { grade: 'B' })).toMatchObject({ status: 422 });
    expect(await post(`${path}/override`, { grade: 'B', score: 80, reason: 'Both' })).toMatchObject({ status: 422 });
    expect(await post(`${path}/override`, { score: 80, reason: 'The port was closed.' })).toMatchObject({ status: 200, body: { grade: 'B', score: 80 } });
    expect(await get(path)).toMatchObject({ grade: 'B', override: { computedGrade: 'C', reason: 'The port was closed.', decidedBy: manager.personId } });
    const taken = await api.call('DELETE', `/api/v1/evaluations/${path}/override`, { key: manager.key });
    expect(taken).toMatchObject({ status: 200, body: { grade: 'C', override: null } });
    expect((await api.call('DELETE', `/api/v1/evaluations/${path}/override`, { key: manager.key })).status).toBe(404);
    expect(await post(`${evaluationId}/release`)).toMatchObject({ status: 200, body: { reviewedBy: manager.personId } });
    expect(await post(`${path}/override`, { grade: 'A', reason: 'Too late' })).toMatchObject({ status: 409, body: { code: 'wrongStage' } });
    expect(await post(`${evaluationId}/confirm-calibration`, { use: 'raw' })).toMatchObject({ status: 409, body: { code: 'wrongStage' } });
    expect(await post(`${randomUUID()}/release`)).toMatchObject({ status: 404 });
  });

  it('is a cancellation before publication, and none after it', async () => {
    const { evaluationId, at } = await reviewed('2026-03');
    expect(await post(`${evaluationId}/cancel`)).toMatchObject({ status: 422 });
    expect(await post(`${evaluationId}/cancel`, { reason: 'Facts are missing' })).toMatchObject({ status: 200, body: { cancelledBy: manager.personId } });
    // The cycle itself does not publish what is to be given up.
    await publishEvaluation(api.db, { evaluationId, at });
    expect(await get(evaluationId)).toMatchObject({ stage: 'review', publishedAt: null });
    const other = await reviewed('2026-04');
    await publishEvaluation(api.db, { evaluationId: other.evaluationId, at });
    expect(await post(`${other.evaluationId}/cancel`, { reason: 'Too late' })).toMatchObject({ status: 409, body: { code: 'wrongStage' } });
  });

  it('lapses where late facts change what was computed, and holds where they do not', async () => {
    const { evaluationId, supplierId, at } = await reviewed('2026-05');
    const path = `${evaluationId}/scores/${supplierId}`;
    await post(`${path}/override`, { grade: 'A', reason: 'The port was closed.' });
    await publishEvaluation(api.db, { evaluationId, at });
    await closeEvaluation(api.db, { evaluationId, at });
    const again = [1, 2, 3, 4, 5].map((day) => ({ supplierId, id: `${supplierId}-${day}`, promised: `2026-05-0${day}` }));
    const restate = async (received: string) => {
      const restatementId = await land(api.db, again.map((line) => ({ ...line, received })), new Date());
      if (restatementId) while ((await restateChunk(api.db, { restatementId, at: new Date() })).more);
    };
    await restate('2026-05-25');
    expect(await get(path)).toMatchObject({ grade: 'A', revision: 1, override: { computedGrade: 'C' } });
    await restate('2026-05-01');
    expect(await get(path)).toMatchObject({ grade: 'A', score: 100, revision: 2, override: null, revisions: [{ revision: 2 }, { revision: 1, grade: 'A' }] });
    expect(await api.db.prisma.scoreOverride.count({ where: { evaluationId, lapsedAt: { not: null } } })).toBe(1);
  });
});
