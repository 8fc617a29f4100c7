import { DateTime } from 'luxon';
import type { Deadline, Due, Moment } from '../process/decision.js';

/** A party's working calendar. Dates are local, `YYYY-MM-DD`. */
export interface Calendar {
  /** IANA zone. */
  readonly timeZone: string;
  /** Days off besides Saturday and Sunday. */
  readonly holidays: ReadonlySet<string>;
  /** Saturdays and Sundays that are worked, as moved working days in China are. */
  readonly workingWeekends: ReadonlySet<string>;
}

/** The hour of the local day at which reminders and escalations go out. */
const OFFICE_HOUR = 9;
/** No calendar has a longer run of days off; beyond it the calendar itself is wrong. */
const LONGEST_BREAK = 60;

/** A calendar that has no working day within {@link LONGEST_BREAK} days. */
export class CalendarWithoutWorkingDays extends Error {
  constructor(timeZone: string) {
    super(`The calendar of ${timeZone} has no working day within ${LONGEST_BREAK} days.`);
    this.name = 'CalendarWithoutWorkingDays';
  }
}

/** True when the day is worked; only its date counts. */
export function isBusinessDay(day: DateTime, calendar: Calendar): boolean {
  const date = day.toISODate();
  if (date === null) throw new RangeError(`not a date: ${day.invalidReason}`);
  if (calendar.workingWeekends.has(date)) return true;
  return day.weekday <= 5 && !calendar.holidays.has(date);
}

/**
 * The day that is `count` business days after (or, negative, before) the given one.
 * Day 0 is the given day itself, moved to the next business day if it is none.
 */
export function addBusinessDays(day: DateTime, count: number, calendar: Calendar): DateTime {
  const step = count < 0 ? -1 : 1;
  let current = count === 0 ? nearestBusinessDay(day, 1, calendar) : day;
  for (let left = Math.abs(count); left > 0; left -= 1) current = nearestBusinessDay(current.plus({ days: step }), step, calendar);
  return current;
}

function nearestBusinessDay(day: DateTime, step: 1 | -1, calendar: Calendar): DateTime {
  for (let tried = 0, current = day; tried <= LONGEST_BREAK; tried += 1, current = current.plus({ days: step })) {
    if (isBusinessDay(current, calendar)) return current;
  }
  throw new CalendarWithoutWorkingDays(calendar.timeZone);
}

/** Business days that begin after the first instant's local date and up to the second's: how long a clock stood still. */
export function businessDaysBetween(from: string, to: string, calendar: Calendar): number {
  const last = localDay(to, calendar);
  let count = 0;
  for (let day = localDay(from, calendar).plus({ days: 1 }); day <= last; day = day.plus({ days: 1 })) {
    if (isBusinessDay(day, calendar)) count += 1;
  }
  return count;
}

/**
 * Turns a decision's `due` into instants: due at 23:59 of the party's own day or so many hours after its beginning, reminders
 * and rungs at office hours.
 * Reminders that are not after `at` are left out; a rung of 0 days is the due instant.
 */
export function resolveDeadline(due: Due, at: string, calendar: Calendar): Deadline {
  if (due.hours !== undefined) return byTheClock(due, due.hours, at, calendar);
  const waited = (due.paused ?? []).reduce((days, { from, to }) => days + businessDaysBetween(from, to, calendar), 0);
  const counted = addBusinessDays(localDay(due.from, calendar), due.businessDays + waited, calendar);
  const earliest = due.atLeast
    ? addBusinessDays(localDay(due.atLeast.from, calendar), due.atLeast.businessDays, calendar)
    : counted;
  const day = DateTime.max(counted, earliest);
  return around(due, localTime(day, { hour: 23, minute: 59 }, calendar), at, calendar);
}

/** Elapsed hours, whatever the calendar; only reminders and rungs keep to office hours. */
function byTheClock(due: Due, hours: number, at: string, calendar: Calendar): Deadline {
  const dueAt = DateTime.fromISO(due.from, { zone: 'utc' }).plus({ hours });
  return around(due, dueAt, at, calendar);
}

function around(due: Due, dueAt: DateTime, at: string, calendar: Calendar): Deadline {
  if (due.elapses) return { dueAt: instant(dueAt), moments: [moment('elapse', 0, dueAt)] };
  const day = localDay(instant(dueAt), calendar);
  const office = (offset: number) => localTime(addBusinessDays(day, offset, calendar), { hour: OFFICE_HOUR, minute: 0 }, calendar);
  const moments: Moment[] = [
    ...due.remindBefore.map((before, index) => moment('remind', index, office(-before))),
    ...due.climbAfter.map((after, index) => moment('climb', index, after === 0 ? dueAt : office(after))),
    ...(due.exhaustedAfter === null ? [] : [moment('exhaust', 0, office(due.exhaustedAfter))]),
  ];
  const now = Date.parse(at);
  return {
    dueAt: instant(dueAt),
    moments: moments
      .filter((each) => each.kind !== 'remind' || (Date.parse(each.at) > now && Date.parse(each.at) < dueAt.toMillis()))
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
  };
}

function moment(kind: Moment['kind'], index: number, time: DateTime): Moment {
  return { kind, index, at: instant(time) };
}

/** The local date of an instant, carried at noon UTC: dates are counted where no clock is ever changed. */
function localDay(at: string, calendar: Calendar): DateTime {
  const { year, month, day } = DateTime.fromISO(at, { zone: calendar.timeZone });
  return DateTime.utc(year, month, day, 12);
}

function localTime(date: DateTime, time: { hour: number; minute: number }, calendar: Calendar): DateTime {
  const { year, month, day } = date;
  return DateTime.fromObject({ year, month, day, ...time }, { zone: calendar.timeZone });
}

function instant(time: DateTime): string {
  const iso = time.toUTC().toISO();
  if (iso === null) throw new RangeError(`not a time: ${time.invalidReason}`);
  return iso;
}
