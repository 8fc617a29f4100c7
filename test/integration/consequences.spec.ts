import { randomUUID } from 'node:crypto';
import type { Door, OpenRequest } from '#apps/door/door.js';
import { openStandardsReview } from '#apps/scorecards/standards.js';
import { createMonitoringActivities } from '#apps/worker/activities/monitoring.js';
import { supplierTimeline } from '#persistence/suppliers/timeline.js';
import { MockActivityEnvironment } from '@temporalio/testing';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { openSetting, publishMonth, settings, settleWithContact, tenLines } from './scorecards-setting.js';

let setting: Awaited<ReturnType<typeof openSetting>>;
let api: ApiUnderTest;
let asked: OpenRequest[] = [];
/** Takes what is to be opened; the workflows' own tests see to the rest. */
const door: Pick<Door, 'open' | 'close'> = {
  open: async (request) => {
    asked.push(request);
    return { status: 'pending', caseId: randomUUID() };
  },
  close: async () => undefined,
};
const rules = [
  { name: 'award', kind: 'award', grade: 'A', periods: 2, months: 12, terms: { title: 'Supplier of the year' } },
  { name: 'prepay', kind: 'prepayment', grade: 'C', terms: { share: '30 %' } },
  { name: 'awardLost', kind: 'awardWithdrawn', grade: 'C' },
];

beforeEach(async () => {
  asked = [];
  setting = await openSetting({ consequences: rules });
  api = await startApiUnderTest({ db: setting.db, door: door as unknown as Door }, { databaseUrl: setting.url });
}, 240_000);
afterEach(async () => {
  await api?.close();
  await setting?.close();
}, 240_000);

const day = (text: string) => new Date(`${text}T10:00:00Z`);
const proposalsOf = (supplierId: string) => setting.db.prisma.proposal.findMany({ where: { supplierId }, orderBy: [{ proposedAt: 'asc' }, { kind: 'asc' }] });

/** Publishes a month in which the supplier was late so many times of ten, and draws the consequences. */
async function judged(supplierId: string, name: string, late: number, at: Date): Promise<string> {
  const { db, ports } = setting;
  const evaluationId = await publishMonth(db, name, tenLines(supplierId, name, late), at);
  await ports.proposeConsequences({ evaluationId, at: at.toISOString() });
  await ports.proposeConsequences({ evaluationId, at: at.toISOString() });
  return evaluationId;
}

