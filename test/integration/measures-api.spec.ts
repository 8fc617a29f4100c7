import { randomUUID } from 'node:crypto';
import { indicators } from '#domain/indicators/catalogue.js';
import { samplePolicy } from '#domain/policy/default-policy.js';
import { createDraft, publishPolicy } from '#persistence/policies/policies.js';
import { type ApiUnderTest, startApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;
const supplierId = randomUUID();
const at = new Date('2020-06-01T00:00:00Z');
const stored = { supplierId, source: 'erp', version: 1, contentHash: '-', arrivedAt: at, supersededAt: null };

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('auditor'));
  await api.db.prisma.supplier.create({
    data: { id: supplierId, code: 'S-1', name: 'Bolts', timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', version: 1, createdAt: at, updatedAt: at },
  });
  const promised = new Date('2020-03-10');
  await api.db.prisma.orderLine.createMany({
    data: ['in parts', 'taken back', 'never'].map((externalId) => ({
      ...stored, id: randomUUID(), externalId, orderedQuantity: 10, unit: 'piece', originalPromisedDate: promised, promisedDate: promised,
    })),
  });
  const receipt = (externalId: string, lineExternalId: string, quantity: number, on: string) => ({ ...stored, id: randomUUID(), externalId, lineExternalId, quantity, receivedOn: new Date(on) });
  await api.db.prisma.receipt.createMany({
    data: [receipt('r1', 'in parts', 6, '2020-03-10'), receipt('r2', 'in parts', 4, '2020-03-14'), receipt('r3', 'taken back', 10, '2020-03-09')],
  });
  await api.db.prisma.receiptReversal.create({ data: { ...stored, id: randomUUID(), externalId: 'v1', receiptExternalId: 'r3', quantity: 3, reversedOn: new Date('2020-03-20') } });
});
afterAll(() => api.close());

const facts = (indicator: string, query: string) =>
  api.call<{ items: Record<string, unknown>[]; nextCursor: string | null }>('GET', `/api/v1/suppliers/${supplierId}/indicators/${indicator}/facts?${query}`, { key });

it('the catalogue tells every indicator with its formula, and what formulas may use', async () => {
  const { status, body } = await api.call<{ items: Record<string, unknown>[]; measures: { name: string; meaning: string }[] }>('GET', '/api/v1/indicators', { key });
  expect(status).toBe(200);
  expect(body.items.map((item) => item['indicator'])).toEqual(expect.arrayContaining(indicators.map(({ name }) => name)));
  expect(body.items[0]).toMatchObject({ indicator: 'onTimeDelivery', numerator: 'linesOnTime', denominator: 'linesDue', scale: 100, unit: 'percent', direction: 'higherIsBetter', definedBy: 'steward' });
  expect(body.items.filter((item) => item['measuresUs']).map((item) => item['indicator'])).toEqual(['paymentsOnTime']);
  expect(body.measures.find(({ name }) => name === 'linesDue')?.meaning).toContain('promised date');
});

it('6 of 10 in time and 4 later are 60 % by quantity and late as a line; what is taken back had never come', async () => {
  const { body } = await facts('onTimeDeliveryByQuantity', 'from=2020-03-01&to=2020-03-31&asOf=2020-04-30');
  const byLine = new Map(body.items.map((item) => [(item['fact'] as { externalId: string }).externalId, item]));
  expect(byLine.get('in parts')).toMatchObject({ counted: 'late', numerator: 6, denominator: 10, fact: { completedOn: '2020-03-14', arrivals: [{ on: '2020-03-10', quantity: 6 }, { on: '2020-03-14', quantity: 4 }] } });
  expect(byLine.get('taken back')).toMatchObject({ counted: 'short', numerator: 7, fact: { arrivals: [{ received: 10, takenBack: 3, quantity: 7 }] } });
  expect(byLine.get('never')).toMatchObject({ counted: 'late', numerator: 0, fact: { arrivals: [], completedOn: null } });
  const before = await facts('onTimeDelivery', 'from=2020-03-01&to=2020-03-31&asOf=2020-03-19');
  expect(before.body.items.map((item) => item['counted']).toSorted()).toEqual(['late', 'late', 'onTime']);
});

it('the pages of the facts and the figure are the same thing', async () => {
  const query = 'from=2020-01-01&to=2020-12-31&asOf=2020-12-31';
  const found: Record<string, unknown>[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof facts>> = await facts('onTimeDelivery', `${query}&limit=2${cursor ? `&cursor=${cursor}` : ''}`);
    found.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  const figure = await api.call<{ items: { indicator: string; numerator: number; denominator: number }[] }>('GET', `/api/v1/suppliers/${supplierId}/indicators?${query}`, { key });
  const otd = figure.body.items.find(({ indicator }) => indicator === 'onTimeDelivery');
  const total = (part: string) => found.reduce((sum, item) => sum + Number(item[part]), 0);
  expect([total('numerator'), total('denominator')]).toEqual([otd?.numerator, otd?.denominator]);
});

it.each([
  ['an indicator that nobody defined', 'mood', 'from=2020-01-01&to=2020-12-31', 404],
  ['a name that is none', 'On Time', 'from=2020-01-01&to=2020-12-31', 404],
  ['a period that ends before it begins', 'onTimeDelivery', 'from=2020-12-31&to=2020-01-01', 400],
  ['a day ahead, from which what is promised until then would be late', 'onTimeDelivery', 'from=2020-01-01&to=2150-12-31&asOf=2150-12-31', 400],
  ['a cursor that the list did not give', 'onTimeDelivery', 'from=2020-01-01&to=2020-12-31&cursor=WyIyMDIwLTAyLTMxIiwwLCJ4Il0', 400],
])('%s is refused', async (_what, indicator, query, status) => {
  expect((await facts(encodeURIComponent(indicator), query)).status).toBe(status);
});

it('the list of suppliers counts a line as in time as the policy in force does, and so as the indicator', async () => {
  const { version } = await createDraft(api.db, { policy: { ...samplePolicy, toleranceDays: 4 }, createdBy: 'test', at });
  await publishPolicy(api.db, { version, at });
  const period = 'from=2020-03-01&to=2020-03-31';
  const list = await api.call<{ items: { onTimeDelivery: object }[] }>('GET', `/api/v1/suppliers?${period}`, { key });
  const figures = await api.call<{ items: { indicator: string; numerator: number; denominator: number }[] }>('GET', `/api/v1/suppliers/${supplierId}/indicators?${period}`, { key });
  expect(figures.body.items.find(({ indicator }) => indicator === 'onTimeDelivery')).toMatchObject({ numerator: 1, denominator: 3 });
  expect(list.body.items[0]?.onTimeDelivery).toMatchObject({ numerator: 1, denominator: 3 });
});
