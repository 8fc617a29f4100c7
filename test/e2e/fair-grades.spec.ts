import { eventually } from '#test/eventually.js';
import { runSteward, startSystem, telling, type System } from '#test/system.js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const firstQuarter = { periodStart: '2024-01-01', periodEnd: '2024-03-31' };
const secondQuarter = { periodStart: '2024-04-01', periodEnd: '2024-06-30' };

let system: System;
const supplierIds = new Map<string, string>();
const evaluationIds = new Map<string, string>();

interface Items<T> {
  readonly items: T[];
}
interface Batch {
  readonly landed: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly items: { readonly status: string; readonly problems: { readonly column: string | null; readonly rule: string; readonly hint: string }[] }[];
}
interface ScoreAnswer {
  readonly supplierId: string;
  readonly score: number | null;
  readonly grade: string;
  readonly revision: number;
}

beforeAll(async () => {
  system = await startSystem({ empty: true });
}, 150_000);
afterAll(async () => {
  await system?.stop();
}, 240_000);

const here = (body: () => Promise<void>) => telling(() => system, body);
const get = async <T>(path: string): Promise<T> => (await system.call<T>('GET', `/api/v1${path}`)).body;
const post = <T>(path: string, body: object) => system.call<T>('POST', `/api/v1${path}`, { body });
const supplierId = (code: string) => supplierIds.get(code) ?? 'unknown';

const line = (supplierCode: string, externalId: string, orderedQuantity: number, originalPromisedDate: string) => ({
  supplierCode,
  externalId,
  orderedQuantity,
  unit: 'pcs',
  originalPromisedDate,
});
const receipt = (supplierCode: string, externalId: string, lineExternalId: string, quantity: number, receivedOn: string) => ({
  supplierCode,
  externalId,
  lineExternalId,
  quantity,
  receivedOn,
});

async function land(kind: string, items: object[], query = ''): Promise<Batch> {
  const { status, body } = await post<Batch>(`/facts/${kind}${query}`, { items });
  expect([kind, status]).toEqual([kind, 200]);
  return body;
}

async function figure(code: string, indicator: string, period = firstQuarter) {
  const { items } = await get<Items<{ indicator: string; value: number | null; status: string }>>(
    `/suppliers/${supplierId(code)}/indicators?from=${period.periodStart}&to=${period.periodEnd}`,
  );
  return items.find((each) => each.indicator === indicator);
}

async function evaluate(name: string, period: object): Promise<void> {
  const { status, body } = await post<{ id: string }>('/evaluations', period);
  expect(status).toBe(201);
  evaluationIds.set(name, body.id);
  await eventually('the evaluation is closed', async () => (await get<{ status: string }>(`/evaluations/${body.id}`)).status === 'closed');
}

const scoreOf = (name: string, code: string) => get<ScoreAnswer>(`/evaluations/${evaluationIds.get(name)}/scores/${supplierId(code)}`);

/** The policy in force, but everything by the quantity that came in time: what is typed in below can be divided in one's head. */
async function policyText(change: object = {}): Promise<string> {
  const { body } = await system.call<object>('GET', '/api/v1/policies/1/document?format=json');
  const line = { indicator: 'onTimeDeliveryByQuantity', weight: 100, normaliser: { kind: 'linear', floor: 0, target: 100 } };
  const templates = Object.fromEntries(['strategic', 'leverage', 'bottleneck', 'routine'].map((segment) => [segment, [line]]));
  const minimumSamples = { onTimeDeliveryByQuantity: 1 };
  return JSON.stringify({ ...body, name: 'By quantity', templates, minimumSamples, appealWindowDays: 0, ...change }, null, 2);
}

const lineWith = (text: string, words: string) => text.split('\n').findIndex((line) => line.includes(words)) + 1;