describe('consequences', () => {
  it('are proposed by the rules, approved by a manager, told with the reason, read by the ERP, and ended', async () => {
    const { db } = setting;
    const supplier = await settleWithContact(db);
    const manager = await api.keyOf('manager');
    await judged(supplier.supplierId, '2026-01', 0, day('2026-02-03'));
    expect(await proposalsOf(supplier.supplierId)).toEqual([]);
    await judged(supplier.supplierId, '2026-02', 0, day('2026-03-03'));
    const [proposal] = await proposalsOf(supplier.supplierId);
    expect(proposal).toMatchObject({ kind: 'consequence', status: 'open', reason: 'consequenceRule', detail: { rule: 'award', grade: 'A', periods: 2 } });
    expect(await db.prisma.outboxMessage.count({ where: { template: 'consequences.await', recipientId: manager.personId } })).toBe(1);

    expect(await api.call('POST', `/api/v1/proposals/${proposal!.id}/accept`, { key: manager.key, body: { comment: 'Well earned' } })).toMatchObject({ status: 200, body: { status: 'accepted' } });
    const erp = await api.keyOf('integration');
    const today = new Date().toISOString().slice(0, 10);
    const listed = await api.call<{ items: { id: string }[] }>('GET', `/api/v1/consequences?inForceOn=${today}`, { key: erp.key });
    expect(listed.body.items).toMatchObject([{ supplierId: supplier.supplierId, kind: 'award', status: 'inForce', terms: { title: 'Supplier of the year' }, because: { rule: 'award', grade: 'A', periods: 2 }, comment: 'Well earned' }]);
    const mail = await db.prisma.outboxMessage.findFirstOrThrow({ where: { template: 'consequence.decided', address: supplier.email } });
    expect(mail.text).toMatch(/grade A in 2 periods in a row.*Supplier of the year.*Well earned/s);

    await judged(supplier.supplierId, '2026-03', 0, day('2026-04-03'));
    expect(await proposalsOf(supplier.supplierId)).toHaveLength(1);
    const { id } = listed.body.items[0]!;
    expect(await api.call('POST', `/api/v1/consequences/${id}/end`, { key: erp.key, body: { reason: 'x' } })).toMatchObject({ status: 403 });
    expect(await api.call('POST', `/api/v1/consequences/${id}/end`, { key: manager.key, body: { reason: 'New rules' } })).toMatchObject({ status: 200, body: { status: 'ended', endReason: 'New rules' } });
    expect(await api.call('POST', `/api/v1/consequences/${id}/end`, { key: manager.key, body: { reason: 'again' } })).toMatchObject({ status: 409, body: { code: 'notInForce' } });
    expect(await db.prisma.outboxMessage.count({ where: { template: 'consequence.ended', address: supplier.email } })).toBe(1);
    const told = (await supplierTimeline(db, supplier.supplierId, { limit: 50, at: new Date() })).items.filter(({ kind }) => ['proposal', 'consequence'].includes(kind)).map(({ kind, data }) => [kind, data['what']]);
    expect(told).toEqual(expect.arrayContaining([['proposal', 'proposed'], ['proposal', 'accepted'], ['consequence', 'inForce'], ['consequence', 'ended']]));
  }, 240_000);

  it('take an award back with the first C, and only while there is one', async () => {
    const { db } = setting;
    const [winner, other] = [await settleWithContact(db), await settleWithContact(db)];
    const manager = await api.keyOf('manager');
    for (const [name, at] of [['2026-01', '2026-02-03'], ['2026-02', '2026-03-03']] as const) await judged(winner.supplierId, name, 0, day(at));
    const [award] = await proposalsOf(winner.supplierId);
    await api.call('POST', `/api/v1/proposals/${award!.id}/accept`, { key: manager.key, body: {} });
    await publishMonth(db, '2026-03', [...tenLines(winner.supplierId, '2026-03', 6), ...tenLines(other.supplierId, '2026-03', 6)], day('2026-04-03')).then((evaluationId) =>
      setting.ports.proposeConsequences({ evaluationId, at: new Date().toISOString() }),
    );
    const rulesOf = async (supplierId: string) => (await proposalsOf(supplierId)).filter((each) => each.status === 'open').map(({ detail }) => (detail as { rule: string }).rule).sort();
    expect([await rulesOf(winner.supplierId), await rulesOf(other.supplierId)]).toEqual([['awardLost', 'prepay'], ['prepay']]);
    const lost = (await proposalsOf(winner.supplierId)).find(({ detail }) => (detail as { rule: string }).rule === 'awardLost');
    expect(await api.call('POST', `/api/v1/proposals/${lost!.id}/accept`, { key: manager.key, body: {} })).toMatchObject({ status: 200 });
    expect(await db.prisma.consequence.findMany({ where: { kind: 'award' } })).toMatchObject([{ endReason: 'awardWithdrawn' }]);
  }, 240_000);

  it('are not approved by who released the grades, overrode one, decided the appeal or caused the proposal', async () => {
    const { db } = setting;
    const supplier = await settleWithContact(db);
    const evaluationId = await judged(supplier.supplierId, '2026-01', 6, day('2026-02-03'));
    const [proposal] = await proposalsOf(supplier.supplierId);
    const accept = (key: string) => api.call('POST', `/api/v1/proposals/${proposal!.id}/accept`, { key, body: {} });
    const [releaser, overrider, decider, proposer, free] = [await api.keyOf('manager'), await api.keyOf('manager'), await api.keyOf('manager'), await api.keyOf('manager'), await api.keyOf('manager')];
    const at = day('2026-02-03');
    await db.prisma.evaluation.update({ where: { id: evaluationId }, data: { reviewedBy: releaser.personId } });
    await db.prisma.scoreOverride.create({ data: { id: randomUUID(), evaluationId, supplierId: supplier.supplierId, origin: 'review', computedScore: 80, computedGrade: 'B', score: 50, grade: 'C', reason: 'x', decidedBy: overrider.personId, decidedAt: at } });
    await db.prisma.appeal.create({ data: { id: randomUUID(), evaluationId, supplierId: supplier.supplierId, text: 'x', fileIds: [], channel: 'portal', submittedBy: supplier.contactId, submittedAt: at, dueAt: at, status: 'rejected', decidedBy: decider.personId, decidedAt: at, reason: 'x' } });
    await db.prisma.proposal.update({ where: { id: proposal!.id }, data: { proposedBy: proposer.personId } });
    for (const { key } of [releaser, overrider, decider, proposer]) expect(await accept(key)).toMatchObject({ status: 403, body: { code: 'separationOfDuties' } });
    expect((await proposalsOf(supplier.supplierId))[0]).toMatchObject({ status: 'open' });
    expect(await accept(free.key)).toMatchObject({ status: 200 });
  }, 240_000);

  it('are not approved for a grade that is another by now', async () => {
    const { db } = setting;
    const supplier = await settleWithContact(db);
    const evaluationId = await judged(supplier.supplierId, '2026-01', 6, day('2026-02-03'));
    const [proposal] = await proposalsOf(supplier.supplierId);
    await db.prisma.score.updateMany({ where: { evaluationId }, data: { grade: 'B', score: 80 } });
    const { key } = await api.keyOf('manager');
    expect(await api.call('POST', `/api/v1/proposals/${proposal!.id}/accept`, { key, body: {} })).toMatchObject({ status: 409, body: { code: 'gradeChanged' } });
  }, 240_000);
});

