import fc from 'fast-check';
import { clustersOf, type SupplierHistory } from './clusters.js';
import { forecastMonths, studentQuantile } from './forecast.js';
import { setsApart } from './sets-apart.js';
import { shiftMonth } from '../monitoring/judged-months.js';

const forecastTerms = { minimumMonths: 12, interval: 80, smoothing: 0.2 };
const percent = { low: 0, high: 100 };
const months = (values: number[]) => values.map((value, at) => ({ month: shiftMonth('2009-01', at), value }));

test('with less than a year of months a forecast says why there is none', () => {
  const found = forecastMonths(months(Array.from({ length: 11 }, () => 80)), '2009-11', forecastTerms, percent);
  expect(found).toEqual({ status: 'insufficientHistory', history: 11, reason: '11 judged months with a figure; a forecast needs 12' });
});

test('what never varies is forecast as it was, for the three months after the last', () => {
  const found = forecastMonths(months(Array.from({ length: 12 }, () => 80)), '2009-12', forecastTerms, percent);
  expect(found).toEqual({
    status: 'ok',
    history: 12,
    months: ['2010-01', '2010-02', '2010-03'].map((month) => ({ month, value: 80, low: 80, high: 80 })),
  });
});

test('a forecast stays between 0 and 100 %, widens with time, and does not depend on the order of the months', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 12, maxLength: 24 }), (values) => {
      const found = forecastMonths(months(values), '2010-12', forecastTerms, percent);
      if (found.status !== 'ok') throw new Error('enough months were given');
      for (const { value, low, high } of found.months) expect([0 <= low, low <= value, value <= high, high <= 100]).toEqual([true, true, true, true]);
      expect(found.months[2]!.high - found.months[2]!.low).toBeGreaterThanOrEqual(found.months[0]!.high - found.months[0]!.low);
      expect(forecastMonths(months(values).toReversed(), '2010-12', forecastTerms, percent)).toEqual(found);
    }),
  );
});

test("Student's quantiles agree with the tables", () => {
  expect(studentQuantile(0.9, 9)).toBeCloseTo(1.383, 2);
  expect(studentQuantile(0.95, 20)).toBeCloseTo(1.725, 2);
  expect(studentQuantile(0.9, 4)).toBeCloseTo(1.533, 2);
});

const terms = { clusterMonths: 6, trendP: 0.1, volatileAbove: 75, minimumSuppliers: 8, groups: 3 };
const supplier = (code: string, rates: number[], more: Partial<SupplierHistory> = {}): SupplierHistory => ({
  supplierId: `id of ${code}`,
  code,
  segment: 'routine',
  leadTime: 30,
  spendShare: 1,
  months: rates.map((linesOnTime, at) => ({ month: shiftMonth('2010-01', at), linesDue: 100, linesOnTime })),
  ...more,
});
const company = [
  supplier('rising', [80, 84, 88, 92, 96, 98, 99, 100]),
  supplier('risingFromBelow', [10, 20, 30, 40, 50, 60, 61, 62]),
  supplier('falling', [99, 97, 95, 93, 91, 89, 87, 85], { leadTime: 90 }),
  supplier('wild', [100, 20, 90, 30, 100, 10, 95, 25], { segment: 'bottleneck' }),
  supplier('wildButRoutine', [100, 20, 90, 30, 100, 10, 95, 26]),
  ...['a', 'b', 'c', 'd', 'e'].map((code) => supplier(code, [90, 91, 90, 89, 90, 91, 90, 89])),
];
const clustered = (histories: readonly SupplierHistory[]) => {
  const found = clustersOf(histories, terms);
  if (found.status !== 'ok') throw new Error(found.reason);
  return found;
};

test('high-potential improves and lies above the median; high-risk worsens, or is volatile and critical', () => {
  const { members } = clustered(company);
  expect(members.map(({ code, cluster, because }) => [code, cluster, because])).toEqual([
    ['falling', 'highRisk', ['worsening']],
    ['rising', 'highPotential', ['improving', 'aboveMedian']],
    ['wild', 'highRisk', ['volatile', 'critical']],
  ]);
});

test('what sets a cluster apart is said in numbers and words, the greatest difference first', () => {
  const [first, ...rest] = clustered(company).setsApart.highRisk;
  expect(Math.abs(first!.standardised)).toBeGreaterThanOrEqual(Math.abs(rest[0]!.standardised));
  const leadTime = clustered(company).setsApart.highRisk.find(({ feature }) => feature === 'leadTime');
  expect(leadTime).toMatchObject({ group: 60, others: 30 });
  expect(leadTime?.words).toBe('lead time: much higher (60.0 against 30.0)');
});

test('every judged supplier is in one group of likeness, whatever the order of the facts', () => {
  const found = clustered(company);
  expect(found.groups.reduce((sum, { suppliers }) => sum + suppliers, 0)).toBe(company.length);
  fc.assert(fc.property(fc.shuffledSubarray(company, { minLength: company.length }), (shuffled) => expect(clustersOf(shuffled, terms)).toEqual(found)), { numRuns: 20 });
});

test('too few suppliers, or too short histories, are said to be so', () => {
  expect(clustersOf(company.slice(0, 7), terms)).toMatchObject({ status: 'insufficientHistory', judged: 7 });
  const short = company.map((each) => ({ ...each, months: each.months.slice(0, 5) }));
  expect(clustersOf(short, terms)).toMatchObject({ status: 'insufficientHistory', judged: 0 });
});

test('a feature that is the same for all, or unknown, sets nobody apart', () => {
  const values = { level: 90, trend: 0, volatility: 1, leadTime: null, spendShare: 1, criticality: 0 };
  expect(setsApart([values], [values])).toEqual([]);
  expect(setsApart([], [values])).toEqual([]);
});
