import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

interface Forecast {
  status: string;
  reason: string | null;
  latestMonth: string;
  interval: number;
  items: { indicator: string; status: string; reason: string | null; history: number; months: { month: string; value: number; low: number; high: number }[] }[];
}
interface Clusters {
  status: string;
  reason: string | null;
  judged: number;
  counts: Record<string, number>;
  items: { code: string; cluster: string; because: string[]; features: Record<string, number | null> }[];
  nextCursor: string | null;
  setsApart: Record<string, { feature: string; words: string }[]>;
  groups: { suppliers: number }[];
}

let api: ApiUnderTest;
let key: string;
const ids = new Map<string, string>();
const arrivedAt = new Date('2026-01-01T00:00:00Z');
const months = Array.from({ length: 24 }, (_, at) => `${2009 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`);

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('manager'));
  // Of ten lines a month so many come in time; the others a month late.
  await delivers('rising', months.map((_, at) => Math.min(10, 5 + Math.floor(at / 3))));
  await delivers('falling', months.map((_, at) => Math.max(0, 10 - Math.floor(at / 3))));
  await delivers('wild', months.map((_, at) => (at % 2 === 0 ? 10 : 1)), 'bottleneck');
  for (const code of ['a', 'b', 'c', 'd', 'e', 'f']) await delivers(code, months.map((_, at) => 6 + (at % 2)));
  await delivers('young', [9, 9, 9, 9, 9]);
});
afterAll(() => api.close());

async function delivers(code: string, inTime: number[], segment = 'routine'): Promise<void> {
  const supplierId = randomUUID();
  ids.set(code, supplierId);
  const supplier = { id: supplierId, code, name: code, timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment, categories: [], version: 1 };
  await api.db.prisma.supplier.create({ data: { ...supplier, createdAt: arrivedAt, updatedAt: arrivedAt } });
  const lines = months.slice(-inTime.length).flatMap((month, at) =>
    Array.from({ length: 10 }, (_, line) => {
      const promisedDate = new Date(`${month}-10T00:00:00Z`);
      const late = line >= (inTime[at] ?? 0);
      return { externalId: randomUUID(), promisedDate, orderDate: new Date(promisedDate.getTime() - 20 * 86_400_000), receivedOn: new Date(promisedDate.getTime() + (late ? 30 : 0) * 86_400_000) };
    }),
  );
  const fact = { supplierId, source: 'erp', version: 1, contentHash: 'x', arrivedAt };
  await api.db.prisma.orderLine.createMany({
    data: lines.map(({ externalId, promisedDate, orderDate }) => ({ ...fact, id: randomUUID(), externalId, orderedQuantity: 1, unit: 'piece', lineValue: 100, currency: 'USD', orderDate, originalPromisedDate: promisedDate, promisedDate })),
  });
  await api.db.prisma.receipt.createMany({ data: lines.map(({ externalId, receivedOn }) => ({ ...fact, id: randomUUID(), externalId, lineExternalId: externalId, quantity: 1, receivedOn })) });
}

const forecast = (code: string, asOf: string) => api.call<Forecast>('GET', `/api/v1/suppliers/${ids.get(code)}/forecast?asOf=${asOf}`, { key });
const clusters = (query: string) => api.call<Clusters>('GET', `/api/v1/foresight/clusters?${query}`, { key });

test('a supplier with two years of months has a forecast of the three that follow, within bounds', async () => {
  const { status, body } = await forecast('a', '2011-01-15');
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'ok', latestMonth: '2010-12', interval: 80 });
  const [onTime, leadTime] = body.items;
  expect(onTime).toMatchObject({ indicator: 'onTimeDelivery', status: 'ok', history: 24 });
  expect(onTime?.months.map(({ month }) => month)).toEqual(['2011-01', '2011-02', '2011-03']);
  for (const { value, low, high } of onTime?.months ?? []) {
    expect(value).toBeGreaterThan(60);
    expect(value).toBeLessThan(70);
    expect([0 <= low && low < value, value < high && high <= 100]).toEqual([true, true]);
  }
  // Lines in time take 20 days, the others 50: 6 or 7 of 10 in time make 29 to 32.
  expect(leadTime?.months[0]?.value).toBeGreaterThan(29);
  expect(leadTime?.months[0]?.value).toBeLessThan(32);
});

test('only what had happened by the day is known: with eleven judged months it says that history is too short', async () => {
  const { body } = await forecast('a', '2009-12-15');
  expect(body).toMatchObject({ status: 'insufficientHistory', latestMonth: '2009-11', reason: '11 judged months with a figure; a forecast needs 12' });
  expect(body.items.every(({ months: none }) => none.length === 0)).toBe(true);
  expect((await forecast('young', '2011-01-15')).body.status).toBe('insufficientHistory');
});

test('who is no supplier, or a day ahead, has no forecast', async () => {
  expect(await api.call('GET', `/api/v1/suppliers/${randomUUID()}/forecast`, { key })).toMatchObject({ status: 404 });
  expect(await forecast('a', '2199-01-01')).toMatchObject({ status: 400 });
});

test('clusters name who improves, who worsens and who is volatile and critical, with what sets them apart', async () => {
  const { body } = await clusters('asOf=2011-01-15');
  expect(body).toMatchObject({ status: 'ok', judged: 9, counts: { highRisk: 2 } });
  expect(body.items.filter(({ cluster }) => cluster === 'highRisk').map(({ code, because }) => [code, because])).toEqual([
    ['falling', ['worsening']],
    ['wild', ['volatile', 'critical']],
  ]);
  expect(body.items.find(({ code }) => code === 'rising')).toMatchObject({ cluster: 'highPotential', because: ['improving', 'aboveMedian'], features: { criticality: 0 } });
  expect(body.setsApart['highRisk']?.some(({ feature }) => feature === 'volatility')).toBe(true);
  expect(body.groups.reduce((sum, { suppliers }) => sum + suppliers, 0)).toBe(9);
  expect((await clusters('asOf=2011-01-15')).body).toEqual(body);
});

test('members come by pages and by cluster', async () => {
  const first = (await clusters('asOf=2011-01-15&cluster=highRisk&limit=1')).body;
  expect(first.items.map(({ code }) => code)).toEqual(['falling']);
  const second = (await clusters(`asOf=2011-01-15&cluster=highRisk&limit=1&cursor=${first.nextCursor}`)).body;
  expect(second.items.map(({ code }) => code)).toEqual(['wild']);
  expect(second.nextCursor).toBeNull();
});

test('while too few have history nothing is compared', async () => {
  expect((await clusters('asOf=2009-04-15')).body).toMatchObject({ status: 'insufficientHistory', judged: 0, items: [], groups: [] });
});
