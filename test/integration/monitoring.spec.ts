import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Prisma } from '#persistence/generated/client.js';
import { byEndOfDay } from '#persistence/monitoring/context.js';
import { startApiUnderTest, type Answer, type ApiUnderTest } from './api-under-test.js';

interface Alert {
  id: string;
  rule: string;
  supplierId: string;
  subject: string;
  raisedFor: string;
  severity: string;
  status: string;
  closedBecause: string | null;
  closedOn: string | null;
  evidence: Record<string, unknown>;
  closingEvidence: Record<string, unknown> | null;
}
interface Run {
  raised: number;
  closed: number;
  suppliers: number;
  silent: { rule: string; reason: string; count: number }[];
}

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('procurement', 'admin'));
});
afterAll(() => api.close());
afterEach(async () => {
  for (const table of ['alerts', 'monitoring_runs']) await api.db.prisma.$executeRawUnsafe(`DELETE FROM ${table}`);
  await api.db.prisma.supplier.updateMany({ data: { status: 'inactive' } });
});

const arrivedAt = new Date('2026-01-01T00:00:00Z');
const day = (date: string) => new Date(`${date}T00:00:00Z`);
const fact = (supplierId: string) => ({ id: randomUUID(), supplierId, source: 'erp', externalId: randomUUID(), version: 1, contentHash: 'x', arrivedAt });

