import type { Exact } from './exact.js';
import { isIn, type Period, sumOf } from './measure-quality.js';
import type { Measures } from './measures.js';

/** What the raters of one cycle say of a supplier; `used` is null until it is settled which mean counts. */
export interface SettledRating {
  readonly ratedOn: string;
  readonly raters: number;
  readonly used: Exact | null;
}

/** Ratings by the last day of the period they are about: the plain reference that the SQL of persistence must equal. */
export function measureRatings(ratings: readonly SettledRating[], period: Period): Partial<Measures> {
  const settled = ratings.flatMap(({ ratedOn, raters, used }) => (used !== null && isIn(ratedOn, period) ? [{ raters, used }] : []));
  return {
    ratingsGiven: settled.reduce((sum, { raters }) => sum + raters, 0),
    ratingPoints: sumOf(settled, ({ raters, used }) => used.times(raters)),
  };
}
