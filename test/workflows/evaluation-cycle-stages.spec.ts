import { askCancellation, confirmCalibration, releaseGrades } from '#persistence/evaluations/decisions.js';
import { overrideScore, takeBackOverride } from '#persistence/evaluations/overrides.js';
import { stagesOf } from '#persistence/evaluations/stages.js';
import { decideAppeal, storeAppeal } from '#persistence/appeals/appeals.js';
import { listCases } from '#persistence/cases/read.js';
import { createEvaluation, getEvaluation } from '#persistence/scoring/evaluations.js';
import { getScores } from '#persistence/scoring/scores.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { assignRater, deliver, ended, inStage, publishPolicyWithStages, startCycle } from '#test/cycles.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { letDaysPass } from '#test/temporal.js';
import { randomUUID } from 'node:crypto';

let place: Workplace;

beforeEach(async () => {
  place = await openWorkplace();
  await publishPolicyWithStages(place.db);
}, 240_000);
afterEach(async () => {
  await place?.close();
}, 240_000);

const days = (evaluationId: string, count: number) => letDaysPass(place.client, evaluationCycle.workflowId(evaluationId), count);
const nudge = (evaluationId: string) => place.door.nudgeEvaluation(evaluationId);
const scoreOf = async (evaluationId: string, supplierId: string) => (await getScores(place.db, evaluationId, [supplierId]))[0];
/** Templates of what the cycle has mailed to a person, in the order of the alphabet. */
const mailed = async (personId: string) =>
  (await place.db.prisma.outboxMessage.findMany({ where: { recipientId: personId, template: { startsWith: 'cycle.' } } })).map(({ template }) => template).sort();

/** A rater who has rated these suppliers when the survey ends. */
async function rate(evaluationId: string, supplierIds: readonly string[], mark: number): Promise<void> {
  const survey = await eventually('the survey is out', () => place.db.prisma.survey.findFirst({ where: { evaluationId, status: 'open' } }));
  const invitation = await place.db.prisma.surveyInvitation.findFirstOrThrow({ where: { surveyId: survey.id } });
  await place.db.prisma.surveyReply.createMany({
    data: supplierIds.map((supplierId) => ({ invitationId: invitation.id, supplierId, question: 'quality', value: mark, savedAt: new Date() })),
  });
  await letDaysPass(place.client, `survey:${survey.id}`, 7);
}

/** An appeal as a supplier sends it at this moment. */
async function appeal(evaluationId: string, supplierId: string): Promise<string> {
  const id = randomUUID();
  const submittedAt = new Date();
  const dueAt = new Date(submittedAt.getTime() + 20 * 86_400_000);
  await place.db.transaction((tx) =>
    storeAppeal(tx, { id, evaluationId, supplierId, text: 'The forwarder was late, not we.', fileIds: [], channel: 'api', submittedBy: 'contact', submittedAt, dueAt }),
  );
  return id;
}

