import { mean, probit, rootMeanSquare } from 'simple-statistics';
import { shiftMonth } from '../monitoring/judged-months.js';

/** A judged month's figure. */
export interface MonthValue {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly value: number;
}

/** What a month is expected to bring, and between what it lies with the interval's probability. */
export interface ForecastMonth extends MonthValue {
  readonly low: number;
  readonly high: number;
}

/** The numbers of a forecast; see `foresight` of the policy. */
export interface ForecastTerms {
  readonly minimumMonths: number;
  /** Percent of outcomes that the interval shall hold. */
  readonly interval: number;
  readonly smoothing: number;
}

export type Forecast =
  | { readonly status: 'ok'; readonly months: readonly ForecastMonth[]; readonly history: number }
  | { readonly status: 'insufficientHistory'; readonly reason: string; readonly history: number };

/** How many months ahead is looked. */
const HORIZON = 3;
/** Months whose mean begins the level; their own surprises tell nothing. */
const BEGINNING = 3;

/**
 * The three months after `latestMonth` by simple exponential smoothing: each month moves the level by a share α of its surprise,
 * and the level is the forecast. The interval is level ± t · s · √(1 + (h − 1) α²), s the root mean square of the one-step
 * surprises, t of Student's distribution. Source: Hyndman, Athanasopoulos, Forecasting: Principles and Practice, 8.1 and 8.7.
 * On the sample it errs less than a straight line through the months, and its interval holds what it promises.
 *
 * `history` are the judged months with a figure, in any order; months without one are passed over.
 */
export function forecastMonths(history: readonly MonthValue[], latestMonth: string, terms: ForecastTerms, range: { low: number; high: number }): Forecast {
  const months = history.toSorted((a, b) => (a.month < b.month ? -1 : 1));
  if (months.length < terms.minimumMonths) {
    return { status: 'insufficientHistory', reason: `${months.length} judged months with a figure; a forecast needs ${terms.minimumMonths}`, history: months.length };
  }
  const values = months.map(({ value }) => value);
  const alpha = terms.smoothing;
  let level = mean(values.slice(0, BEGINNING));
  const surprises: number[] = [];
  for (const value of values) {
    surprises.push(value - level);
    level += alpha * (value - level);
  }
  const known = surprises.slice(BEGINNING - 1);
  const spread = studentQuantile(0.5 + terms.interval / 200, known.length - 1) * rootMeanSquare(known);
  const within = (value: number) => Math.min(range.high, Math.max(range.low, value));
  return {
    status: 'ok',
    history: months.length,
    months: Array.from({ length: HORIZON }, (_, ahead) => {
      const half = spread * Math.sqrt(1 + ahead * alpha ** 2);
      return { month: shiftMonth(latestMonth, ahead + 1), value: within(level), low: within(level - half), high: within(level + half) };
    }),
  };
}

/**
 * Quantile of Student's t from the normal one, by three terms of its expansion; good to 0.005 from 4 degrees of freedom on.
 * Source: Abramowitz, Stegun, Handbook of Mathematical Functions, 26.7.5.
 */
export function studentQuantile(probability: number, degrees: number): number {
  const z = probit(probability);
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}
