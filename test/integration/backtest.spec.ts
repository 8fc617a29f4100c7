import { randomUUID } from 'node:crypto';
import type { Period } from '#domain/policy/backtest.js';
import { samplePolicy } from '#domain/policy/default-policy.js';
import { parsePolicy, type Policy } from '#domain/policy/policy.js';
import { type BacktestRecord, cancelBacktest, createBacktest, getBacktest, listOutcomes, runningBacktests } from '#persistence/backtests/backtests.js';
import { runNextPeriod } from '#persistence/backtests/run-backtest.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { loadSample } from '#persistence/imports/sample.js';
import { createDraft, discardDraft, publishPolicy, replaceDraft, seedPolicies } from '#persistence/policies/policies.js';
import { freezeMembership, scoreChunk } from '#persistence/scoring/cycle.js';
import { createEvaluation } from '#persistence/scoring/evaluations.js';
import { listScores } from '#persistence/scoring/scores.js';
import { createTestDatabase } from '#test/postgres.js';

const loaded = new Date('2026-01-05T08:00:00Z');
const at = new Date('2026-01-06T10:00:00Z');
const years = [2009, 2010, 2011].map((year) => ({ periodStart: `${year}-01-01`, periodEnd: `${year}-12-31` }));
const grades = ['A', 'B', 'C', 'N'] as const;

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'backtest spec' });
  await seedPolicies(db, { sample: true, at: loaded });
  await loadSample(db, { now: () => loaded });
}, 240_000);
afterAll(async () => {
  await db.close();
  await test.drop();
});

/** Counts what is late harder, asks for more facts, and puts the bounds elsewhere. */
const stricter: Policy = parsePolicy({
  ...samplePolicy,
  name: 'Stricter',
  toleranceDays: 1,
  minimumSamples: { onTimeDelivery: 5 },
  gradeBounds: { A: 94, B: 80 },
  templates: {
    ...samplePolicy.templates,
    routine: [
      { indicator: 'onTimeDelivery', weight: 80, normaliser: { kind: 'linear', floor: 70, target: 100 } },
      { indicator: 'meanLateness', weight: 20, normaliser: { kind: 'linear', floor: 10, target: 0 } },
    ],
  },
});

