import { randomUUID } from 'node:crypto';
import { samplePolicy } from '#domain/policy/default-policy.js';
import { parsePolicy } from '#domain/policy/policy.js';
import { listCases } from '#persistence/cases/read.js';
import { storeSubmission } from '#persistence/cases/submissions.js';
import { createDraft, publishPolicy } from '#persistence/policies/policies.js';
import { monitoring, type MonitoringInput, type MonitoringResult } from '#workflows/monitoring/contract.js';
import { openings } from '#workflows/openings/contract.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
}, 240_000);
afterAll(() => place?.close(), 60_000);
beforeEach(async () => {
  await place.db.prisma.supplier.updateMany({ data: { status: 'inactive' } });
  for (const table of ['alerts', 'monitoring_runs']) await place.db.prisma.$executeRawUnsafe(`DELETE FROM ${table}`);
});

const DAY = 86_400_000;
const today = new Date().toISOString().slice(0, 10);
/** A day so many days after today. */
const shifted = (days: number) => new Date(Date.parse(today) + days * DAY).toISOString().slice(0, 10);
const on = (day: string) => new Date(`${day}T00:00:00Z`);
const fact = (supplierId: string) => ({ id: randomUUID(), supplierId, source: 'erp', externalId: randomUUID(), version: 1, contentHash: 'x', arrivedAt: new Date() });

async function run(input: Partial<MonitoringInput> = {}): Promise<MonitoringResult> {
  return place.client.workflow.execute<(input: MonitoringInput) => Promise<MonitoringResult>>(monitoring.workflowType, {
    workflowId: monitoring.workflowId(randomUUID()),
    taskQueue: monitoring.taskQueue,
    args: [{ asOf: null, requestedBy: 'test', notify: true, ...input }],
  });
}

/** In each of the last months three lines, all of them late. */
async function lateForMonths(supplierId: string): Promise<void> {
  for (let back = 1; back <= 6; back += 1) {
    const first = new Date(`${today.slice(0, 7)}-10T00:00:00Z`);
    first.setUTCMonth(first.getUTCMonth() - back);
    const rows = [0, 1, 2].map(() => ({ ...fact(supplierId), orderedQuantity: 1, unit: 'piece', originalPromisedDate: first, promisedDate: first }));
    await place.db.prisma.orderLine.createMany({ data: rows });
    const receivedOn = new Date(first.getTime() + 12 * DAY);
    await place.db.prisma.receipt.createMany({ data: rows.map(({ externalId }) => ({ ...fact(supplierId), lineExternalId: externalId, quantity: 1, receivedOn })) });
  }
}

async function certificate(supplierId: string, validTo: string): Promise<void> {
  await place.db.prisma.certificate.create({ data: { ...fact(supplierId), kind: 'ISO 9001', number: '17', validFrom: on(shifted(-300)), validTo: on(validTo), mandatory: true, fileIds: [] } });
}

const mailsTo = (recipientId: string) => place.db.prisma.outboxMessage.findMany({ where: { recipientId, template: { startsWith: 'monitoring.' } }, orderBy: { createdAt: 'asc' } });
const alertsOf = (supplierId: string) => place.db.prisma.alert.findMany({ where: { supplierId } });