describe('facts in, fair grades out, on an empty Steward', () => {
  it('takes facts in by batch, in any order, and repeats change nothing', here(async () => {
    for (const code of ['parts', 'in-time', 'just-a', 'just-b', 'silent']) {
      const { status, body } = await post<{ id: string }>('/suppliers', { code, name: `Example ${code}`, country: 'DE', contacts: [] });
      expect([code, status]).toEqual([code, 201]);
      supplierIds.set(code, body.id);
    }
    // The goods are booked before anybody has heard of the order.
    const receipts = [
      receipt('parts', 'R1', 'L1', 6, '2024-02-10'),
      receipt('in-time', 'R2', 'L2', 6, '2024-02-05'),
      receipt('in-time', 'R3', 'L2', 4, '2024-02-10'),
      receipt('just-a', 'R4', 'L3', 1799, '2024-02-01'),
      receipt('just-b', 'R5', 'L4', 8994, '2024-02-01'),
      receipt('parts', 'R6', 'L5', 5, '2024-05-02'),
    ];
    const lines = [
      line('parts', 'L1', 10, '2024-02-10'),
      line('in-time', 'L2', 10, '2024-02-10'),
      line('just-a', 'L3', 2000, '2024-02-10'),
      line('just-b', 'L4', 10_000, '2024-02-10'),
      line('parts', 'L5', 10, '2024-05-10'),
    ];
    expect(await land('receipts', receipts)).toMatchObject({ landed: 6, quarantined: 0 });
    expect(await land('order-lines', lines)).toMatchObject({ landed: 5, quarantined: 0 });
    expect(await land('order-lines', [...lines].reverse())).toMatchObject({ landed: 0, unchanged: 5 });
    const dry = await land('order-lines', [line('parts', 'L9', 3, '2024-02-10'), line('nobody', 'L8', 1, '2024-02-10')], '?dryRun=true');
    expect(dry.items.map(({ status }) => status)).toEqual(['landed', 'quarantined']);
    expect(dry.items[1]?.problems).toMatchObject([{ rule: 'unknownSupplier', hint: expect.any(String) }]);
    expect((await figure('parts', 'onTimeDelivery'))?.value).toBe(0);
  }), 240_000);

  it('counts what came in time: 6 of 10 are 60 % by quantity and a late line; with the other 4 in time it is whole', here(async () => {
    expect(await figure('parts', 'onTimeDeliveryByQuantity')).toMatchObject({ value: 60 });
    expect(await figure('parts', 'onTimeDelivery')).toMatchObject({ value: 0, numerator: 0, denominator: 1 });
    expect(await figure('in-time', 'onTimeDeliveryByQuantity')).toMatchObject({ value: 100 });
    expect(await figure('in-time', 'onTimeDelivery')).toMatchObject({ value: 100, numerator: 1, denominator: 1 });
    expect(await figure('silent', 'onTimeDelivery')).toMatchObject({ value: null, denominator: 0, status: 'insufficientData' });
    await land('receipts', [receipt('parts', 'R7', 'L1', 4, '2024-02-11')]);
    expect(await figure('parts', 'onTimeDeliveryByQuantity')).toMatchObject({ value: 60 });
    expect(await figure('parts', 'onTimeDelivery')).toMatchObject({ value: 0, numerator: 0, denominator: 1 });
  }), 180_000);

  it('refuses a policy with the line of the mistake, and a formula with its place', here(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'steward-policy-'));
    try {
      const file = join(folder, 'policy.json');
      const create = async (text: string) => {
        writeFileSync(file, text);
        return runSteward(['policy', 'new', file], { STEWARD_URL: system.url, STEWARD_API_KEY: system.key });
      };
      const crossed = await policyText({ gradeBounds: { A: 90, B: 95 } });
      const refused = await create(crossed);
      expect(refused.code).toBe(1);
      expect(refused.said).toContain(`policy.json:${lineWith(crossed, '"B": 95')}:`);
      const odd = { name: 'odd', title: 'Odd', unit: 'percent', direction: 'higherIsBetter', minimumSample: 1, denominator: 'linesDue', sample: 'linesDue' };
      const looping = await policyText({ indicators: [{ ...odd, numerator: 'linesOnTime + linesDue.map(x, x)' }] });
      const looped = await create(looping);
      expect(looped.code).toBe(1);
      expect(looped.said).toContain(`policy.json:${lineWith(looping, 'linesDue.map')}:`);
      expect(await create(await policyText())).toMatchObject({ code: 0 });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const { items } = await get<Items<{ version: number; name: string; status: string }>>('/policies');
    const draft = items.find(({ name }) => name === 'By quantity');
    expect(draft?.status).toBe('draft');
    expect(await post(`/policies/${draft?.version}/publish`, {})).toMatchObject({ status: 200 });
  }), 240_000);

  it('grades the number it shows: 89.95 is 90.0 and A, 89.94 is 89.9 and B, and nothing due is N', here(async () => {
    await evaluate('first', firstQuarter);
    await evaluate('second', secondQuarter);
    expect(await scoreOf('first', 'just-a')).toMatchObject({ score: 90, grade: 'A' });
    expect(await scoreOf('first', 'just-b')).toMatchObject({ score: 89.9, grade: 'B' });
    expect(await scoreOf('first', 'parts')).toMatchObject({ score: 60, grade: 'C', revision: 1 });
    expect(await scoreOf('first', 'silent')).toMatchObject({ score: null, grade: 'N' });
    expect(await scoreOf('second', 'parts')).toMatchObject({ score: 50, grade: 'C', revision: 1 });
  }), 240_000);

  it('restates the period of a receipt that was booked late, and only that', here(async () => {
    await land('receipts', [receipt('parts', 'R8', 'L1', 4, '2024-02-09')]);
    const restated = await eventually('the first quarter is restated', async () => {
      const found = await scoreOf('first', 'parts');
      return found.revision === 2 && found;
    });
    expect(restated).toMatchObject({ score: 100, grade: 'A' });
    expect(await scoreOf('second', 'parts')).toMatchObject({ score: 50, grade: 'C', revision: 1 });
    expect(await scoreOf('first', 'just-b')).toMatchObject({ score: 89.9, revision: 1 });
    const proposals = await eventually('the rectification of the first quarter is proposed for cancelling', async () => {
      const { items } = await get<Items<{ kind: string; supplierId: string; status: string }>>('/proposals?status=open');
      return items.some(({ kind }) => kind === 'cancelRectification') && items;
    });
    expect(proposals.filter(({ kind }) => kind === 'cancelRectification')).toMatchObject([{ supplierId: supplierId('parts') }]);
  }), 240_000);
});