async function supplier(): Promise<string> {
  const id = randomUUID();
  const row = { id, code: id, name: `Example ${id}`, timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', categories: [], version: 1 };
  await api.db.prisma.supplier.create({ data: { ...row, createdAt: arrivedAt, updatedAt: arrivedAt } });
  return id;
}

/** Lines promised on a day, each received on its own day; null: never. */
async function lines(supplierId: string, promised: string, received: (string | null)[], more: Partial<Prisma.OrderLineCreateManyInput> = {}): Promise<void> {
  const rows = received.map((on) => ({ ...fact(supplierId), on }));
  await api.db.prisma.orderLine.createMany({
    data: rows.map(({ on: _, ...row }) => ({ ...row, orderedQuantity: 1, unit: 'piece', originalPromisedDate: day(promised), promisedDate: day(promised), ...more })),
  });
  await api.db.prisma.receipt.createMany({
    data: rows.flatMap(({ on, externalId, ...row }) => (on === null ? [] : [{ ...row, id: randomUUID(), externalId, lineExternalId: externalId, quantity: 1, receivedOn: day(on) }])),
  });
}

const run = (asOf: string): Promise<Answer<Run>> => api.call<Run>('POST', '/api/v1/monitoring/runs', { key, body: { asOf } });
const alerts = async (query = ''): Promise<Alert[]> => (await api.call<{ items: Alert[] }>('GET', `/api/v1/alerts?limit=200&${query}`, { key })).body.items;
const statusOf = async (id: string) => (await api.db.prisma.supplier.findUniqueOrThrow({ where: { id } })).status;
const late = ['2011-01-20', null, '2011-02-20'];

/** June, July and August 2010, all late. */
async function threeBadMonths(): Promise<string> {
  const id = await supplier();
  for (const month of ['06', '07', '08']) await lines(id, `2010-${month}-10`, late);
  return id;
}

test('three bad months are told once they are judged, with their figures, and put the supplier on watch', async () => {
  const id = await threeBadMonths();
  expect((await run('2010-09-06')).body).toMatchObject({ raised: 0 });
  expect((await run('2010-09-07')).body).toMatchObject({ raised: 1, closed: 0, suppliers: 1 });
  const [alert] = await alerts(`supplierId=${id}`);
  expect(alert).toMatchObject({ rule: 'onTimeDelivery3Months', raisedFor: '2010-08', severity: 'high', status: 'open' });
  expect(alert?.evidence['months']).toEqual(['2010-06', '2010-07', '2010-08'].map((month) => ({ month, numerator: 0, denominator: 3, value: 0, lines: 3 })));
  expect(await statusOf(id)).toBe('on-watch');
  expect((await run('2010-09-07')).body).toMatchObject({ raised: 0, closed: 0 });
  expect(await alerts()).toEqual([alert]);
});

test('a good month closes the alert as recovered, a thin one as lapsed, whichever run finds it', async () => {
  const [recovers, lapses] = [await threeBadMonths(), await threeBadMonths()];
  await lines(recovers, '2010-09-10', ['2010-09-01', '2010-09-10', '2010-09-09']);
  await lines(lapses, '2010-09-10', [null, null]);
  await run('2010-09-15');
  expect((await run('2011-03-15')).body).toMatchObject({ raised: 0, closed: 2 });
  expect(await statusOf(recovers)).toBe('active');
  expect(await alerts(`supplierId=${recovers}`)).toMatchObject([{ status: 'closed', closedBecause: 'recovered', closedOn: '2010-10-07', closingEvidence: { month: '2010-09', value: 100 } }]);
  expect(await alerts(`supplierId=${lapses}`)).toMatchObject([{ status: 'closed', closedBecause: 'lapsed', closingEvidence: { month: '2010-09', lines: 2 } }]);
});

test('two runs at once raise one alert', async () => {
  await threeBadMonths();
  const made = await Promise.all(['2010-09-15', '2010-09-15', '2010-09-16'].map(run));
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(made.reduce((sum, { body }) => sum + body.raised, 0)).toBe(1);
  expect(await alerts()).toHaveLength(1);
});

test('history can be replayed on a database that has run later dates, and no alert of another date changes', async () => {
  const id = await threeBadMonths();
  await lines(id, '2010-09-10', late);
  await run('2010-10-15');
  const before = await alerts();
  expect(before).toMatchObject([{ raisedFor: '2010-09', status: 'open' }]);
  expect((await run('2010-09-15')).body).toMatchObject({ raised: 1, closed: 1 });
  const both = await alerts();
  expect(both).toContainEqual(before[0]);
  expect(both.filter(({ raisedFor }) => raisedFor === '2010-08')).toMatchObject([{ status: 'closed', closedBecause: 'continued' }]);
});

test('a person acknowledges, snoozes and closes an alert; a closed one can only be read', async () => {
  await threeBadMonths();
  await run('2010-09-15');
  const [{ id } = { id: '' }] = await alerts();
  const act = (command: string, body?: unknown) => api.call<Alert & { note: string | null; snoozedUntil: string | null; code?: string }>('POST', `/api/v1/alerts/${id}/${command}`, { key, ...(body ? { body } : {}) });
  expect(await act('acknowledge')).toMatchObject({ status: 200, body: { status: 'acknowledged', note: null } });
  expect(await act('snooze', { until: '2020-01-01' })).toMatchObject({ status: 422 });
  expect(await act('snooze', { until: '2199-01-01', note: 'Port closed' })).toMatchObject({ status: 200, body: { status: 'snoozed', snoozedUntil: '2199-01-01', note: 'Port closed' } });
  expect(await alerts('status=snoozed&severity=high&rule=onTimeDelivery3Months')).toHaveLength(1);
  expect(await act('close', {})).toMatchObject({ status: 422 });
  expect(await act('close', { reason: 'Our own forecast was wrong' })).toMatchObject({ status: 200, body: { status: 'closed', closedBecause: 'closedByPerson' } });
  expect(await act('acknowledge')).toMatchObject({ status: 409, body: { code: 'alertClosed' } });
  expect((await run('2010-09-16')).body).toMatchObject({ raised: 0, closed: 0 });
  expect(await api.call('GET', `/api/v1/alerts/${randomUUID()}`, { key })).toMatchObject({ status: 404 });
});

test('a run of tomorrow is refused; one that should tell people needs the workflow server', async () => {
  const ask = (body: object) => api.call<{ errors: { path: string }[] }>('POST', '/api/v1/monitoring/runs', { key, body });
  expect(await ask({ asOf: '2199-01-01', notify: true })).toMatchObject({ status: 422, body: { errors: [{ path: 'asOf' }] } });
  expect(await ask({})).toMatchObject({ status: 422 });
  expect(await ask({ asOf: '2010-09-15', notify: true })).toMatchObject({ status: 503 });
  expect(await api.db.prisma.monitoringRun.count()).toBe(0);
});

test('the same key asks for the same run, and runs are listed latest first', async () => {
  const again = { 'idempotency-key': randomUUID() };
  const first = await api.call<{ id: string }>('POST', '/api/v1/monitoring/runs', { key, body: { asOf: '2010-09-15' }, headers: again });
  const second = await api.call<{ id: string }>('POST', '/api/v1/monitoring/runs', { key, body: { asOf: '2010-09-15' }, headers: again });
  expect(second.body.id).toBe(first.body.id);
  await run('2010-10-15');
  const list = await api.call<{ items: { asOf: string; startedAt: string; finishedAt: string }[] }>('GET', '/api/v1/monitoring/runs', { key });
  for (const { startedAt, finishedAt } of list.body.items) expect(Date.parse(finishedAt)).toBeGreaterThan(Date.parse(startedAt));
  expect(list.body.items.map(({ asOf }) => asOf)).toEqual(['2010-10-15', '2010-09-15']);
});

test('a certificate alerts once, graver as its end comes nearer, and no more when it is renewed', async () => {
  const id = await supplier();
  const certificate = { ...fact(id), kind: 'ISO 9001', number: '17', validFrom: day('2009-11-01'), validTo: day('2010-10-31'), mandatory: true, fileIds: [] };
  await api.db.prisma.certificate.create({ data: certificate });
  await api.db.prisma.certificate.create({ data: { ...certificate, ...fact(id), kind: 'ISO 14001', mandatory: false } });
  expect((await run('2010-08-31')).body.raised).toBe(0);
  expect((await run('2010-09-01')).body.raised).toBe(2);
  expect((await run('2010-10-24')).body).toMatchObject({ raised: 0, closed: 0 });
  expect((await alerts()).map(({ raisedFor, severity }) => [raisedFor, severity]).sort()).toEqual([
    ['2010-10-31', 'high'],
    ['2010-10-31', 'medium'],
  ]);
  await api.db.prisma.certificate.create({ data: { ...certificate, ...fact(id), validFrom: day('2010-11-01'), validTo: day('2011-10-31') } });
  expect((await run('2010-11-02')).body).toMatchObject({ raised: 0, closed: 1 });
  expect(await alerts('status=open')).toMatchObject([{ evidence: { kind: 'ISO 14001' } }]);
});

test('a contract that ends without a successor alerts; a supplier without contracts is counted, not judged', async () => {
  await supplier();
  const id = await supplier();
  await api.db.prisma.contract.create({ data: { ...fact(id), number: 'C-1', validFrom: day('2009-01-01'), validTo: day('2010-09-30') } });
  const { body } = await run('2010-09-15');
  expect(body.silent).toContainEqual({ rule: 'contractEnding', reason: 'noContracts', count: 1, of: 'suppliers' });
  expect(await alerts()).toMatchObject([{ rule: 'contractEnding', supplierId: id, severity: 'low', evidence: { number: 'C-1', daysLeft: 15 } }]);
});

test('a lead time that lengthens over six months alerts, and recovers when it no longer does', async () => {
  const id = await supplier();
  for (const [at, month] of ['01', '02', '03', '04', '05', '06'].entries()) {
    await lines(id, `2010-${month}-20`, [`2010-${month}-20`], { orderDate: new Date(day(`2010-${month}-20`).getTime() - (20 + at * 5) * 86_400_000) });
  }
  const tooEarly = await run('2010-06-15');
  expect(tooEarly.body.silent).toContainEqual({ rule: 'leadTimeLengthening', reason: 'tooFewMonths', count: 1, of: 'suppliers' });
  await run('2010-07-15');
  expect(await alerts('rule=leadTimeLengthening')).toMatchObject([{ supplierId: id, evidence: { s: 15, months: [{ month: '2010-01', days: 20 }, {}, {}, {}, {}, { days: 45 }] } }]);
  for (const month of ['07', '08']) await lines(id, `2010-${month}-20`, [`2010-${month}-20`], { orderDate: day(`2010-${month}-10`) });
  await run('2010-09-15');
  expect(await alerts('rule=leadTimeLengthening')).toMatchObject([{ status: 'closed', closedBecause: 'recovered' }]);
});

test('the day looked from ends in UTC, whatever zone the database is set to', async () => {
  const within = (instant: string) =>
    api.db.transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL TimeZone = 'Pacific/Kiritimati'`;
      const [row] = await tx.$queryRaw<{ within: boolean }[]>(Prisma.sql`SELECT ${byEndOfDay({ asOf: '2010-09-15' }, Prisma.sql`${instant}::timestamptz`)} AS within`);
      return row?.within;
    });
  expect([await within('2010-09-15T23:59:59Z'), await within('2010-09-16T00:00:00Z')]).toEqual([true, false]);
});

test('the only source of a bottleneck category alerts, until another delivers too', async () => {
  const [only, other] = [await supplier(), await supplier()];
  await lines(only, '2010-08-10', ['2010-08-10'], { category: 'Bearings' });
  const segmentation = { category: 'Bearings', answers: {}, figures: {}, supplyRisk: 70, profitImpact: 20, explanation: {}, segment: 'bottleneck', policyVersion: 1, decidedBy: 'test' };
  await api.db.prisma.segmentation.create({ data: { id: randomUUID(), supplierId: only, ...segmentation, decidedAt: new Date('2010-09-01T10:00:00Z') } });
  const early = await run('2010-08-31');
  expect(early.body.silent).toContainEqual({ rule: 'soleSourceInBottleneck', reason: 'notSegmented', count: 2, of: 'suppliers' });
  await run('2010-09-15');
  expect(await alerts('rule=soleSourceInBottleneck')).toMatchObject([{ supplierId: only, subject: 'Bearings', status: 'open' }]);
  await lines(other, '2010-09-20', ['2010-09-20'], { category: 'Bearings' });
  await run('2010-10-15');
  expect(await alerts('rule=soleSourceInBottleneck')).toMatchObject([{ status: 'closed', closedBecause: 'recovered' }]);
});

test('complaints beyond the own rate alert; with a short history the rule is silent', async () => {
  const [old, young] = [await supplier(), await supplier()];
  await lines(old, '2009-01-10', ['2009-01-10']);
  for (const id of [old, young]) {
    await api.db.prisma.complaint.createMany({ data: ['2010-09-01', '2010-09-02', '2010-09-03', '2010-09-30'].map((openedOn) => ({ ...fact(id), openedOn: day(openedOn), kind: 'complaint' })) });
  }
  const { body } = await run('2010-09-15');
  expect(body.silent).toContainEqual({ rule: 'complaintSurge', reason: 'historyTooShort', count: 1, of: 'suppliers' });
  expect(await alerts('rule=complaintSurge')).toMatchObject([{ supplierId: old, evidence: { complaints: 3, before: 0 } }]);
});

test('a supplier with more than its share of a category alerts; a category of few lines is not judged', async () => {
  const [big, small] = [await supplier(), await supplier()];
  const spent = (lineValue: number, category: string) => ({ lineValue, currency: 'USD', category });
  await lines(big, '2010-08-10', Array<string>(15).fill('2010-08-10'), spent(200, 'Steel'));
  await lines(small, '2010-08-10', Array<string>(10).fill('2010-08-10'), spent(100, 'Steel'));
  await lines(small, '2010-08-10', Array<string>(5).fill('2010-08-10'), spent(900, 'Paper'));
  const { body } = await run('2010-09-15');
  expect(body.silent).toContainEqual({ rule: 'spendConcentration', reason: 'tooFewLines', count: 1, of: 'categories' });
  const found = await alerts('rule=spendConcentration');
  expect(found.map(({ supplierId, subject, evidence }) => [supplierId, subject, evidence['spend'], evidence['total']]).sort()).toEqual(
    [
      [big, '', '3000.00', '8500.00'],
      [big, 'Steel', '3000.00', '4000.00'],
      [small, '', '5500.00', '8500.00'],
    ].sort(),
  );
});

test('a rule that the policy switches off lets go of its alerts, and of the supplier that they put on watch', async () => {
  const id = await threeBadMonths();
  await run('2010-09-15');
  expect(await statusOf(id)).toBe('on-watch');
  const inForce = (await api.call<{ items: { version: number; status: string; document: { monitoring: object } }[] }>('GET', '/api/v1/policies', { key })).body.items.find(
    ({ status }) => status === 'published',
  );
  const { monitoring } = inForce?.document as { monitoring: { onTimeDelivery3Months: object } };
  const off = { ...monitoring, onTimeDelivery3Months: { ...monitoring.onTimeDelivery3Months, enabled: false } };
  const publish = async (document: object) => {
    const { body } = await api.call<{ version: number }>('POST', '/api/v1/policies', { key, body: document });
    expect((await api.call('POST', `/api/v1/policies/${body.version}/publish`, { key, body: {} })).status).toBe(200);
  };
  await publish({ ...inForce?.document, monitoring: off });
  expect((await run('2010-09-16')).body).toMatchObject({ raised: 0, closed: 1, silent: expect.arrayContaining([expect.objectContaining({ rule: 'onTimeDelivery3Months', reason: 'off' })]) });
  expect(await alerts(`supplierId=${id}`)).toMatchObject([{ status: 'closed', closedBecause: 'lapsed' }]);
  expect(await statusOf(id)).toBe('active');
  await publish(inForce?.document ?? {});
});

/** A line every third day of some months, each in time; then lines of which nothing comes. */
async function deliversUntil(supplierId: string, last: string, missed: readonly string[], category = 'Valves'): Promise<void> {
  const end = day(last).getTime();
  for (let back = 12; back >= 0; back -= 1) {
    const on = new Date(end - back * 3 * 86_400_000).toISOString().slice(0, 10);
    await lines(supplierId, on, [on], { category });
  }
  for (const promised of missed) await lines(supplierId, promised, [null], { category, orderNumber: promised, unitPrice: 250, currency: 'EUR', orderDate: day(last) });
}

const stops = () => alerts('rule=supplyStopped');

test('a supplier that used to deliver and brings nothing more alerts with what depends on it, once, until something comes', async () => {
  const [gone, there] = [await supplier(), await supplier()];
  await deliversUntil(gone, '2010-06-30', ['2010-07-03', '2010-07-06', '2010-07-09', '2010-09-30']);
  await deliversUntil(there, '2010-07-29', [], 'Pumps');
  await run('2010-07-16');
  expect(await stops()).toEqual([]);
  await run('2010-07-17');
  expect(await stops()).toMatchObject([
    {
      supplierId: gone,
      severity: 'high',
      raisedFor: '2010-07-17',
      evidence: {
        lastArrival: '2010-06-30',
        firstDue: '2010-07-03',
        quietDays: 14,
        linesDue: 3,
        deliveries: 13,
        longestPause: 3,
        openLines: 4,
        openOrders: 4,
        openValue: [{ currency: 'EUR', value: '1000.00' }],
        soleCategories: ['Valves'],
      },
    },
  ]);
  expect(await statusOf(gone)).toBe('on-watch');
  expect((await run('2010-07-20')).body).toMatchObject({ raised: 0, closed: 0 });
  await lines(gone, '2010-07-21', ['2010-07-21'], { category: 'Valves' });
  expect((await run('2010-07-22')).body).toMatchObject({ closed: 1 });
  expect(await stops()).toMatchObject([{ status: 'closed', closedBecause: 'recovered' }]);
});

test('no stop is seen where nothing was ordered, where the supplier has paused as long before, or where the source is silent altogether', async () => {
  const [idle, slow, alone] = [await supplier(), await supplier(), await supplier()];
  await deliversUntil(idle, '2007-04-30', ['2007-07-10', '2007-07-10', '2007-07-10']);
  await deliversUntil(slow, '2007-01-30', []);
  await deliversUntil(slow, '2007-06-30', ['2007-07-01', '2007-07-01', '2007-07-01']);
  await lines(alone, '2007-07-18', ['2007-07-18']);
  await run('2007-07-19');
  expect(await stops()).toEqual([]);

  await deliversUntil(alone, '2007-07-30', ['2007-08-01', '2007-08-02', '2007-08-03']);
  const { body } = await run('2007-08-20');
  expect(body.silent).toContainEqual({ rule: 'supplyStopped', reason: 'sourceSilent', count: 2, of: 'suppliers' });
  expect(await stops()).toEqual([]);
});
