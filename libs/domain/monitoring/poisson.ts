import { poissonDistribution } from 'simple-statistics';

/**
 * How probable it is that so many events or more happen where `mean` are expected (upper tail of the Poisson distribution).
 * The library's table ends where the rest weighs less than 0.0001; beyond it the answer is 0.
 * @throws RangeError when `mean` is not above 0, or is beyond the library's table (a million)
 */
export function probabilityOfAtLeast(count: number, mean: number): number {
  const cells = poissonDistribution(mean);
  if (!cells) throw new RangeError(`There is no Poisson distribution with the mean ${mean}.`);
  return Math.max(0, 1 - cells.slice(0, count).reduce((sum, cell) => sum + cell, 0));
}
