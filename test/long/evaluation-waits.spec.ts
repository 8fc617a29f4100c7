import { randomUUID } from 'node:crypto';
import { decideAppealOf } from '#apps/scorecards/decide-appeal.js';
import { fileAppeal } from '#apps/scorecards/file-appeal.js';
import type { LetterSettings } from '#apps/scorecards/scorecard-mails.js';
import { confirmCalibration, releaseGrades } from '#persistence/evaluations/decisions.js';
import { stagesOf } from '#persistence/evaluations/stages.js';
import { getEvaluation } from '#persistence/scoring/evaluations.js';
import { saveReplies } from '#persistence/surveys/replies.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { survey } from '#workflows/survey/contract.js';
import { assignRater, deliver, inStage, publishPolicyWithStages, startCycle } from '#test/cycles.js';
import { eventually } from '#test/eventually.js';
import { settleCast } from '#test/in-process.js';
import { openKillable, type Killable } from '#test/killable.js';
import { startRole, type Role } from '#test/roles.js';

let place: Killable;
let db: Killable['db'];
let post: Role;
let good: Awaited<ReturnType<typeof settleCast>>;
let bad: Awaited<ReturnType<typeof settleCast>>;
let rater = '';
const settings: LetterSettings = { publicUrl: 'http://localhost:3000', secret: Buffer.alloc(32, 7), mail: { from: 'steward@example.com', domain: 'example.com' } };

beforeAll(async () => {
  place = await openKillable();
  ({ db } = place);
  await publishPolicyWithStages(db);
  [good, bad] = [await settleCast(db), await settleCast(db)];
  rater = await assignRater(db, [good.supplierId, bad.supplierId]);
  post = startRole('mail', (await place.steward.mail()).env);
  await post.ready();
}, 240_000);
afterAll(async () => {
  await post?.kill();
  await place?.close();
}, 240_000);

const workflow = (id: string) => evaluationCycle.workflowId(id);
const stands = (id: string, stage: string) => inStage({ db }, id, stage, 90_000);
const mailsTo = async (recipientId: string, template: string) => db.prisma.outboxMessage.count({ where: { recipientId, template } });
const asked = (task: string, times: number) =>
  eventually(`the manager is asked for ${task}`, async () => (await mailsTo(good.manager.id, `cycle.${task}`)) === times, 60_000);

/** A month in which one supplier delivers in time and the other does not; its cycle has asked the rater. */
async function begin(month: string): Promise<{ id: string; surveyId: string }> {
  await deliver(db, good.supplierId, month, 10, 0);
  await deliver(db, bad.supplierId, month, 10, 8);
  const id = await startCycle(place, month, { collectRatings: true });
  const found = await eventually('the survey is out', () => db.prisma.survey.findFirst({ where: { evaluationId: id, status: 'open' } }), 60_000);
  return { id, surveyId: found.id };
}

async function rate(surveyId: string): Promise<void> {
  const invitation = await db.prisma.surveyInvitation.findFirstOrThrow({ where: { surveyId } });
  const answers = [good, bad].map(({ supplierId }) => ({ supplierId, question: 'quality', value: 4, comment: null, cannotSay: false }));
  expect(await db.transaction((tx) => saveReplies(tx, { invitationId: invitation.id, answers, send: true, at: new Date() }))).toBe(true);
}

/** Days of the cycle pass faster than ours: the time to decide is counted in the cycle's. */
const DECISION_TIME = 30 * 86_400_000;

async function appeal(id: string): Promise<void> {
  const appealed = { id: randomUUID(), evaluationId: id, supplierId: bad.supplierId, text: 'The forwarder was late.', fileIds: [], channel: 'api', submittedBy: 'contact', submittedAt: new Date() } as const;
  const { id: appealId } = await fileAppeal({ db, settings }, appealed);
  await db.prisma.appeal.update({ where: { id: appealId }, data: { dueAt: new Date(Date.now() + DECISION_TIME) } });
}

/** What each of the two months must have left of the supplier that delivers late. */
const left = async (id: string) => ({
  evaluation: await getEvaluation(db, id),
  stages: (await stagesOf(db, id)).map(({ stage, endedBy }) => [stage, endedBy]),
  scores: await db.prisma.score.findMany({ where: { evaluationId: id }, orderBy: { grade: 'asc' }, select: { supplierId: true, grade: true, revision: true } }),
  cards: (await db.prisma.scorecard.findMany({ where: { evaluationId: id }, orderBy: [{ revision: 'asc' }] })).map(({ supplierId, revision }) => [supplierId, revision]),
  ratings: await db.prisma.supplierRating.findMany({ where: { evaluationId: id }, select: { used: true } }),
  openings: await db.prisma.submission.count({ where: { batchId: id } }),
});

const everyStage = (calibratedBy: string, reviewedBy: string) => [
  ['collecting', 'steward'],
  ['calibrating', calibratedBy],
  ['scoring', 'steward'],
  ['review', reviewedBy],
  ['published', 'steward'],
  ['appeals', 'steward'],
  ['consequences', 'steward'],
];

