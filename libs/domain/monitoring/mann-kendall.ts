import { errorFunction, median } from 'simple-statistics';

/** A monotonic trend of a series, tested. */
export interface Trend {
  /** Later-is-higher minus later-is-lower, over all pairs. */
  readonly s: number;
  readonly variance: number;
  /** Normal deviate with continuity correction; 0 without any difference. */
  readonly z: number;
  /** Two-sided; the library's error function is good to 0.00000012. */
  readonly p: number;
  /** Sen's slope: median change per step, in the unit of the values. */
  readonly slope: number;
  readonly n: number;
}

/**
 * The Mann-Kendall test with correction for ties, and Sen's slope. `steps` are the times of the values (whole months, say),
 * rising; absent: 0, 1, 2 … At least 4 values are needed, and the normal approximation is good from about 6 on.
 *
 * S = Σ sign(xⱼ − xᵢ) over i < j; Var S = [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] / 18 over groups of t equal values;
 * Z = (S ∓ 1) / √Var S. Source: R. O. Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987), 16.4, 16.5.
 * @throws RangeError for fewer than 4 values
 */
export function mannKendall(values: readonly number[], steps: readonly number[] = values.map((_, index) => index)): Trend {
  const n = values.length;
  if (n < 4) throw new RangeError('A trend needs at least 4 values.');
  let s = 0;
  const slopes: number[] = [];
  for (const [j, later] of values.entries()) {
    for (const [i, earlier] of values.slice(0, j).entries()) {
      s += Math.sign(later - earlier);
      slopes.push((later - earlier) / ((steps[j] ?? j) - (steps[i] ?? i)));
    }
  }
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const spread = (t: number) => t * (t - 1) * (2 * t + 5);
  const ties = [...counts.values()].reduce((sum, count) => sum + spread(count), 0);
  const variance = (spread(n) - ties) / 18;
  const z = s === 0 || variance === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  return { s, variance, z, p: Math.min(1, 1 - errorFunction(Math.abs(z) / Math.SQRT2)), slope: median(slopes), n };
}