async function begun(tried: { version: number; revision: number }, periods = years): Promise<string> {
  const id = randomUUID();
  const request = { periods, segment: null, policyRevision: tried.revision, againstRevision: 1 };
  await createBacktest(db, { id, policyVersion: tried.version, againstVersion: 2, request, requestedBy: 'anna', at });
  return id;
}
async function finished(id: string): Promise<BacktestRecord> {
  while ((await runNextPeriod(db, { id, now: () => at })) === 'more');
  return stored(id);
}
async function stored(id: string): Promise<BacktestRecord> {
  const found = await getBacktest(db, { id });
  if (!found) throw new Error('the backtest vanished');
  return found;
}
async function outcomesOf(backtest: BacktestRecord, show: 'changes' | 'rectifications' = 'changes') {
  const found = [];
  for (let cursor: string | null = '', first = true; cursor !== null; first = false) {
    const page: Awaited<ReturnType<typeof listOutcomes>> = await listOutcomes(db, { backtest, show, limit: 7, ...(first ? {} : { cursor }) });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}
/** What a real evaluation under the policy in force gives, by supplier. */
async function evaluated(period: Period) {
  const id = randomUUID();
  await db.transaction(async (tx) => tx.$executeRaw`UPDATE evaluations SET status = 'cancelled'`);
  await createEvaluation(db, { id, ...period, requestedBy: 'anna', at });
  const { chunks } = await freezeMembership(db, { evaluationId: id });
  for (let chunk = 0; chunk < chunks; chunk += 1) await scoreChunk(db, { evaluationId: id, chunk, at });
  const { items } = await listScores(db, { evaluationId: id, limit: 200 });
  return new Map(items.map(({ supplierId, grade, score }) => [supplierId, { grade, score }]));
}

async function evaluatedEach(periods: readonly Period[]) {
  const each = [];
  for (const period of periods) each.push(await evaluated(period));
  return each;
}

describe('a backtest of a draft', () => {
  it('finds what real evaluations under both policies find, supplier by supplier, and writes no score', async () => {
    const draft = await createDraft(db, { policy: stricter, createdBy: 'anna', at });
    const backtest = await finished(await begun(draft));
    expect(backtest).toMatchObject({ status: 'completed', finishedAt: at });
    expect(await db.prisma.score.count()).toBe(0);
    const before = await evaluatedEach(years);
    await publishPolicy(db, { version: draft.version, at });
    const after = await evaluatedEach(years);

    const changes = await outcomesOf(backtest);
    expect(changes.length).toBeGreaterThan(10);
    for (const [index, year] of years.entries()) {
      const [old, young] = [before[index] ?? new Map(), after[index] ?? new Map()];
      const expected = [...old].flatMap(([supplierId, was]) => {
        const is = young.get(supplierId);
        return is && is.grade !== was.grade ? [{ supplierId, gradeBefore: was.grade, scoreBefore: was.score, gradeAfter: is.grade, scoreAfter: is.score }] : [];
      });
      const told = changes.filter(({ periodStart }) => periodStart === year.periodStart);
      expect(told.map(({ supplierId, gradeBefore, scoreBefore, gradeAfter, scoreAfter }) => ({ supplierId, gradeBefore, scoreBefore, gradeAfter, scoreAfter }))).toEqual(
        expected.toSorted((a, b) => (a.supplierId < b.supplierId ? -1 : 1)),
      );
      const count = (scores: Map<string, { grade: string }>) => Object.fromEntries(grades.map((grade) => [grade, [...scores.values()].filter((each) => each.grade === grade).length]));
      expect(backtest.periods[index]).toMatchObject({ ...year, suppliers: old.size, changed: expected.length, before: count(old), after: count(young) });
    }
    for (const { reason } of changes) expect(reason).not.toBeNull();
    // The sample's own grades of 2010, as they have always been.
    expect(backtest.periods[1]?.before).toEqual({ A: 17, B: 0, C: 3, N: 52 });
    const opens = await outcomesOf(backtest, 'rectifications');
    expect(opens.length).toBe(backtest.periods.reduce((sum, period) => sum + period.after.C, 0));
    await publishPolicy(db, { version: (await createDraft(db, { policy: samplePolicy, createdBy: 'anna', at })).version, at });
  }, 240_000);

  it('against the same policy finds nothing', async () => {
    const twin = await createDraft(db, { policy: { ...samplePolicy, name: 'Twin' }, createdBy: 'anna', at });
    const backtest = await finished(await begun(twin));
    expect(backtest.periods.map(({ changed, opened, notOpened }) => [changed, opened, notOpened])).toEqual([[0, 0, 0], [0, 0, 0], [0, 0, 0]]);
    expect(await outcomesOf(backtest)).toEqual([]);
  }, 240_000);

  it('goes on after a crash with the next period, and is run by one process at a time', async () => {
    const draft = await createDraft(db, { policy: stricter, createdBy: 'anna', at });
    const id = await begun(draft);
    const steps = await Promise.all([1, 2, 3].map(() => runNextPeriod(db, { id, now: () => at })));
    expect(steps).toContain('more');
    const { periods } = await stored(id);
    expect(periods.length).toBe(steps.filter((step) => step === 'more' || step === 'done').length);
    expect(await runningBacktests(db, 10)).toEqual(periods.length < 3 ? [id] : []);
    expect((await finished(id)).periods.map(({ periodStart }) => periodStart)).toEqual(years.map(({ periodStart }) => periodStart));
  }, 240_000);

  it('fails with a reason when the draft is replaced or thrown away meanwhile', async () => {
    const draft = await createDraft(db, { policy: stricter, createdBy: 'anna', at });
    const replaced = await begun(draft);
    await runNextPeriod(db, { id: replaced, now: () => at });
    const next = await replaceDraft(db, { version: draft.version, policy: { ...stricter, name: 'Stricter still' } });
    expect(await finished(replaced)).toMatchObject({ status: 'failed', error: expect.stringContaining('replaced'), periods: [{ periodStart: '2009-01-01' }] });
    const discarded = await begun(next);
    await discardDraft(db, { version: draft.version });
    expect((await finished(discarded)).status).toBe('failed');
  }, 240_000);

  it('that was cancelled keeps what it had found, and ends', async () => {
    const id = await begun(await createDraft(db, { policy: stricter, createdBy: 'anna', at }));
    await runNextPeriod(db, { id, now: () => at });
    await cancelBacktest(db, { id, at });
    expect(await runNextPeriod(db, { id, now: () => at })).toBe('done');
    expect(await stored(id)).toMatchObject({ status: 'cancelled', periods: [{ periodStart: '2009-01-01' }] });
    await expect(cancelBacktest(db, { id, at })).rejects.toMatchObject({ code: 'finished' });
  }, 240_000);
});
