import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { forecastMonths } from '#domain/foresight/forecast.js';
import { monthsBetween, shiftMonth } from '#domain/monitoring/judged-months.js';
import { defaultMonitoringTerms } from '#domain/monitoring/terms.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { supplierClusters } from '#persistence/foresight/clusters.js';
import { loadSample } from '#persistence/imports/sample.js';
import { measureMonthsBySupplier } from '#persistence/measures/measure.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { createTestDatabase } from '#test/postgres.js';

// A busy machine only makes this slow, not wrong.
jest.setTimeout(180_000);
const now = new Date('2026-03-02T08:00:00Z');
const terms = defaultMonitoringTerms.foresight;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'foresight sample tests' });
  await seedPolicies(db, { sample: true, at: now });
  await loadSample(db, { now: () => now });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

type Series = Map<string, number>;

/** The figures of each supplier by month, as the forecast takes them. */
async function seriesOf(indicator: 'onTimeDelivery' | 'leadTime'): Promise<Series[]> {
  const query = { supplierIds: 'all' as const, from: '2006-01-01', to: '2015-12-31', asOf: '2016-06-30', cutOffAt: now, toleranceDays: 0, groups: ['deliveries'] as const };
  const all = new Map<string, Series>();
  for (const { supplierId, month, measures } of await measureMonthsBySupplier(db, query)) {
    const [above, below] = indicator === 'leadTime' ? [measures.leadTimeDays, measures.leadTimeLines] : [100 * measures.linesOnTime, measures.linesDue];
    if (below >= terms.minimumLines) all.set(supplierId, (all.get(supplierId) ?? new Map<string, number>()).set(month, above / below));
  }
  return [...all.values()];
}

/** Share of what came that lay in the interval, forecast from every month of the decade with what was known then. */
function coverage(all: readonly Series[], range: { low: number; high: number }): { share: number; outcomes: number } {
  let held = 0;
  let outcomes = 0;
  for (const series of all) {
    for (const latest of monthsBetween('2006-12', '2015-11')) {
      const first = shiftMonth(latest, 1 - terms.windowMonths);
      const history = [...series].flatMap(([month, value]) => (month >= first && month <= latest ? [{ month, value }] : []));
      const found = forecastMonths(history, latest, terms, range);
      for (const { month, low, high } of found.status === 'ok' ? found.months : []) {
        const came = series.get(month);
        if (came === undefined) continue;
        outcomes += 1;
        if (came >= low && came <= high) held += 1;
      }
    }
  }
  return { share: (100 * held) / outcomes, outcomes };
}

test('the intervals hold at least what they promise, over all forecasts that the decade allows', async () => {
  const onTime = coverage(await seriesOf('onTimeDelivery'), { low: 0, high: 100 });
  const leadTime = coverage(await seriesOf('leadTime'), { low: 0, high: Number.MAX_SAFE_INTEGER });
  expect(onTime.outcomes).toBeGreaterThan(500);
  expect(leadTime.outcomes).toBeGreaterThan(500);
  expect(onTime.share).toBeGreaterThanOrEqual(terms.interval);
  expect(leadTime.share).toBeGreaterThanOrEqual(terms.interval);
});

test('in June 2011 the sample shows one supplier to watch and one to develop; two years before, too few to compare', async () => {
  const found = await supplierClusters(db, { asOf: '2011-06-15', at: now });
  if (found.status !== 'ok') throw new Error(found.reason);
  expect(found.members.map(({ code, cluster }) => [code, cluster])).toEqual([
    ['aurobindo-pharma-limited', 'highRisk'],
    ['s-buys-wholesaler', 'highPotential'],
  ]);
  const [risk, potential] = found.members;
  expect(risk!.features.trend).toBeLessThan(0);
  expect(potential!.features.trend).toBeGreaterThan(0);
  expect(potential!.features.level).toBeGreaterThan(found.medianLevel);
  expect(await supplierClusters(db, { asOf: '2011-06-15', at: now })).toEqual(found);
  expect(await supplierClusters(db, { asOf: '2009-06-15', at: now })).toMatchObject({ status: 'insufficientHistory', judged: 5 });
});
