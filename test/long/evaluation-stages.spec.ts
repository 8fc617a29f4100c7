import { confirmCalibration, releaseGrades } from '#persistence/evaluations/decisions.js';
import { stagesOf } from '#persistence/evaluations/stages.js';
import { getEvaluation } from '#persistence/scoring/evaluations.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { assignRater, deliver, inStage, publishPolicyWithStages, startCycle } from '#test/cycles.js';
import { eventually } from '#test/eventually.js';
import { settleCast } from '#test/in-process.js';
import { openKillable, type Killable } from '#test/killable.js';
import { lockEvaluationRow, lockTable } from '#test/row-lock.js';

let place: Killable;
let db: Killable['db'];
let id = '';
const cast: Awaited<ReturnType<typeof settleCast>>[] = [];

const row = () => lockEvaluationRow(place.databaseUrl, id);
const stands = (stage: string) => inStage({ db }, id, stage, 90_000);

beforeAll(async () => {
  place = await openKillable();
  ({ db } = place);
  await publishPolicyWithStages(db);
  cast.push(await settleCast(db), await settleCast(db));
  await deliver(db, cast[0]!.supplierId, '2026-01', 10, 0);
  await deliver(db, cast[1]!.supplierId, '2026-01', 10, 8);
  await assignRater(db, cast.map(({ supplierId }) => supplierId));
}, 240_000);
afterAll(async () => {
  await place?.close();
}, 240_000);

describe('a cycle goes on, with nothing lost and nothing doubled, when SIGKILL hits its worker', () => {
  it('while raters are asked', async () => {
    id = await startCycle(place, '2026-01', { collectRatings: true });
    const survey = await eventually('the survey is out', () => db.prisma.survey.findFirst({ where: { evaluationId: id, status: 'open' } }), 60_000);
    const invitation = await db.prisma.surveyInvitation.findFirstOrThrow({ where: { surveyId: survey.id } });
    await db.prisma.surveyReply.createMany({
      data: cast.map(({ supplierId }) => ({ invitationId: invitation.id, supplierId, question: 'quality', value: 4, savedAt: new Date() })),
    });
    await place.killWhere(await row(), () => place.passing(`survey:${survey.id}`, 7));
    await stands('calibrating');
  }, 180_000);

  it('while it takes over what a manager has said of the ratings, and while it scores', async () => {
    await eventually('the manager is asked', async () => (await db.prisma.outboxMessage.count({ where: { template: 'cycle.calibration' } })) > 0, 60_000);
    await confirmCalibration(db, { evaluationId: id, use: 'calibrated', by: 'manager', at: new Date() });
    await place.killWhere(await lockTable(place.databaseUrl, 'scores'), () => place.door.nudgeEvaluation(id));
    await stands('review');
  }, 180_000);

  it('in the middle of publication', async () => {
    await releaseGrades(db, { evaluationId: id, by: 'manager', at: new Date() });
    expect((await getEvaluation(db, id))?.publishedAt).toBeNull();
    await place.killWhere(await lockTable(place.databaseUrl, 'evaluation_stages'), () => place.door.nudgeEvaluation(id));
    await stands('appeals');
  }, 180_000);

  it('when the window for appeals has ended, and while it stores what it opens', async () => {
    await place.killWhere(await lockTable(place.databaseUrl, 'submissions'), () => place.passing(evaluationCycle.workflowId(id), 9));
    await stands('closed');
  }, 180_000);

  it('in all of them, and each thing has happened once', async () => {
    expect(await place.temporal.client.workflow.getHandle(evaluationCycle.workflowId(id)).result()).toMatchObject({ stage: 'closed', scored: 2, opened: 1 });
    expect(await getEvaluation(db, id)).toMatchObject({ status: 'closed', scored: 2, total: 2, ratingsUsed: 'calibrated', calibratedBy: 'manager', reviewedBy: 'manager' });
    expect((await stagesOf(db, id)).map(({ stage }) => stage)).toEqual(['collecting', 'calibrating', 'scoring', 'review', 'published', 'appeals', 'consequences']);
    await eventually('the C has its case', async () => (await db.prisma.case.count()) === 1, 60_000);
    expect(await db.prisma.case.findMany()).toMatchObject([{ supplierId: cast[1]!.supplierId, cause: 'grade' }]);
    expect(await db.prisma.scorecard.count({ where: { evaluationId: id } })).toBe(2);
    const mails = (await db.prisma.outboxMessage.findMany({ select: { template: true, recipientId: true, supplierId: true } })).map((mail) => JSON.stringify(mail));
    expect(mails.length).toBe(new Set(mails).size);
    expect(await db.prisma.score.findMany({ orderBy: { grade: 'asc' }, select: { grade: true, revision: true } })).toEqual([{ grade: 'A', revision: 1 }, { grade: 'C', revision: 1 }]);
    expect(await db.prisma.supplierRating.count({ where: { evaluationId: id, used: 75 } })).toBe(2);
  }, 240_000);
});
