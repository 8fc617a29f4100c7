import type { ScheduleInDetail } from './queries.js';

type Cycle = ScheduleInDetail['evaluations'][number];

/** A period that has ended: with the cycle that the schedule has started for it, or null when it started none. */
export interface PastPeriod {
  readonly start: string;
  readonly end: string;
  readonly cycle: Cycle | null;
}

const MONTHS = { month: 1, quarter: 3, halfYear: 6, year: 12 } as const;
/** Periods shown, at most. */
const MOST = 12;

/**
 * What came of the periods of a schedule whose cycle should have begun, newest first. A period that overlaps one with a cycle is not missed: its
 * length was another once. `today` is the day in the schedule's zone, `YYYY-MM-DD`.
 */
export function pastPeriods({ cadence, since, afterDays, evaluations }: Pick<ScheduleInDetail, 'cadence' | 'since' | 'afterDays' | 'evaluations'>, today: string): PastPeriod[] {
  const cycles = evaluations.map((cycle) => ({ start: cycle.periodStart, end: cycle.periodEnd, cycle }));
  const oldest = cycles.map(({ start }) => start).sort()[0];
  const from = oldest !== undefined && oldest < since ? oldest : since;
  const lastDay = dayAfter(today, -afterDays - 1);
  const missed: PastPeriod[] = [];
  for (let start = startOfPeriod(cadence, lastDay); start >= from && missed.length < MOST; start = startOfPeriod(cadence, dayAfter(start, -1))) {
    const end = endOfPeriod(cadence, start);
    if (end <= lastDay && !cycles.some((cycle) => cycle.start <= end && cycle.end >= start)) missed.push({ start, end, cycle: null });
  }
  return [...cycles, ...missed].sort((a, b) => (a.end < b.end ? 1 : -1)).slice(0, MOST);
}

/** The day that it is in a zone, `YYYY-MM-DD`. */
export function dayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

function startOfPeriod(cadence: keyof typeof MONTHS, day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const month = date.getUTCMonth();
  return textOf(Date.UTC(date.getUTCFullYear(), month - (month % MONTHS[cadence]), 1));
}

function endOfPeriod(cadence: keyof typeof MONTHS, start: string): string {
  const date = new Date(`${start}T00:00:00Z`);
  return textOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + MONTHS[cadence], 0));
}

function dayAfter(day: string, days: number): string {
  return textOf(Date.parse(`${day}T00:00:00Z`) + days * 24 * 60 * 60_000);
}

function textOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