describe('a cycle whose worker is dead while it waits', () => {
  let people: { id: string; surveyId: string };
  let nobody: { id: string; surveyId: string };

  it('does what people have decided meanwhile, in every stage in which they decide', async () => {
    people = await begin('2026-01');
    const { id, surveyId } = people;
    await place.withoutWorker([workflow(id), survey.workflowId(surveyId)], () => rate(surveyId));
    await stands(id, 'calibrating');
    await asked('calibration', 1);
    // The word reaches Temporal, and nobody is there to hear it.
    await place.withoutWorker([workflow(id)], async () => {
      await confirmCalibration(db, { evaluationId: id, use: 'calibrated', by: good.manager.id, at: new Date() });
      expect(await place.door.nudgeEvaluation(id)).toBe(true);
    });
    await stands(id, 'review');
    await asked('review', 1);
    // The word is lost as well: the mail process tells it again.
    await place.withoutWorker([workflow(id)], () => releaseGrades(db, { evaluationId: id, by: good.manager.id, at: new Date() }));
    await stands(id, 'appeals');
    await place.withoutWorker([workflow(id)], () => appeal(id));
    await place.passing(workflow(id), 8);
    await asked('appeals', 1);
    const { id: appealId } = await db.prisma.appeal.findFirstOrThrow({ where: { evaluationId: id } });
    await place.withoutWorker([workflow(id)], () =>
      decideAppealOf({ db, settings }, { id: appealId, status: 'upheld', to: { grade: 'A' }, reason: 'It was on time.', by: bad.quality.id, hands: [bad.quality.id], at: new Date() }),
    );
    await stands(id, 'closed');
    expect(await place.temporal.client.workflow.getHandle(workflow(id)).result()).toMatchObject({ stage: 'closed', scored: 2, opened: 0 });
  }, 300_000);

  it('does what it does at a deadline that passes meanwhile, in every stage that has one', async () => {
    nobody = await begin('2026-02');
    const { id, surveyId } = nobody;
    await place.withoutWorker([workflow(id), survey.workflowId(surveyId)], () => place.passing(survey.workflowId(surveyId), 5));
    await eventually('the survey is closed', async () => (await db.prisma.survey.findUniqueOrThrow({ where: { id: surveyId } })).status === 'closed', 90_000);
    // Nobody has answered: there is nothing to be calibrated.
    await stands(id, 'review');
    await asked('review', 2);
    await place.withoutWorker([workflow(id)], () => place.passing(workflow(id), 4));
    await stands(id, 'appeals');
    await appeal(id);
    await place.withoutWorker([workflow(id)], () => place.passing(workflow(id), 9));
    await asked('appeals', 2);
    await place.withoutWorker([workflow(id)], () => place.passing(workflow(id), 40));
    await stands(id, 'closed');
    expect(await place.temporal.client.workflow.getHandle(workflow(id)).result()).toMatchObject({ stage: 'closed', scored: 2, opened: 0 });
  }, 300_000);

  it('leaves each thing once: scores, scorecards, decisions, cases, mails', async () => {
    expect(await left(people.id)).toMatchObject({
      evaluation: { status: 'closed', scored: 2, total: 2, ratingsUsed: 'calibrated', calibratedBy: good.manager.id, reviewedBy: good.manager.id },
      stages: everyStage(good.manager.id, good.manager.id),
      scores: expect.arrayContaining([{ supplierId: good.supplierId, grade: 'A', revision: 1 }, { supplierId: bad.supplierId, grade: 'A', revision: 2 }]),
      cards: expect.arrayContaining([[good.supplierId, 1], [bad.supplierId, 1], [bad.supplierId, 2]]),
      ratings: [expect.anything(), expect.anything()],
      openings: 0,
    });
    expect(await left(nobody.id)).toMatchObject({
      evaluation: { status: 'closed', scored: 2, total: 2, reviewedBy: 'steward' },
      scores: [{ grade: 'A', revision: 1 }, { grade: 'C', revision: 1 }],
      ratings: [],
      openings: 0,
    });
    expect(await db.prisma.scorecard.count()).toBe(5);
    expect(await db.prisma.appeal.findMany({ orderBy: { submittedAt: 'asc' }, select: { status: true } })).toEqual([{ status: 'upheld' }, { status: 'undecided' }]);
    expect(await db.prisma.case.count()).toBe(0);

    const rows = await eventually('every mail is sent', async () => {
      const all = await db.prisma.outboxMessage.findMany();
      return all.every(({ status }) => status === 'sent') && all;
    }, 240_000);
    expect(rows.map(({ template, recipientId }) => `${template} ${recipientId}`).sort()).toEqual(expectedMails());
    // Each of them has come, once.
    expect(place.sink.mails.map(({ messageId }) => messageId).sort()).toEqual(rows.map(({ messageId }) => messageId).sort());
  }, 240_000);
});

/** Who is to have got what of both months, by the rules and by what was done here. */
function expectedMails(): string[] {
  const managers = [good.manager.id, bad.manager.id];
  const deciders = [good, bad].flatMap((each) => [each.manager.id, each.quality.id, each.procurement.id]);
  const to = (template: string, readers: readonly string[], times = 1) => readers.flatMap((reader) => Array.from({ length: times }, () => `${template} ${reader}`));
  return [
    ...to('survey.ratings.asked', [rater], 2),
    // Only in the second month nobody has answered before the due day, or decided anything on it.
    ...to('survey.ratings.reminded', [rater]),
    ...to('cycle.calibration', managers),
    ...to('cycle.review', managers, 2),
    ...to('cycle.review.reminder', managers),
    ...to('cycle.appeals', managers, 2),
    ...to('cycle.appeals.reminder', managers),
    ...to('scorecard', [good.contactId], 2),
    // Corrected after the appeal of the first month.
    ...to('scorecard', [bad.contactId], 3),
    ...to('appeal.received', [bad.contactId], 2),
    ...to('appeal.upheld', [bad.contactId]),
    ...to('appeal.undecided', [bad.contactId]),
    // Who released the grades of the first month may not decide there.
    ...to('appeal.toDecide', deciders.filter((each) => each !== good.manager.id)),
    ...to('appeal.toDecide', deciders),
    // The award that the sample's policy proposes after two A in a row.
    ...to('consequences.await', managers),
  ].sort();
}
