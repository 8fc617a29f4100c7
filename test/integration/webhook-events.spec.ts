import { randomUUID } from 'node:crypto';
import { webhookEvents, type WebhookEvent } from '#domain/channels/events.js';
import type { Door } from '#apps/door/door.js';
import { fileAppeal } from '#apps/scorecards/file-appeal.js';
import { decideAppeal, lapseOpenAppeals } from '#persistence/appeals/appeals.js';
import { landBatch } from '#persistence/facts/land-batch.js';
import { failAbandonedImports } from '#persistence/imports/imports.js';
import { actOnAlert } from '#persistence/monitoring/alerts.js';
import { writeAlerts } from '#persistence/monitoring/write-alerts.js';
import { acceptProposal, dismissProposal } from '#persistence/proposals/proposals.js';
import { announceProposed } from '#persistence/proposals/announce-proposals.js';
import { refreshWatch } from '#persistence/suppliers/watch.js';
import { cancelSurvey, closeSurvey } from '#persistence/surveys/close.js';
import { closeEvaluation } from '#test/cycle-steps.js';
import { land, workOffAll } from '#test/late-facts.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { openSetting, publishMonth, settings, settleWithContact, tenLines } from './scorecards-setting.js';

let setting: Awaited<ReturnType<typeof openSetting>>;
let api: ApiUnderTest;
const endpointId = randomUUID();
const at = new Date('2026-06-03T10:00:00Z');
const later = new Date('2026-06-04T10:00:00Z');
const nobody = { nudgeEvaluation: async () => true, startRestatements: async () => 0, close: async () => undefined } as unknown as Door;

beforeAll(async () => {
  setting = await openSetting({ consequences: [{ name: 'prepay', kind: 'prepayment', grade: 'C', terms: { share: '30 %' } }] });
  api = await startApiUnderTest({ db: setting.db, door: nobody }, { databaseUrl: setting.url });
  const row = { url: 'https://hooks.example.com/', description: '', events: ['*'], secretVersion: 1, paused: false, createdBy: 'test', createdAt: at, updatedAt: at };
  await setting.db.prisma.webhookEndpoint.create({ data: { id: endpointId, ...row } });
}, 240_000);
beforeEach(() => setting.db.prisma.outboxMessage.deleteMany());
afterAll(async () => {
  await api?.close();
  await setting?.close();
}, 240_000);

/** What was announced of a name, each checked against the catalogue. */
async function announced<Event extends WebhookEvent>(event: Event): Promise<object[]> {
  const rows = await setting.db.prisma.outboxMessage.findMany({ where: { channel: 'webhook', template: event }, orderBy: { createdAt: 'asc' } });
  return rows.map(({ text }) => {
    const { type, data } = JSON.parse(text) as { type: string; data: object };
    expect(type).toBe(event);
    return webhookEvents[event].data.strict().parse(data);
  });
}
/** Does it, and undoes it before it is committed. */
async function undone(work: (tx: Parameters<Parameters<typeof setting.db.transaction>[0]>[0]) => Promise<unknown>): Promise<void> {
  await expect(setting.db.transaction(async (tx) => {
    await work(tx);
    throw new Error('undone');
  })).rejects.toThrow('undone');
}
async function twice(work: () => Promise<unknown>): Promise<void> {
  await work();
  await work();
}
/** A month in which the supplier was late six times of ten, told to it. */
async function carded(name: string) {
  const supplier = await settleWithContact(setting.db);
  const evaluationId = await publishMonth(setting.db, name, tenLines(supplier.supplierId, name, 6), at);
  await setting.ports.sendScorecards({ evaluationId, at: at.toISOString() });
  await setting.ports.sendScorecards({ evaluationId, at: at.toISOString() });
  return { ...supplier, evaluationId };
}

