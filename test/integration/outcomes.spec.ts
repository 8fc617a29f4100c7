import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let manager: string;

interface Outcome {
  outcome: string;
  value: number | null;
  sample: number;
  change: number | null;
  status: string;
  unit: string;
  goal: { of: string; target: number };
  baseline: { value: number | null; from: string; to: string; source: string };
}
interface Answer {
  period: { from: string; to: string };
  items: Outcome[];
  stages: { stage: string; medianDays: number; sample: number }[];
  code?: string;
}

beforeAll(async () => {
  api = await startApiUnderTest();
  manager = (await api.keyOf('manager')).key;
}, 240_000);
afterAll(() => api?.close(), 60_000);

const at = new Date('2024-01-01T00:00:00Z');
const get = (query = '', key = manager) => api.call<Answer>('GET', `/api/v1/outcomes${query}`, { key });
const put = (outcome: string, body: object, key = manager) => api.call<Outcome['baseline'] & { code?: string }>('PUT', `/api/v1/outcomes/${outcome}/baseline`, { key, body });
const of = (answer: { body: Answer }, name: string) => answer.body.items.find(({ outcome }) => outcome === name);
const DAY = 24 * 60 * 60_000;
const YEARS = '?from=2025-01-01&to=2025-12-31';

async function supplier(status = 'active'): Promise<string> {
  const id = randomUUID();
  const given = { id, code: `S-${id}`, name: 'Castings', timeZone: 'UTC', language: 'en', kind: 'product', status, segment: 'routine', categories: [] };
  await api.db.prisma.supplier.create({ data: { ...given, version: 1, createdAt: at, updatedAt: at } });
  return id;
}

async function order(supplierId: string, day: string, { item = 'bolt', price = 10, quantity = 1, cancelled = false, currency = 'EUR' } = {}): Promise<void> {
  const id = randomUUID();
  const version = { source: 'test', externalId: id, version: 1, contentHash: id, arrivedAt: at };
  const dates = { orderDate: new Date(day), originalPromisedDate: new Date(day), promisedDate: new Date(day) };
  const cancellation = cancelled ? { cancelledBy: 'buyer', cancelledOn: new Date(day) } : {};
  await api.db.prisma.orderLine.create({ data: { id, supplierId, ...version, ...dates, ...cancellation, item, unit: 'piece', unitPrice: price, currency, orderedQuantity: quantity } });
}

/** A published official evaluation with the grades of some suppliers. */
async function graded(period: [string, string], grades: Record<string, string>, days = 2): Promise<string> {
  const id = randomUUID();
  const [periodStart, periodEnd] = period.map((day) => new Date(day)) as [Date, Date];
  const cutOffAt = new Date(periodEnd.getTime() + 3 * DAY);
  const publishedAt = new Date(cutOffAt.getTime() + days * DAY);
  const row = { periodStart, periodEnd, official: true, status: 'closed', policyVersion: 1, total: 1, scored: 1, requestedBy: 'test', cutOffAt, createdAt: cutOffAt, publishedAt };
  await api.db.prisma.evaluation.create({ data: { id, ...row } });
  for (const [supplierId, grade] of Object.entries(grades)) {
    const score = { score: grade === 'N' ? null : 50, grade, indicators: [], explanation: {}, policyVersion: 1, scoredAt: cutOffAt };
    await api.db.prisma.score.create({ data: { evaluationId: id, supplierId, official: true, segment: 'routine', periodStart, periodEnd, ...score } });
  }
  return id;
}

