import { DateTime } from 'luxon';

/**
 * Years by which the past is moved ahead to be played. After 28 years each date falls on the same day of the week, and leap
 * years recur (no century is crossed before 2100): months, weekends and Februaries are what they were.
 */
const GREGORIAN_CYCLE = 28;

/** A stretch of the past that is played. Days are `YYYY-MM-DD`, both inclusive, as they stand in the facts. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
  /** Years between a day of the facts and the day on which it is played. */
  readonly years: number;
}

/** The longest stretch that is played, in days: a leap year. */
export const LONGEST_STRETCH = 366;

/**
 * The stretch as it is played: by the fewest cycles that put its first day after `now`, because virtual time only goes forward.
 * @throws RangeError when the stretch is empty, longer than a year, or leads past 2099
 */
export function stretchOf(from: string, to: string, now: Date): Stretch {
  const first = DateTime.fromISO(from, { zone: 'utc' });
  const last = DateTime.fromISO(to, { zone: 'utc' });
  const days = last.diff(first, 'days').days + 1;
  if (!(days >= 1 && days <= LONGEST_STRETCH)) throw new RangeError(`A rehearsal plays 1 to ${LONGEST_STRETCH} days; ${from} to ${to} are ${days}.`);
  let years = GREGORIAN_CYCLE;
  while (first.plus({ years }).toMillis() <= now.getTime()) years += GREGORIAN_CYCLE;
  if (last.plus({ years }).year > 2099) throw new RangeError(`${from} cannot be played: only dates before 2072 can.`);
  return { from, to, years };
}

/** The last day of a year that begins on a day: `2014-01-01` → `2014-12-31`. */
export function yearFrom(from: string): string {
  return isoDay(DateTime.fromISO(from, { zone: 'utc' }).plus({ years: 1 }).minus({ days: 1 }));
}

/** The first day of the last twelve whole months that end by a day. */
export function lastFullYear(latest: string): string {
  return isoDay(DateTime.fromISO(latest, { zone: 'utc' }).plus({ days: 1 }).startOf('month').minus({ years: 1 }));
}

/** The day on which a day of the facts is played. */
export function playedDay(day: string, { years }: Pick<Stretch, 'years'>): string {
  return isoDay(DateTime.fromISO(day, { zone: 'utc' }).plus({ years }));
}

/** The day of the facts that is played at an instant, UTC. */
export function factualDay(played: Date | string, { years }: Pick<Stretch, 'years'>): string {
  const instant = typeof played === 'string' ? DateTime.fromISO(played, { zone: 'utc' }) : DateTime.fromJSDate(played, { zone: 'utc' });
  return isoDay(instant.minus({ years }));
}

/** Every day of the stretch, as in the facts. */
export function daysOf({ from, to }: Stretch): string[] {
  const last = DateTime.fromISO(to, { zone: 'utc' });
  const days: string[] = [];
  for (let day = DateTime.fromISO(from, { zone: 'utc' }); day <= last; day = day.plus({ days: 1 })) days.push(isoDay(day));
  return days;
}

function isoDay(day: DateTime): string {
  return day.toISODate() ?? '';
}
