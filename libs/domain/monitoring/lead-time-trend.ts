import { mannKendall, type Trend } from './mann-kendall.js';

/** Mean lead time of the lines promised in a month that had arrived. */
export interface LeadTimeMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Arrived lines with a known order date. */
  readonly lines: number;
  /** Mean days from order to complete arrival. */
  readonly days: number;
}

/** The numbers of the rule; see `leadTimeLengthening` of the policy. */
export interface LeadTimeTerms {
  readonly p: number;
  readonly minimumMonths: number;
  readonly minimumLines: number;
}

export type LeadTimeJudgement =
  | { readonly status: 'tooFewMonths'; readonly months: number }
  | { readonly status: 'lengthening' | 'steady'; readonly trend: Trend; readonly months: readonly LeadTimeMonth[] };

/** Whether a supplier's lead time lengthens (domain.md §6): Mann-Kendall over the months that have a lead time, in any order given. */
export function judgeLeadTime(figures: readonly LeadTimeMonth[], terms: LeadTimeTerms): LeadTimeJudgement {
  const months = figures.filter(({ lines }) => lines >= terms.minimumLines).toSorted((a, b) => (a.month < b.month ? -1 : 1));
  if (months.length < terms.minimumMonths) return { status: 'tooFewMonths', months: months.length };
  const trend = mannKendall(months.map(({ days }) => days), stepsOf(months.map(({ month }) => month)));
  return { status: trend.s > 0 && trend.p < terms.p ? 'lengthening' : 'steady', trend, months };
}

/** Months as whole steps from the first one on, so that a gap counts. */
export function stepsOf(months: readonly string[]): number[] {
  const count = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  const first = count(months[0] ?? '');
  return months.map((month) => count(month) - first);
}