describe('The outcomes of the programme', () => {
  it('say that there is not enough data, and whom they compare with', async () => {
    const answer = await get();
    expect(answer.status).toBe(200);
    expect(answer.body.items.map(({ outcome, status, value, unit, goal }) => [outcome, status, value, unit, goal.of, goal.target])).toEqual([
      ['evaluationCycleTime', 'insufficientData', null, 'days', 'value', 3],
      ['rectificationResponseSpeed', 'insufficientData', null, 'perHour', 'change', 40],
      ['lineStoppageHours', 'insufficientData', null, 'hoursPerMonth', 'change', -60],
      ['shareOfOrdersWithA', 'insufficientData', null, 'percent', 'value', 50],
      ['eliminationRateOfC', 'insufficientData', null, 'percent', 'change', -30],
      ['purchaseCost', 'insufficientData', null, 'percent', 'change', -8],
    ]);
    expect(answer.body.items[0]?.baseline).toMatchObject({ value: null, source: 'periodBefore' });
    expect((await get(YEARS)).body.items[0]?.baseline).toMatchObject({ from: '2024-01-02', to: '2024-12-31' });
  });

  it('count the days from cut-off to publication, and those of each stage', async () => {
    const first = await graded(['2025-01-01', '2025-03-31'], {}, 2);
    await graded(['2025-04-01', '2025-06-30'], {}, 3);
    await graded(['2025-07-01', '2025-09-30'], {}, 10);
    const startedAt = new Date('2025-04-03T00:00:00Z');
    const stage = (name: string, days: number | null) => ({ evaluationId: first, stage: name, startedAt, endedAt: days === null ? null : new Date(startedAt.getTime() + days * DAY) });
    await api.db.prisma.evaluationStage.createMany({ data: [stage('scoring', 0.5), stage('review', 1.5), stage('appeals', null)] });
    await put('evaluationCycleTime', { from: '2024-01-01', to: '2024-12-31', value: 15 });
    const answer = await get(YEARS);
    expect(of(answer, 'evaluationCycleTime')).toMatchObject({ value: 3, sample: 3, change: -80, status: 'met', baseline: { value: 15, source: 'stated' } });
    expect(answer.body.stages).toEqual([
      { stage: 'review', medianDays: 1.5, longestDays: 1.5, sample: 1 },
      { stage: 'scoring', medianDays: 0.5, longestDays: 0.5, sample: 1 },
    ]);
  });

  it('compare hours of stoppages by the month, whatever the length of the periods', async () => {
    const supplierId = await supplier();
    const stop = (day: string, hours: number) => {
      const id = randomUUID();
      return { id, supplierId, source: 'test', externalId: id, version: 1, contentHash: id, arrivedAt: at, occurredOn: new Date(day), hours };
    };
    await api.db.prisma.stoppage.createMany({ data: [stop('2024-03-01', 60), stop('2025-05-01', 10), stop('2025-11-01', 10)] });
    await put('lineStoppageHours', { from: '2024-01-01', to: '2024-06-30' });
    const found = of(await get(YEARS), 'lineStoppageHours');
    expect(found?.baseline.value).toBeCloseTo((60 / 182) * 30.4375, 8);
    expect(found?.value).toBeCloseTo((20 / 365) * 30.4375, 8);
    expect(found).toMatchObject({ status: 'met', sample: 2 });
  });

  it('know which grade a supplier had when it was ordered from, and whom of the bad ones we have left', async () => {
    const [good, bad, gone, fresh] = [await supplier(), await supplier(), await supplier('inactive'), await supplier()];
    await graded(['2024-10-01', '2024-12-31'], { [good]: 'B', [bad]: 'A', [gone]: 'C' });
    await graded(['2025-01-01', '2025-06-29'], { [good]: 'A', [bad]: 'C', [gone]: 'C', [fresh]: 'N' });
    await order(good, '2025-02-01', { item: 'x1' });
    await order(bad, '2025-06-29', { item: 'x2' });
    await order(good, '2025-07-01', { item: 'x3' });
    await order(good, '2025-07-02', { item: 'x4', cancelled: true });
    await order(bad, '2025-07-01', { item: 'x5' });
    await order(fresh, '2025-07-01', { item: 'x6' });
    const answer = await get(YEARS);
    expect(of(answer, 'shareOfOrdersWithA')).toMatchObject({ value: 40, sample: 5, status: 'notMet' });
    expect(of(answer, 'eliminationRateOfC')).toMatchObject({ value: 50, sample: 2, baseline: { value: 100, source: 'periodBefore' }, change: -50, status: 'met' });
    const proposal = { id: randomUUID(), kind: 'phaseOut', supplierId: bad, reason: 'C again', forRole: 'manager', status: 'accepted', proposedAt: at };
    await api.db.prisma.proposal.create({ data: { ...proposal, decidedBy: 'test', decidedAt: at } });
    expect(of(await get(YEARS), 'eliminationRateOfC')).toMatchObject({ value: 100, status: 'notMet' });
  });

  it('compare what was bought with the prices of the baseline, whoever delivers it', async () => {
    const [dear, cheap] = [await supplier(), await supplier()];
    await order(dear, '2024-02-01', { item: 'ring', price: 10, quantity: 10 });
    await order(dear, '2024-03-01', { item: 'ring', price: 20, quantity: 10 });
    await order(cheap, '2025-02-01', { item: 'ring', price: 12, quantity: 100 });
    await order(dear, '2025-03-01', { item: 'ring', price: 15, quantity: 50 });
    await order(cheap, '2025-03-02', { item: 'ring', price: 12, quantity: 50 });
    await order(cheap, '2025-03-02', { item: 'ring', price: 1, quantity: 50, currency: 'USD' });
    await order(cheap, '2025-03-03', { item: 'never bought before', price: 999 });
    expect(await put('purchaseCost', { from: '2024-01-01', to: '2024-12-31', value: 5 })).toMatchObject({ status: 422, body: { code: 'invalid' } });
    const found = of(await get(YEARS), 'purchaseCost');
    // (100·12 + 50·15 + 50·12) / (200·15)
    expect(found).toMatchObject({ value: 85, sample: 3, change: -15, status: 'met', baseline: { source: 'periodBefore' } });
  });

  it('take the speed of answers from what suppliers were asked in rectifications', async () => {
    const supplierId = await supplier();
    const caseId = randomUUID();
    const state = { stage: 'opened', status: 'open', overdue: false, policyVersion: 1, confidential: false, sequence: 1, schemaVersion: 1, state: {}, headHash: 'x', workflowId: caseId };
    await api.db.prisma.case.create({ data: { id: caseId, process: 'rectification', supplierId, cause: 'manual', title: 't', openedAt: at, updatedAt: at, ...state } });
    const answer = (hours: number) => ({ id: randomUUID(), supplierId, caseId, step: 'opened', askedAt: new Date('2025-03-01T00:00:00Z'), answeredAt: new Date(Date.parse('2025-03-01T00:00:00Z') + hours * 3_600_000) });
    await api.db.prisma.supplierResponse.createMany({ data: [answer(10), answer(20), answer(90)] });
    expect((await put('rectificationResponseSpeed', { from: '2024-01-01', to: '2024-12-31' })).status).toBe(422);
    expect(await put('rectificationResponseSpeed', { from: '2024-01-01', to: '2024-12-31', value: 0.025 })).toMatchObject({ status: 200, body: { value: 0.025, source: 'stated' } });
    expect(of(await get(YEARS), 'rectificationResponseSpeed')).toMatchObject({ value: 0.05, sample: 3, change: 100, status: 'met' });
  });

  it('are read by those who may, and their baselines set by managers alone', async () => {
    for (const role of ['procurement', 'quality', 'auditor', 'admin'] as const) {
      const { key } = await api.keyOf(role);
      expect((await get('', key)).status).toBe(200);
      expect((await put('purchaseCost', { from: '2024-01-01', to: '2024-12-31' }, key)).status).toBe(403);
    }
    expect((await get('?from=2025-02-01&to=2025-01-01')).status).toBe(400);
    expect((await get('?from=2999-01-01')).status).toBe(400);
    expect((await put('profit', { from: '2024-01-01', to: '2024-12-31', value: 1 })).status).toBeGreaterThanOrEqual(400);
  });
});
