import { expect, jest, test } from '@jest/globals';
import type { RehearsalResult } from '#domain/rehearsal/story.js';
import { rehearse } from '#test/rehearsal.js';

jest.setTimeout(1_200_000);

test('a year of four quarterly cycles and daily monitoring runs in virtual time without a hand on it', async () => {
  const { code, out, said } = await rehearse('--from', '2014-01-01', '--seed', '1').ended;
  expect(code === 0 ? '' : said).toBe('');
  const { outcomes } = JSON.parse(out) as RehearsalResult;
  const [outcome] = outcomes;
  expect(outcome?.monitoringRuns).toBe(365);
  expect(outcome?.evaluations.map(({ periodStart, periodEnd }) => [periodStart, periodEnd])).toEqual([
    ['2014-01-01', '2014-03-31'],
    ['2014-04-01', '2014-06-30'],
    ['2014-07-01', '2014-09-30'],
    ['2014-10-01', '2014-12-31'],
  ]);
  for (const { publishedOn, grades } of outcome?.evaluations ?? []) {
    expect(publishedOn).not.toBeNull();
    const graded = Object.values(grades).reduce((sum, count) => sum + count, 0);
    // The 72 of the file, newcomers once they are active, nobody who has left.
    expect(graded).toBeGreaterThanOrEqual(72 - (outcome?.phaseOuts.phasedOut ?? 0));
    expect(graded).toBeLessThanOrEqual(72 + (outcome?.onboardings.active ?? 0));
  }
  expect(outcome?.cases.opened).toBeGreaterThan(0);
  expect(outcome?.onboardings.active).toBeGreaterThan(0);
  expect(outcome?.phaseOuts.opened).toBeGreaterThan(0);
});