describe('Webhooks hear', () => {
  it('of grades that are published, what follows from them, how it is decided and how it ends', async () => {
    const { db, ports } = setting;
    const { supplierId, evaluationId } = await carded('2026-01');
    expect(await announced('evaluation.published')).toMatchObject([{ evaluationId, official: true, periodStart: '2026-01-01', periodEnd: '2026-01-31' }]);
    expect(await announced('scorecard.published')).toMatchObject([{ evaluationId, supplierId, revision: 1, grade: 'C' }]);
    expect(await announced('supplier.statusChanged')).toMatchObject([{ supplierId, from: 'active', to: 'on-watch' }]);
    await twice(() => ports.proposeConsequences({ evaluationId, at: at.toISOString() }));
    const proposal = await db.prisma.proposal.findFirstOrThrow({ where: { supplierId, kind: 'consequence' } });
    expect(await announced('consequence.proposed')).toMatchObject([{ proposalId: proposal.id, supplierId, consequence: 'prepayment', causeEvaluationId: evaluationId }]);

    const { key } = await api.keyOf('manager');
    await expect(acceptProposal(db, { id: proposal.id, by: 'test', comment: null, at, carryOut: () => Promise.reject(new Error('not now')) })).rejects.toThrow('not now');
    expect(await announced('consequence.decided')).toEqual([]);
    await api.call('POST', `/api/v1/proposals/${proposal.id}/accept`, { key, body: {} });
    expect(await announced('consequence.decided')).toMatchObject([{ proposalId: proposal.id, status: 'accepted', consequence: 'prepayment' }]);
    const consequence = await db.prisma.consequence.findFirstOrThrow({ where: { supplierId } });
    await twice(() => api.call('POST', `/api/v1/consequences/${consequence.id}/end`, { key, body: { reason: 'New rules' } }));
    expect(await announced('consequence.ended')).toMatchObject([{ consequenceId: consequence.id, proposalId: proposal.id, consequence: 'prepayment' }]);
  }, 240_000);

  it('of appeals that are filed, decided, or left undecided', async () => {
    const { db } = setting;
    const [first, second] = [await carded('2026-02'), await carded('2026-03')];
    const filed = async ({ supplierId, evaluationId, contactId }: typeof first) => {
      const incoming = { id: randomUUID(), evaluationId, supplierId, text: 'We came in time.', fileIds: [], channel: 'api' as const, submittedBy: contactId, submittedAt: at };
      await twice(() => fileAppeal({ db, settings }, incoming));
      return incoming.id;
    };
    const [decided, left] = [await filed(first), await filed(second)];
    expect((await announced('appeal.filed')).map((each) => (each as { appealId: string }).appealId).sort()).toEqual([decided, left].sort());
    const decision = { id: decided, status: 'rejected' as const, reason: 'The gate says otherwise.', by: 'manager', hands: ['manager'], at: later };
    await undone((tx) => decideAppeal(tx, decision));
    expect(await announced('appeal.decided')).toEqual([]);
    await db.transaction((tx) => decideAppeal(tx, decision));
    await db.transaction((tx) => lapseOpenAppeals(tx, second.evaluationId, later));
    expect(await announced('appeal.decided')).toMatchObject(expect.arrayContaining([{ appealId: decided, status: 'rejected', decidedBy: 'manager' }, { appealId: left, status: 'undecided', decidedBy: null }].map((each) => expect.objectContaining(each))));
    expect(await announced('appeal.decided')).toHaveLength(2);
  }, 240_000);

  it('of scores that late facts have changed, and of what was proposed and decided for that', async () => {
    const { db } = setting;
    const { supplierId, evaluationId } = await carded('2026-04');
    await closeEvaluation(db, { evaluationId, at });
    const caseRow = { id: randomUUID(), process: 'rectification', supplierId, cause: 'grade', title: 'Grade C', stage: 'opened', status: 'open', overdue: false, policyVersion: 1, confidential: false, sequence: 1, schemaVersion: 1, state: {}, headHash: '', workflowId: randomUUID(), openedAt: at, updatedAt: at };
    await db.prisma.case.create({ data: caseRow });
    await db.prisma.submission.create({ data: { id: randomUUID(), commandId: randomUUID(), process: 'rectification', caseId: caseRow.id, supplierId, command: 'open', facts: { evaluationId }, content: {}, actorKind: 'system', actorId: 'steward', channel: 'system', status: 'applied', receivedAt: at } });
    const lines = tenLines(supplierId, '2026-04', 6).map((line) => ({ ...line, received: line.promised }));
    await land(db, lines, later);
    await workOffAll(db, later);
    expect(await announced('score.restated')).toMatchObject([{ supplierId, evaluationId, gradeBefore: 'C', revision: 2 }]);
    const [proposal] = await db.prisma.proposal.findMany({ where: { supplierId } });
    expect(await announced('proposal.made')).toMatchObject([{ proposalId: proposal?.id, kind: 'cancelRectification', causeCaseId: caseRow.id }]);
    await twice(() => dismissProposal(db, { id: proposal!.id, by: 'manager', reason: 'It goes on.', at: later }));
    expect(await announced('proposal.decided')).toMatchObject([{ proposalId: proposal?.id, status: 'dismissed', decidedBy: 'manager' }]);
    // What follows from a confidential case is told to nobody.
    await db.prisma.case.update({ where: { id: caseRow.id }, data: { confidential: true } });
    await db.transaction((tx) => announceProposed(tx, [{ ...proposal!, id: randomUUID() }], later));
    expect(await announced('proposal.made')).toHaveLength(1);
  }, 240_000);

  it('of alerts that open, are taken up and close, and of who goes on watch for them', async () => {
    const { db } = setting;
    const { supplierId } = await settleWithContact(db);
    const alert = (subject: string) => ({ id: randomUUID(), rule: 'onTimeDelivery3Months', supplierId, subject, raisedFor: '2026-05', severity: 'high', evidence: {}, raisedOn: '2026-06-03', end: null }) as unknown as Parameters<typeof writeAlerts>[1]['raised'][number] & { id: string };
    const [one, other] = [alert(''), alert('castings')];
    const changes = { raised: [one, other], ended: [], regraded: [] };
    await undone((tx) => writeAlerts(tx, changes, { runId: randomUUID(), at }));
    expect(await announced('alert.opened')).toEqual([]);
    await twice(async () => {
      await db.transaction(async (tx) => {
        await writeAlerts(tx, changes, { runId: randomUUID(), at });
        await refreshWatch(tx, [supplierId], at);
      });
    });
    expect(await announced('alert.opened')).toHaveLength(2);
    expect(await announced('supplier.statusChanged')).toMatchObject([{ supplierId, from: 'active', to: 'on-watch' }]);
    await twice(() => actOnAlert(db, one.id, { act: 'acknowledge', note: null }, { by: 'buyer', at }));
    expect(await announced('alert.acknowledged')).toMatchObject([{ alertId: one.id, status: 'acknowledged', acknowledgedBy: 'buyer' }]);
    await actOnAlert(db, one.id, { act: 'close', reason: 'Agreed' }, { by: 'buyer', at });
    const ended = { id: other.id, endedFor: '2026-06', because: 'recovered', on: '2026-06-30', evidence: {} } as unknown as Parameters<typeof writeAlerts>[1]['ended'][number];
    await twice(() => db.transaction((tx) => writeAlerts(tx, { raised: [], ended: [ended], regraded: [] }, { runId: randomUUID(), at: later })));
    expect((await announced('alert.closed')).map((each) => (each as { because: string }).because)).toEqual(['closedByPerson', 'recovered']);
  });

  it('of surveys that end and imports that finish, well or not', async () => {
    const { db } = setting;
    const survey = { kind: 'ratings', title: 'Q1', questions: [], periodStart: at, periodEnd: at, status: 'open', requestedBy: 'test', createdAt: at, notAskedIds: [] };
    const [closed, cancelled] = [randomUUID(), randomUUID()];
    await db.prisma.survey.createMany({ data: [{ id: closed, ...survey }, { id: cancelled, ...survey }] });
    await twice(async () => {
      await closeSurvey(db, { surveyId: closed, at });
      await cancelSurvey(db, { surveyId: cancelled, at: later });
    });
    expect(await announced('survey.closed')).toEqual([expect.objectContaining({ surveyId: closed, status: 'closed' }), expect.objectContaining({ surveyId: cancelled, status: 'cancelled' })]);

    const { code } = await db.prisma.supplier.findFirstOrThrow();
    const [landed, dead] = [randomUUID(), randomUUID()];
    const fact = { supplierCode: code, externalId: 'w1', orderedQuantity: '10', unit: 'piece', orderDate: '2026-05-01', originalPromisedDate: '2026-05-20' };
    await landBatch(db, { importId: landed, source: 'erp', kind: 'orderLines', facts: [fact], dryRun: false, startedBy: 'test', at });
    const counts = { rowsRead: 0, landed: 0, updated: 0, unchanged: 0, quarantined: 0, filtered: 0, warnings: 0 };
    await db.prisma.import.create({ data: { id: dead, mapping: 'usaid-scms', source: 'x', fileName: 'x', fileSha256: '', status: 'running', dryRun: false, ...counts, startedBy: 'test', startedAt: at, heartbeatAt: at } });
    await twice(() => failAbandonedImports(db, { olderThan: later, at: later }));
    expect(await announced('import.finished')).toMatchObject([{ importId: landed, status: 'completed', rowsRead: 1, landed: 1 }, { importId: dead, status: 'failed' }]);
  });

  it('of nothing that they did not ask for', async () => {
    const { key } = await api.keyOf('admin');
    const { body } = await api.call<{ items: { name: string; schema: { properties: object } }[] }>('GET', '/api/v1/webhooks/events', { key });
    expect(body.items.map(({ name }) => name)).toEqual(expect.arrayContaining(['rectification.*', ...Object.keys(webhookEvents)]));
    expect(body.items.find(({ name }) => name === 'import.finished')?.schema.properties).toHaveProperty('rowsRead');
    await setting.db.prisma.webhookEndpoint.update({ where: { id: endpointId }, data: { events: ['alert.*'] } });
    const surveyId = randomUUID();
    await setting.db.prisma.survey.create({ data: { id: surveyId, kind: 'ratings', title: 'Q2', questions: [], periodStart: at, periodEnd: at, status: 'open', requestedBy: 'test', createdAt: at, notAskedIds: [] } });
    await closeSurvey(setting.db, { surveyId, at });
    expect(await setting.db.prisma.outboxMessage.count({ where: { channel: 'webhook' } })).toBe(0);
  });
});
