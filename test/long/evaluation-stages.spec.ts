import { randomUUID } from 'node:crypto';
import { doorOn } from '#apps/door/connect.js';
import type { Door } from '#apps/door/door.js';
import { confirmCalibration, releaseGrades } from '#persistence/evaluations/decisions.js';
import { stagesOf } from '#persistence/evaluations/stages.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { getEvaluation } from '#persistence/scoring/evaluations.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { deliver, inStage, publishPolicyWithStages, startCycle } from '#test/cycles.js';
import { eventually } from '#test/eventually.js';
import { settleCast } from '#test/in-process.js';
import { createTestDatabase } from '#test/postgres.js';
import { installation, startRole, type Installation, type Role } from '#test/roles.js';
import { lockEvaluationRow, lockTable, type RowLock } from '#test/row-lock.js';
import { startSmtpSink, type SmtpSink } from '#test/smtp-sink.js';
import { letDaysPass, openTestNamespace, type TestNamespace } from '#test/temporal.js';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let door: Door;
let temporal: TestNamespace;
let sink: SmtpSink;
let steward: Installation;
let worker: Role;
let id = '';
const cast: Awaited<ReturnType<typeof settleCast>>[] = [];

/** Lets the worker come to where it needs what is locked, in the middle of a transaction, and kills it there; another takes over. */
async function killWhere(locked: RowLock, cause: () => Promise<unknown>): Promise<void> {
  try {
    await cause();
    await locked.commitWaits();
    await worker.kill();
  } finally {
    await locked.release();
  }
  worker = startRole('worker', steward.env);
  await worker.ready();
}

const row = () => lockEvaluationRow(database.url, id);
const stands = (stage: string) => inStage({ db }, id, stage, 90_000);
const passing = (workflowId: string, count: number) => Promise.resolve(void letDaysPass(temporal.client, workflowId, count).catch(() => undefined));

beforeAll(async () => {
  [temporal, database, sink] = await Promise.all([openTestNamespace(), createTestDatabase(), startSmtpSink()]);
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
  await seedPolicies(db, { sample: true, at: new Date('2026-01-01T00:00:00Z') });
  await publishPolicyWithStages(db);
  cast.push(await settleCast(db), await settleCast(db));
  await deliver(db, cast[0]!.supplierId, '2026-01', 10, 0);
  await deliver(db, cast[1]!.supplierId, '2026-01', 10, 8);
  const rater = { id: randomUUID(), name: 'Rater', email: 'rater@example.com', roles: ['rater'], language: 'en', active: true, createdAt: new Date() };
  await db.prisma.person.create({ data: rater });
  await db.prisma.raterAssignment.createMany({ data: cast.map(({ supplierId }) => ({ personId: rater.id, supplierId, assignedBy: 'test', assignedAt: new Date() })) });
  steward = installation({ databaseUrl: database.url, temporalAddress: temporal.address, namespace: temporal.namespace, smtpUrl: sink.url });
  door = doorOn({ db, client: temporal.client });
  worker = startRole('worker', steward.env);
  await worker.ready();
}, 120_000);
afterAll(async () => {
  await worker?.kill();
  steward?.remove();
  await db?.close();
  await temporal?.close();
  await Promise.all([sink?.close(), database?.drop()]);
}, 60_000);

describe('a cycle goes on, with nothing lost and nothing doubled, when SIGKILL hits its worker', () => {
  it('while raters are asked', async () => {
    id = await startCycle({ db, door }, '2026-01', { collectRatings: true });
    const survey = await eventually('the survey is out', () => db.prisma.survey.findFirst({ where: { evaluationId: id, status: 'open' } }), 60_000);
    const invitation = await db.prisma.surveyInvitation.findFirstOrThrow({ where: { surveyId: survey.id } });
    await db.prisma.surveyReply.createMany({
      data: cast.map(({ supplierId }) => ({ invitationId: invitation.id, supplierId, question: 'quality', value: 4, savedAt: new Date() })),
    });
    await killWhere(await row(), () => passing(`survey:${survey.id}`, 7));
    await stands('calibrating');
  }, 180_000);

  it('while it takes over what a manager has said of the ratings, and while it scores', async () => {
    await eventually('the manager is asked', async () => (await db.prisma.outboxMessage.count({ where: { template: 'cycle.calibration' } })) > 0, 60_000);
    await confirmCalibration(db, { evaluationId: id, use: 'calibrated', by: 'manager', at: new Date() });
    await killWhere(await lockTable(database.url, 'scores'), () => door.nudgeEvaluation(id));
    await stands('review');
  }, 180_000);

  it('in the middle of publication', async () => {
    await releaseGrades(db, { evaluationId: id, by: 'manager', at: new Date() });
    expect((await getEvaluation(db, id))?.publishedAt).toBeNull();
    await killWhere(await lockTable(database.url, 'evaluation_stages'), () => door.nudgeEvaluation(id));
    await stands('appeals');
  }, 180_000);

  it('when the window for appeals has ended, and while it stores what it opens', async () => {
    await killWhere(await lockTable(database.url, 'submissions'), () => passing(evaluationCycle.workflowId(id), 9));
    await stands('closed');
  }, 180_000);

  it('in all of them, and each thing has happened once', async () => {
    expect(await temporal.client.workflow.getHandle(evaluationCycle.workflowId(id)).result()).toMatchObject({ stage: 'closed', scored: 2, opened: 1 });
    expect(await getEvaluation(db, id)).toMatchObject({ status: 'closed', scored: 2, total: 2, ratingsUsed: 'calibrated', calibratedBy: 'manager', reviewedBy: 'manager' });
    expect((await stagesOf(db, id)).map(({ stage }) => stage)).toEqual(['collecting', 'calibrating', 'scoring', 'review', 'published', 'appeals', 'consequences']);
    await eventually('the C has its case', async () => (await db.prisma.case.count()) === 1, 60_000);
    expect(await db.prisma.case.findMany()).toMatchObject([{ supplierId: cast[1]!.supplierId, cause: 'grade' }]);
    expect(await db.prisma.scorecard.count({ where: { evaluationId: id } })).toBe(2);
    const mails = (await db.prisma.outboxMessage.findMany({ select: { template: true, recipientId: true, supplierId: true } })).map((mail) => JSON.stringify(mail));
    expect(mails.length).toBe(new Set(mails).size);
    expect(await db.prisma.score.findMany({ orderBy: { grade: 'asc' }, select: { grade: true, revision: true } })).toEqual([{ grade: 'A', revision: 1 }, { grade: 'C', revision: 1 }]);
    expect(await db.prisma.supplierRating.count({ where: { evaluationId: id, used: 75 } })).toBe(2);
  }, 120_000);
});