describe('a phase-out', () => {
  async function rectified(supplierId: string, acceptedAt: Date): Promise<void> {
    const id = randomUUID();
    const text = { title: 'C', stage: 'closed', status: 'closed', outcome: 'effective', overdue: false, policyVersion: 1, confidential: false, sequence: 3, schemaVersion: 1, headHash: '' };
    await setting.db.prisma.case.create({ data: { id, process: 'rectification', supplierId, cause: 'grade', ...text, state: { terms: {} }, workflowId: `rectification:${id}`, openedAt: acceptedAt, updatedAt: acceptedAt } });
    await setting.db.pool.query(
      `INSERT INTO events (case_id, supplier_id, sequence, ordinal, type, actor_kind, actor_id, at, data, hash, previous_hash) VALUES ($1, $2, 2, 0, 'planAccepted', 'staff', 'x', $3, '{}', '', '')`,
      [id, supplierId, acceptedAt],
    );
  }

  it('is proposed for a C in a period that starts after the measures were due, not for one before; accepted, it is asked for in the name of who accepts', async () => {
    const { db } = setting;
    const [again, early] = [await settleWithContact(db), await settleWithContact(db)];
    await rectified(again.supplierId, day('2026-01-05'));
    await rectified(early.supplierId, day('2026-02-25'));
    const evaluationId = await publishMonth(db, '2026-03', [...tenLines(again.supplierId, '2026-03', 6), ...tenLines(early.supplierId, '2026-03', 6)], day('2026-04-03'));
    await setting.ports.proposeConsequences({ evaluationId, at: day('2026-04-03').toISOString() });
    const phaseOuts = await db.prisma.proposal.findMany({ where: { kind: 'phaseOut' } });
    expect(phaseOuts).toMatchObject([{ supplierId: again.supplierId, reason: 'gradeCAgain', causeEvaluationId: evaluationId, detail: { implementationDueOn: '2026-02-02' } }]);
    const { key, personId } = await api.keyOf('manager');
    expect(await api.call('POST', `/api/v1/proposals/${phaseOuts[0]!.id}/accept`, { key, body: { comment: 'Enough.' } })).toMatchObject({ status: 200, body: { status: 'accepted' } });
    expect(asked).toMatchObject([{ process: 'phaseOut', actor: { kind: 'staff', id: personId }, body: { supplierId: again.supplierId, reason: expect.stringMatching(/grade C again.*Enough\./s) as string } }]);
  }, 240_000);

  it('is proposed after a fatal gate, once', async () => {
    const { db } = setting;
    const supplier = await settleWithContact(db);
    const evaluationId = await publishMonth(db, '2026-03', tenLines(supplier.supplierId, '2026-03', 0), day('2026-04-03'));
    await db.pool.query(`UPDATE scores SET grade = 'C', explanation = jsonb_set(explanation, '{gates}', '[{"gate":"sanctionsHit","highestGrade":"C","fatal":true}]') WHERE evaluation_id = $1`, [evaluationId]);
    for (let times = 0; times < 2; times++) await setting.ports.proposeConsequences({ evaluationId, at: day('2026-04-03').toISOString() });
    expect(await db.prisma.proposal.findMany({ where: { kind: 'phaseOut' } })).toMatchObject([{ reason: 'fatalGate', detail: { gate: 'sanctionsHit' } }]);
  }, 240_000);
});

