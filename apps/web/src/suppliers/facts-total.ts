import type { FactBehind } from './queries.js';

/** What facts add up to; null where a formula is no sum, so that only all facts together give it. */
export function totalsOf(items: readonly Pick<FactBehind, 'numerator' | 'denominator'>[]): { numerator: number; denominator: number } | null {
  let [numerator, denominator] = [0, 0];
  for (const item of items) {
    if (item.numerator === null || item.denominator === null) return null;
    numerator += item.numerator;
    denominator += item.denominator;
  }
  return { numerator, denominator };
}