describe('a cycle with every stage', () => {
  it('waits for people where they decide, and does what they said', async () => {
    const [good, bad] = [await settleCast(place.db), await settleCast(place.db)];
    await deliver(place.db, good.supplierId, '2026-01', 10, 0);
    await deliver(place.db, bad.supplierId, '2026-01', 10, 8);
    await assignRater(place.db, [good.supplierId, bad.supplierId]);
    const id = await startCycle(place, '2026-01', { collectRatings: true });

    await rate(id, [good.supplierId, bad.supplierId], 4);
    await inStage(place, id, 'calibrating');
    await eventually('the manager is asked', async () => (await mailed(good.manager.id)).includes('cycle.calibration'));
    await expect(releaseGrades(place.db, { evaluationId: id, by: good.manager.id, at: new Date() })).rejects.toMatchObject({ code: 'wrongStage' });
    await confirmCalibration(place.db, { evaluationId: id, use: 'calibrated', by: good.manager.id, at: new Date() });
    await nudge(id);

    await inStage(place, id, 'review');
    expect(await getEvaluation(place.db, id)).toMatchObject({ status: 'reviewing', scored: 2, ratingsUsed: 'calibrated', publishedAt: null });
    expect((await place.db.prisma.supplierRating.findFirstOrThrow({ where: { evaluationId: id } })).used?.toNumber()).toBe(75);
    const computed = await scoreOf(id, bad.supplierId);
    expect(computed).toMatchObject({ grade: 'C', override: null });
    const override = (to: { grade: 'A' | 'C' | 'N' } | { score: number }, supplierId = bad.supplierId) =>
      place.db.transaction((tx) => overrideScore(tx, { evaluationId: id, supplierId, origin: 'review', to, reason: 'A strike at the port.', decidedBy: good.manager.id, at: new Date() }));
    await override({ score: 80 });
    expect(await scoreOf(id, bad.supplierId)).toMatchObject({ score: 80, grade: 'B', revision: 1, override: { origin: 'review', computedGrade: 'C', computedScore: computed?.score } });
    await expect(override({ score: 80 })).rejects.toMatchObject({ code: 'unchanged' });
    expect(await place.db.transaction((tx) => takeBackOverride(tx, { evaluationId: id, supplierId: bad.supplierId, at: new Date() }))).toBe(true);
    expect(await scoreOf(id, bad.supplierId)).toEqual(computed);
    await override({ grade: 'C' }, good.supplierId);
    await releaseGrades(place.db, { evaluationId: id, by: good.manager.id, at: new Date() });
    await expect(override({ grade: 'A' })).rejects.toMatchObject({ code: 'wrongStage' });
    await nudge(id);

    await inStage(place, id, 'appeals');
    expect(await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: good.supplierId } })).toMatchObject({ grade: 'C' });
    await expect(askCancellation(place.db, { evaluationId: id, by: 'anybody', reason: 'Too late' })).rejects.toMatchObject({ code: 'wrongStage' });
    const appealId = await appeal(id, good.supplierId);
    await days(id, 9);
    await eventually('the manager is told of the appeal', async () => (await mailed(good.manager.id)).includes('cycle.appeals'));
    await place.db.transaction(async (tx) => {
      await decideAppeal(tx, { id: appealId, status: 'upheld', reason: 'It was on time.', by: good.quality.id, hands: [good.quality.id], at: new Date() });
      await overrideScore(tx, { evaluationId: id, supplierId: good.supplierId, origin: 'appeal', appealId, to: { grade: 'A' }, reason: 'It was on time.', decidedBy: good.quality.id, at: new Date() });
    });
    expect(await scoreOf(id, good.supplierId)).toMatchObject({ grade: 'A', revision: 2 });
    expect(await place.db.prisma.supersededScore.findMany({ where: { evaluationId: id } })).toMatchObject([{ grade: 'C', revision: 1, restatementId: null }]);
    expect(await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: good.supplierId } })).toMatchObject({ grade: 'A' });
    await nudge(id);

    expect(await ended(place, id)).toMatchObject({ stage: 'closed', scored: 2, opened: 1 });
    await eventually('the C has its case', async () => (await listCases(place.db, { limit: 10 })).items.length === 1);
    expect((await listCases(place.db, { limit: 10 })).items).toMatchObject([{ supplierId: bad.supplierId, cause: 'grade' }]);
    const stages = await stagesOf(place.db, id);
    expect(stages.map(({ stage, endedBy }) => [stage, endedBy])).toEqual([
      ['collecting', 'steward'],
      ['calibrating', good.manager.id],
      ['scoring', 'steward'],
      ['review', good.manager.id],
      ['published', 'steward'],
      ['appeals', 'steward'],
      ['consequences', 'steward'],
    ]);
    for (const [index, { endedAt }] of stages.entries()) expect(endedAt).toEqual(stages[index + 1]?.startedAt ?? (await getEvaluation(place.db, id))?.closedAt);
  }, 240_000);

  it('goes on by itself where nobody decides, says so, and reminds once', async () => {
    const { supplierId, manager } = await settleCast(place.db);
    await deliver(place.db, supplierId, '2026-02', 10, 8);
    await assignRater(place.db, [supplierId]);
    const id = await startCycle(place, '2026-02', { collectRatings: true });
    await rate(id, [supplierId], 3);
    await inStage(place, id, 'calibrating');
    await days(id, 5);
    await eventually('the grades are public', async () => (await getEvaluation(place.db, id))?.publishedAt ?? null);
    await inStage(place, id, 'appeals');
    await appeal(id, supplierId);
    await days(id, 40);
    expect(await ended(place, id)).toMatchObject({ stage: 'closed', opened: 0 });
    expect(await getEvaluation(place.db, id)).toMatchObject({ ratingsUsed: 'raw', calibratedBy: 'steward', reviewedBy: 'steward' });
    expect(await place.db.prisma.appeal.findMany({ where: { evaluationId: id } })).toMatchObject([{ status: 'undecided' }]);
    expect(await listCases(place.db, { supplierId, limit: 10 })).toMatchObject({ items: [] });
    expect(await mailed(manager.id)).toEqual(['cycle.appeals', 'cycle.appeals.reminder', 'cycle.calibration', 'cycle.calibration.reminder', 'cycle.review', 'cycle.review.reminder']);
  }, 240_000);
});

