import { DateTime } from 'luxon';
import { addBusinessDays, type Calendar } from '../calendar/business-days.js';

/** When a month counts as known well enough to be judged. */
export interface JudgingTerms {
  /** Business days after the month's end. */
  readonly judgedAfterBusinessDays: number;
  /** Days after the promised date that still count as in time: the month's last line is settled only after them. */
  readonly toleranceDays: number;
  /** The buyer's. */
  readonly calendar: Calendar;
}

/** The first day on which a month (`YYYY-MM`) is judged: its last lines are settled, and the business days since then are over. */
export function judgedOn(month: string, { judgedAfterBusinessDays, toleranceDays, calendar }: JudgingTerms): string {
  const end = firstOf(month).endOf('month').set({ hour: 12 }).startOf('hour').plus({ days: toleranceDays });
  return addBusinessDays(end, judgedAfterBusinessDays, calendar).toFormat('yyyy-MM-dd');
}

/** The latest month that is judged as of a date (`YYYY-MM-DD`, that day included). */
export function latestJudgedMonth(asOf: string, terms: JudgingTerms): string {
  let month = asOf.slice(0, 7);
  // Every further month is judged earlier: the loop ends within the business days, holidays and tolerance that the policy allows.
  while (judgedOn(month, terms) > asOf) month = shiftMonth(month, -1);
  return month;
}

/** The month so many after (or, negative, before) another. */
export function shiftMonth(month: string, by: number): string {
  return firstOf(month).plus({ months: by }).toFormat('yyyy-MM');
}

/** All months from the first to the last, both included; none when the last is the earlier. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = shiftMonth(month, 1)) months.push(month);
  return months;
}

/** The first and the last day of a month. */
export function daysOfMonth(month: string): { first: string; last: string } {
  const first = firstOf(month);
  return { first: first.toFormat('yyyy-MM-dd'), last: first.endOf('month').toFormat('yyyy-MM-dd') };
}

function firstOf(month: string): DateTime {
  return DateTime.fromFormat(month, 'yyyy-MM', { zone: 'utc' });
}
