import { randomUUID } from 'node:crypto';
import { loadSample } from '#persistence/imports/sample.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;
let draft: number;

const yaml = { 'content-type': 'application/yaml' };

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('admin'));
  await loadSample(api.db, { now: () => new Date() });
  const { body: text } = await api.call<string>('GET', '/api/v1/policies/2/document', { key });
  const stricter = text.replace('  A: 90', '  A: 97').replace('  B: 75', '  B: 60');
  draft = (await api.call<{ version: number }>('POST', '/api/v1/policies', { key, body: stricter, headers: yaml })).body.version;
}, 240_000);
afterAll(() => api?.close(), 60_000);

interface Counts {
  suppliers: number;
  changed: number;
  before: Record<string, number>;
  after: Record<string, number>;
}
interface Backtest {
  id: string;
  status: string;
  againstVersion: number;
  periodsDone: number;
  totals: Counts;
  periods: (Counts & { periodStart: string; periodEnd: string })[];
  changes: { items: { supplierName: string; gradeBefore: string; gradeAfter: string; scoreAfter: number; why: string; rectification: string | null }[]; nextCursor: string | null };
}

const start = (body: object, headers: Record<string, string> = {}) => api.call<Backtest>('POST', `/api/v1/policies/${draft}/backtest`, { key, body, headers });
/** Looks until it has ended: a slow machine answers before it is done. */
async function ended(id: string, query = '', headers: Record<string, string> = {}): Promise<Backtest> {
  for (;;) {
    const { body } = await api.call<Backtest>('GET', `/api/v1/policies/${draft}/backtests/${id}${query}`, { key, headers });
    if (body.status !== 'running') return body;
  }
}

describe('a backtest', () => {
  it('tells whose grade would change and why, in the language of the reader, beside the policy in force', async () => {
    const started = await start({ periods: [{ periodStart: '2010-01-01', periodEnd: '2010-12-31' }] });
    expect([started.status, started.headers.get('location')]).toEqual([201, `/api/v1/policies/${draft}/backtests/${started.body.id}`]);
    const backtest = await ended(started.body.id);
    expect(backtest).toMatchObject({ status: 'completed', againstVersion: 2, totals: { before: { A: 17, B: 0, C: 3, N: 52 } } });
    expect(backtest.totals.changed).toBe(backtest.changes.items.length);
    expect(backtest.changes.items.length).toBeGreaterThan(0);
    for (const change of backtest.changes.items) {
      const expected = change.gradeBefore === 'A' ? `Grade A begins at 97 instead of 90; the score is ${change.scoreAfter.toFixed(1)}.` : `Grade B begins at 60 instead of 75; the score is ${change.scoreAfter.toFixed(1)}.`;
      expect(change.why).toBe(expected);
    }
    const russian = await ended(started.body.id, '?limit=1', { 'accept-language': 'ru' });
    expect(russian.changes.items[0]?.why).toMatch(/^Оценка [AB] начинается с/);
    const opening = await ended(started.body.id, '?show=rectifications');
    expect(opening.changes.items.map(({ gradeAfter }) => gradeAfter)).toEqual(Array.from({ length: backtest.totals.after['C'] ?? 0 }, () => 'C'));
  }, 240_000);

  it('of quarters runs each whole quarter of the span, and is listed', async () => {
    const { body } = await start({ from: '2010-01-01', to: '2010-11-30', every: 'quarter' });
    const done = await ended(body.id);
    expect(done.periods.map(({ periodStart, periodEnd }) => [periodStart, periodEnd])).toEqual([
      ['2010-01-01', '2010-03-31'],
      ['2010-04-01', '2010-06-30'],
      ['2010-07-01', '2010-09-30'],
    ]);
    const list = await api.call<{ items: { id: string; status: string }[] }>('GET', `/api/v1/policies/${draft}/backtests?limit=1`, { key });
    expect(list.body.items).toEqual([expect.objectContaining({ id: body.id, status: 'completed', periodsDone: 3, periodsTotal: 3 })]);
  }, 240_000);

  it('is asked once under one key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const request = { from: '2010-01-01', to: '2010-12-31', every: 'year' };
    const [first, again] = [await start(request, headers), await start(request, headers)];
    expect(again.body.id).toBe(first.body.id);
    await ended(first.body.id);
  }, 240_000);

  it.each([
    ['nothing', {}],
    ['both spans and periods', { periods: [{ periodStart: '2010-01-01', periodEnd: '2010-12-31' }], from: '2010-01-01', to: '2010-12-31', every: 'year' }],
    ['a span without a whole period', { from: '2010-01-01', to: '2010-02-27', every: 'quarter' }],
    ['more periods than 24', { from: '2008-01-01', to: '2010-12-31', every: 'month' }],
    ['a period that lies ahead', { periods: [{ periodStart: '2190-01-01', periodEnd: '2190-12-31' }] }],
    ['a version that there is not', { from: '2010-01-01', to: '2010-12-31', every: 'year', against: 9999 }],
    ['a field that there is not', { from: '2010-01-01', to: '2010-12-31', every: 'year', colour: 'red' }],
  ])('is refused for %s, with the field', async (_, body) => {
    const answer = await start(body);
    expect({ ...answer.body, status: answer.status }).toMatchObject({ status: 422, errors: [expect.objectContaining({ path: expect.any(String) })] });
  });

  it('is for those who may try policies, and is found under its own version only', async () => {
    const { key: reader } = await api.keyOf('auditor');
    const denied = await api.call('POST', `/api/v1/policies/${draft}/backtest`, { key: reader, body: { from: '2010-01-01', to: '2010-12-31', every: 'year' } });
    expect(denied.status).toBe(403);
    const { body } = await start({ from: '2010-01-01', to: '2010-12-31', every: 'year' });
    expect((await api.call('GET', `/api/v1/policies/2/backtests/${body.id}`, { key })).status).toBe(404);
    await ended(body.id);
    expect((await api.call('POST', `/api/v1/policies/${draft}/backtests/${body.id}/cancel`, { key })).status).toBe(409);
  }, 240_000);
});