describe('a cycle that is given up', () => {
  it('while raters are asked stops asking, and makes room for another of its period', async () => {
    const { supplierId } = await settleCast(place.db);
    await assignRater(place.db, [supplierId]);
    const id = await startCycle(place, '2026-03', { collectRatings: true });
    const survey = await eventually('the survey is out', () => place.db.prisma.survey.findFirst({ where: { evaluationId: id, status: 'open' } }));
    await askCancellation(place.db, { evaluationId: id, by: 'manager', reason: 'The wrong month' });
    await nudge(id);
    expect(await ended(place, id)).toMatchObject({ stage: 'cancelled' });
    expect(await getEvaluation(place.db, id)).toMatchObject({ status: 'cancelled', cancelledBy: 'manager', cancelReason: 'The wrong month' });
    await eventually('the survey is given up', async () => (await place.db.prisma.survey.findUniqueOrThrow({ where: { id: survey.id } })).status === 'cancelled');
    const period = { periodStart: '2026-03-01', periodEnd: '2026-03-31' };
    await createEvaluation(place.db, { id: randomUUID(), ...period, requestedBy: 'test', at: new Date() });
  }, 240_000);

  it('in the review publishes nothing, also when it only hears of it from the sweeper', async () => {
    const { supplierId } = await settleCast(place.db);
    await deliver(place.db, supplierId, '2026-04', 10, 0);
    const id = await startCycle(place, '2026-04');
    await inStage(place, id, 'review');
    await askCancellation(place.db, { evaluationId: id, by: 'manager', reason: 'Facts are missing' });
    await place.door.sweep(new Date());
    expect(await ended(place, id)).toMatchObject({ stage: 'cancelled' });
    expect(await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } })).toMatchObject({ grade: null });
    expect((await stagesOf(place.db, id)).map(({ stage, endedBy }) => [stage, endedBy])).toEqual([['scoring', 'steward'], ['review', 'manager']]);
  }, 240_000);

  it('by whoever cancels its workflow is cancelled in the database too', async () => {
    await settleCast(place.db);
    const id = await startCycle(place, '2026-05');
    await inStage(place, id, 'review');
    await place.client.workflow.getHandle(evaluationCycle.workflowId(id)).cancel();
    await inStage(place, id, 'cancelled');
  }, 240_000);
});

describe('a cycle goes on from its row', () => {
  it('when its workflow is gone', async () => {
    const { supplierId } = await settleCast(place.db);
    await deliver(place.db, supplierId, '2026-06', 10, 0);
    const id = await startCycle(place, '2026-06');
    await inStage(place, id, 'review');
    await place.client.workflow.getHandle(evaluationCycle.workflowId(id)).terminate('lost');
    await releaseGrades(place.db, { evaluationId: id, by: 'manager', at: new Date() });
    await eventually('the sweeper finds it', async () => (await place.door.sweep(new Date(Date.now() + 60_000))) > 0);
    await inStage(place, id, 'appeals');
    await days(id, 9);
    expect(await ended(place, id)).toMatchObject({ stage: 'closed' });
    expect(await place.db.prisma.evaluationStage.count({ where: { evaluationId: id } })).toBe(5);
  }, 240_000);
});