describe('a monitoring run', () => {
  it('judges the day before its own, writes one mail to each reader whatever it has found, and tells nobody twice', async () => {
    const cast = await settleCast(place.db, { language: 'ru' });
    await lateForMonths(cast.supplierId);
    await certificate(cast.supplierId, shifted(5));
    const made = await run();
    expect(made).toMatchObject({ asOf: shifted(-1), raised: 2, told: 2, opened: 0 });

    const [toOwner, ...more] = await mailsTo(cast.procurement.id);
    expect(more).toEqual([]);
    expect(toOwner?.subject).toMatch(/^Monitoring of .*: 2 new findings$/);
    expect(toOwner?.text).toMatch(/Example Castings \| Less than 90 % of lines on time for 3 months in a row \| \w+ \d{4}: 0 of 3 lines on time/);
    expect(toOwner?.text).toContain('Certificate ISO 9001, no. 17, ends');
    const [toSupplier, ...others] = await mailsTo(cast.contactId);
    expect(others).toEqual([]);
    expect(toSupplier).toMatchObject({ language: 'ru', replyTo: cast.procurement.email, supplierId: cast.supplierId, caseId: null });
    expect(toSupplier?.text).toContain('Доля поставленных в срок позиций ниже 90 % в течение 3 месяцев подряд');
    expect(toSupplier?.text).toContain('Просим прислать обновлённый сертификат');
    expect((await alertsOf(cast.supplierId)).every(({ toldAt }) => toldAt !== null)).toBe(true);
    expect(await place.db.prisma.monitoringRun.findUniqueOrThrow({ where: { id: made.runId } })).toMatchObject({ notify: true, told: 2, opened: 0 });

    expect(await run()).toMatchObject({ raised: 0, told: 0 });
    expect([await mailsTo(cast.procurement.id), await mailsTo(cast.contactId)].map((mails) => mails.length)).toEqual([1, 1]);
  }, 240_000);

  it('that nobody wants told is told by the next that tells; a day long past that is replayed tells nobody, ever', async () => {
    const cast = await settleCast(place.db);
    await certificate(cast.supplierId, shifted(25));
    expect(await run({ notify: false })).toMatchObject({ raised: 1, told: 0 });
    expect(await mailsTo(cast.procurement.id)).toEqual([]);
    const old = await settleCast(place.db);
    await certificate(old.supplierId, shifted(-40));
    expect(await run({ asOf: shifted(-60) })).toMatchObject({ raised: 1, told: 0 });
    expect(await run()).toMatchObject({ told: 2 });
    expect([await mailsTo(cast.procurement.id), await mailsTo(cast.contactId)].map((mails) => mails.length)).toEqual([1, 1]);
    expect(await mailsTo(old.procurement.id)).toEqual([]);
  }, 240_000);

  it('tells of an end at each step, once: also when a person has acknowledged it, not when a person has closed it', async () => {
    const cast = await settleCast(place.db, { language: 'zh' });
    const closed = await settleCast(place.db);
    for (const { supplierId } of [cast, closed]) await certificate(supplierId, shifted(50));
    await run({ asOf: today });
    await place.db.prisma.alert.updateMany({ where: { supplierId: cast.supplierId }, data: { status: 'acknowledged', acknowledgedBy: 'test', acknowledgedAt: new Date() } });
    await place.db.prisma.alert.updateMany({ where: { supplierId: closed.supplierId }, data: { status: 'closed', closedOn: on(today), closedAt: new Date(), closedBecause: 'closedByPerson', closingEvidence: {} } });
    for (const days of [19, 20, 21, 42, 43, 44, 51]) await run({ asOf: shifted(days) });
    const mails = await mailsTo(cast.contactId);
    expect(mails.map(({ text }) => /还有(\d+)天/.exec(text)?.[1])).toEqual(['50', '30', '7']);
    expect(await mailsTo(cast.procurement.id)).toHaveLength(3);
    expect(await mailsTo(closed.procurement.id)).toHaveLength(1);
  }, 240_000);

  it('opens the rectification that the policy wants, once for a cause, and the alert names it', async () => {
    const terms = { ...samplePolicy.monitoring, onTimeDelivery3Months: { ...samplePolicy.monitoring.onTimeDelivery3Months, opens: 'rectification' } };
    const { version } = await createDraft(place.db, { policy: parsePolicy({ ...samplePolicy, monitoring: terms }), createdBy: 'test', at: new Date() });
    await publishPolicy(place.db, { version, at: new Date() });
    const cast = await settleCast(place.db, { language: 'zh' });
    await lateForMonths(cast.supplierId);
    expect(await run()).toMatchObject({ raised: 1, opened: 1 });
    const found = await eventually('the case is open', async () => (await listCases(place.db, { supplierId: cast.supplierId, limit: 5 })).items[0]);
    expect(found).toMatchObject({ status: 'open', severity: 'major', cause: 'onTimeDelivery3Months', title: '准时交付率连续3个月低于90%' });
    expect(await alertsOf(cast.supplierId)).toMatchObject([{ caseId: found.id }]);
    expect((await mailsTo(cast.procurement.id))[0]?.text).toContain('A corrective action case is opened for Example Castings.');
    expect(await run()).toMatchObject({ raised: 0, opened: 0 });
    expect((await listCases(place.db, { supplierId: cast.supplierId, limit: 5 })).items).toHaveLength(1);
  }, 240_000);

  it('that has decided on a case of a cause for which somebody opens one before it names that one', async () => {
    const { supplierId, procurement } = await settleCast(place.db);
    const [alertId, batchId, caseId] = [randomUUID(), randomUUID(), randomUUID()];
    const at = new Date();
    await place.db.prisma.alert.create({
      data: { id: alertId, rule: 'supplyStopped', supplierId, subject: '', raisedFor: today, severity: 'high', status: 'open', evidence: {}, runId: batchId, raisedOn: on(today), raisedAt: at, toldAt: at, caseId },
    });
    await storeSubmission(place.db, {
      commandId: randomUUID(), process: 'rectification', caseId, supplierId, command: 'open', facts: { severity: 'critical', cause: 'disruption', alertId, policyVersion: 1, evidence: {} },
      content: { title: 'Nothing comes', description: 'Three lines are due.' }, actor: { kind: 'system', id: 'steward' }, channel: 'system', expectedSequence: null, receivedAt: at, batchId,
    });
    const reported = await place.door.reportDisruption({ supplierId, description: 'Fire in the foundry.', person: 'Procurement desk', publicUrl: 'http://localhost:3000', domain: 'example.com', commandId: randomUUID(), actor: { kind: 'staff', id: procurement.id }, channel: 'api', receivedAt: new Date() });
    const runningId = reported.status === 'applied' ? reported.standing.caseId : null;
    const { workflowType, taskQueue } = openings;
    await place.client.workflow.execute(workflowType, { workflowId: openings.workflowId(batchId), taskQueue, args: [{ batchId }] });
    await eventually('the opening is refused', async () => (await place.db.prisma.submission.findFirstOrThrow({ where: { batchId } })).refusalCode === 'twin');
    expect(await alertsOf(supplierId)).toMatchObject([{ caseId: runningId }]);
    expect((await listCases(place.db, { supplierId, limit: 5 })).items.map(({ id }) => id)).toEqual([runningId]);
  }, 240_000);
});
