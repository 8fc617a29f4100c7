import type { ScheduleInDetail } from './queries.js';

type Cycle = ScheduleInDetail['evaluations'][number];

/** A period that has ended: with the cycle that the schedule has started for it, or why there is none. */
export type PastPeriod = { readonly start: string; readonly end: string } & (
  | { readonly cycle: Cycle }
  | { readonly cycle: null; readonly why: ScheduleInDetail['notStarted'][number]['why'] }
);

/** Periods shown, at most. */
const MOST = 12;

/** What came of the periods of a schedule whose cycle should have begun, newest first. */
export function pastPeriods({ evaluations, notStarted }: Pick<ScheduleInDetail, 'evaluations' | 'notStarted'>): PastPeriod[] {
  const cycles = evaluations.map((cycle) => ({ start: cycle.periodStart, end: cycle.periodEnd, cycle }));
  const without = notStarted.map(({ periodStart, periodEnd, why }) => ({ start: periodStart, end: periodEnd, cycle: null, why }));
  return [...cycles, ...without].sort((a, b) => (a.end < b.end ? 1 : -1)).slice(0, MOST);
}