describe('the official scores of a supplier', () => {
  it('are listed page by page, the newest period first; another’s are not among them', async () => {
    const { db } = setting;
    const { supplierId } = await settleWithContact(db);
    const { key } = await api.keyOf('auditor');
    for (const month of ['2026-01', '2026-02', '2026-03']) await publishMonth(db, month, tenLines(supplierId, month, 6), day(`${month}-28`));
    interface Listed {
      items: { supplierId: string; periodStart: string }[];
      nextCursor: string | null;
    }
    const first = await api.call<Listed>('GET', `/api/v1/suppliers/${supplierId}/scores?limit=2`, { key });
    const second = await api.call<Listed>('GET', `/api/v1/suppliers/${supplierId}/scores?limit=2&cursor=${first.body.nextCursor}`, { key });
    expect([...first.body.items, ...second.body.items].map((each) => [each.supplierId, each.periodStart])).toEqual(
      ['2026-03-01', '2026-02-01', '2026-01-01'].map((periodStart) => [supplierId, periodStart]),
    );
    expect(second.body.nextCursor).toBeNull();
  }, 240_000);
});

describe('the yearly review of the standards', () => {
  it('is opened once with its evidence, waits in my work, and is decided once', async () => {
    const { db } = setting;
    const supplier = await settleWithContact(db);
    const manager = await api.keyOf('manager');
    await publishMonth(db, '2026-01', tenLines(supplier.supplierId, '2026-01', 6), day('2026-02-03'));
    const opening = { year: 2026, at: day('2026-11-22') };
    expect([await openStandardsReview({ db, settings }, opening), await openStandardsReview({ db, settings }, opening)]).toEqual([true, false]);
    expect(await openStandardsReview({ db, settings }, { year: 2030, at: day('2030-01-01') })).toBe(false);
    const work = await api.call<{ standards: { id: string }[] }>('GET', '/api/v1/my-work', { key: manager.key });
    expect(work.body.standards).toMatchObject([{ year: 2026 }]);
    const path = `/api/v1/standards/${work.body.standards[0]!.id}`;
    expect(await api.call('GET', path, { key: manager.key })).toMatchObject({ body: { evidence: { evaluations: 1, grades: [{ segment: 'routine', A: 0, B: 0, C: 1, N: 0 }], appeals: { filed: 0 } } } });
    expect(await api.call('POST', `${path}/decide`, { key: (await api.keyOf('auditor')).key, body: { decision: 'x' } })).toMatchObject({ status: 403 });
    expect(await api.call('POST', `${path}/decide`, { key: manager.key, body: { decision: 'They still agree.' } })).toMatchObject({ status: 200, body: { status: 'done' } });
    expect(await api.call('POST', `${path}/decide`, { key: manager.key, body: { decision: 'No' } })).toMatchObject({ status: 409, body: { code: 'alreadyDecided' } });
    expect(await db.prisma.outboxMessage.count({ where: { template: 'standards.review' } })).toBe(1);
  }, 240_000);

  it('is opened by the monitoring of the first quarter for the year before, whichever day it runs first, and told once', async () => {
    const { db } = setting;
    const supplier = await settleWithContact(db);
    await api.keyOf('manager');
    await publishMonth(db, '2026-01', tenLines(supplier.supplierId, '2026-01', 0), day('2026-02-03'));
    const { seeToTheDay } = createMonitoringActivities(db, settings);
    const on = (date: string) => new MockActivityEnvironment().run(seeToTheDay, { at: day(date).toISOString() });
    await on('2026-12-31');
    expect(await db.prisma.standardsReview.count()).toBe(0);
    for (const date of ['2027-01-04', '2027-01-04', '2027-01-05', '2027-03-31', '2027-04-01']) await on(date);
    expect(await db.prisma.standardsReview.findMany()).toMatchObject([{ year: 2026, status: 'open', openedAt: day('2027-01-04'), dueAt: day('2027-02-03') }]);
    expect(await db.prisma.outboxMessage.count({ where: { template: 'standards.review' } })).toBe(1);
  }, 240_000);
});
