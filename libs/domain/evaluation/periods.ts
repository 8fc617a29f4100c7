import { DateTime } from 'luxon';

/** How long the periods of a schedule are; all begin with the calendar year. */
export const cadences = ['month', 'quarter', 'halfYear', 'year'] as const;
export type Cadence = (typeof cadences)[number];

/** Inclusive dates, `YYYY-MM-DD`. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/** A period and the instant, ISO in UTC, at which its cycle is to start. */
export interface DuePeriod extends Period {
  readonly dueAt: string;
}

/** When the cycles of a schedule are to start. */
export interface Timing {
  readonly cadence: Cadence;
  /** Calendar days after the period's last day, 1 to {@link LATEST_DAY}. */
  readonly afterDays: number;
  /** Local time, `HH:MM`. */
  readonly timeOfDay: string;
  /** IANA zone. */
  readonly timeZone: string;
  /** The first period begins on or after this day, `YYYY-MM-DD`. */
  readonly since: string;
}

/** A time that comes again every year, on a clock of the schedule's zone; months count from 1. */
export interface StartingTime {
  readonly months: readonly number[];
  readonly dayOfMonth: number;
  readonly hour: number;
  readonly minute: number;
}

/** So that the day and the one after it are days of every month. */
export const LATEST_DAY = 27;

const MONTHS: Readonly<Record<Cadence, number>> = { month: 1, quarter: 3, halfYear: 6, year: 12 };
const DAY = 24 * 60 * 60_000;

/** The period that a day lies in. */
export function periodOf(cadence: Cadence, day: string): Period {
  const { year, month } = dateOf(day);
  const months = MONTHS[cadence];
  const start = DateTime.utc(year, month - ((month - 1) % months), 1);
  return { start: text(start), end: text(start.plus({ months }).minus({ days: 1 })) };
}

/** The period that follows. */
export function periodAfter(cadence: Cadence, { end }: Period): Period {
  return periodOf(cadence, text(dateOf(end).plus({ days: 1 })));
}

/**
 * When the cycle of a period is to start. A local time that a change of the clocks leaves out is that much later (02:30 is 03:30);
 * of one that comes twice the first counts.
 */
export function dueAt({ afterDays, timeOfDay, timeZone }: Timing, { end }: Period): string {
  const { year, month, day } = dateOf(end).plus({ days: afterDays });
  const [hour, minute] = clock(timeOfDay);
  const local = DateTime.fromObject({ year, month, day, hour, minute }, { zone: timeZone });
  const first = Math.min(...local.getPossibleOffsets().map((each) => each.toMillis()), local.toMillis());
  return new Date(first).toISOString();
}

/** The periods of a schedule that are to start after the one instant and until the other, oldest first. */
export function periodsDue(timing: Timing, { after, until }: { after: string; until: string }): DuePeriod[] {
  const [from, to] = [Date.parse(after), Date.parse(until)];
  const due: DuePeriod[] = [];
  for (let each = firstToLookAt(timing, from); ; each = periodAfter(timing.cadence, each)) {
    const at = dueAt(timing, each);
    if (Date.parse(at) > to) return due;
    if (Date.parse(at) > from) due.push({ ...each, dueAt: at });
  }
}

/** The next periods of a schedule that are to start after an instant. */
export function nextPeriods(timing: Timing, after: string, count: number): DuePeriod[] {
  const next: DuePeriod[] = [];
  for (let each = firstToLookAt(timing, Date.parse(after)); next.length < count; each = periodAfter(timing.cadence, each)) {
    const at = dueAt(timing, each);
    if (at > after) next.push({ ...each, dueAt: at });
  }
  return next;
}

/** The periods of a schedule whose last day is over in its zone, though the day of their cycle may not have come; at most `count`, the last ones. */
export function periodsEnded(timing: Timing, at: string, count: number): DuePeriod[] {
  const today = localDate(timing.timeZone, at);
  const ended: DuePeriod[] = [];
  let period = periodOf(timing.cadence, today);
  while (ended.length < count) {
    period = periodOf(timing.cadence, text(dateOf(period.start).minus({ days: 1 })));
    if (period.start < timing.since) break;
    ended.unshift({ ...period, dueAt: dueAt(timing, period) });
  }
  return ended;
}

/** The day that it is somewhere at an instant. */
export function localDate(timeZone: string, at: string): string {
  return text(DateTime.fromISO(at, { zone: timeZone }));
}

/**
 * When the scheduler looks whether a cycle is due. It matches the clock literally: a time that is left out on one day comes not at all on it,
 * and of one that comes twice it may take the second alone. An hour later both have come in every zone that changes by an hour or less, and a
 * day later in the others. A look too many does nothing.
 */
export function startingTimes({ cadence, afterDays, timeOfDay }: Pick<Timing, 'cadence' | 'afterDays' | 'timeOfDay'>): StartingTime[] {
  const months = Array.from({ length: 12 / MONTHS[cadence] }, (_, index) => 1 + index * MONTHS[cadence]);
  const [hour, minute] = clock(timeOfDay);
  const anHourLater = hour === 23 ? { dayOfMonth: afterDays + 1, hour: 0 } : { dayOfMonth: afterDays, hour: hour + 1 };
  return [
    { months, dayOfMonth: afterDays, hour, minute },
    { months, minute, ...anHourLater },
    { months, dayOfMonth: afterDays + 1, hour, minute },
  ];
}

/** A due instant lies at most so far from the midnight in UTC after the period: the days after it, the local time, the zone, a clock change. */
function firstToLookAt({ cadence, since, afterDays }: Timing, from: number): Period {
  const early = text(DateTime.fromMillis(from - (afterDays + 4) * DAY, { zone: 'utc' }));
  const first = periodOf(cadence, since > early ? since : early);
  return first.start < since ? periodAfter(cadence, first) : first;
}

function clock(timeOfDay: string): [number, number] {
  const [hour, minute] = timeOfDay.split(':').map(Number);
  if (hour === undefined || minute === undefined) throw new RangeError(`not a time of day: ${timeOfDay}`);
  return [hour, minute];
}

function dateOf(day: string): DateTime {
  return DateTime.fromISO(day, { zone: 'utc' });
}

function text(date: DateTime): string {
  return date.toFormat('yyyy-MM-dd');
}
