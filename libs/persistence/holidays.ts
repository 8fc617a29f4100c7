import type { Calendar } from '#domain/calendar/business-days.js';
import Holidays from 'date-holidays';

/** Days that a country's library calendar has wrong, or that a decree moved. */
export interface CalendarOverride {
  readonly country: string;
  readonly holidays: readonly string[];
  readonly workingWeekends: readonly string[];
}

/**
 * Days moved by the State Council's yearly notices, which date-holidays does not know.
 * A new year's notice adds a line; the source is the notice on the public holidays of that year.
 */
export const calendarOverrides: readonly CalendarOverride[] = [
  {
    country: 'CN',
    holidays: [
      '2026-01-01', '2026-01-02', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-02-23',
      '2026-04-06', '2026-05-01', '2026-05-04', '2026-05-05', '2026-06-19', '2026-09-25',
      '2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07',
    ],
    workingWeekends: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
];

/** Ours is no country's calendar but the week's, until people have calendars of their own. */
export const OURS = { country: null, timeZone: 'UTC' } as const;

const A_DAY = 24 * 60 * 60 * 1000;

const known = new Map<string, ReadonlySet<string>>();

/** The working calendar of a party for the years around an instant; without a country only weekends are off. */
export function calendarFor(party: { country: string | null; timeZone: string }, around: Date): Calendar {
  const year = around.getUTCFullYear();
  const holidays = new Set<string>();
  const workingWeekends = new Set<string>();
  for (const each of [year - 1, year, year + 1, year + 2]) {
    for (const day of party.country ? publicHolidays(party.country, each) : []) holidays.add(day);
  }
  for (const override of calendarOverrides) {
    if (override.country !== party.country) continue;
    override.holidays.forEach((day) => holidays.add(day));
    override.workingWeekends.forEach((day) => workingWeekends.add(day));
  }
  return { timeZone: party.timeZone, holidays, workingWeekends };
}

function publicHolidays(country: string, year: number): ReadonlySet<string> {
  const key = `${country}:${year}`;
  const found = known.get(key);
  if (found) return found;
  const days = new Set<string>();
  const calendar = new Holidays();
  calendar.init(country);
  for (const holiday of calendar.getHolidays(year) ?? []) {
    if (holiday.type !== 'public') continue;
    // Some last several days; `end` is the first instant after the last one. Noon keeps clear of every zone's clock changes.
    const first = holiday.date.slice(0, 10);
    const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / A_DAY));
    for (let day = 0; day < length; day += 1) days.add(new Date(Date.parse(`${first}T12:00:00Z`) + day * A_DAY).toISOString().slice(0, 10));
  }
  known.set(key, days);
  return days;
}
