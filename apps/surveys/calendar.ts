import { resolveDeadline } from '#domain/calendar/business-days.js';
import { stageDueAt } from '#domain/evaluation/stages.js';
import { calendarFor, OURS } from '#persistence/holidays.js';
import { DateTime } from 'luxon';

/** Business days before the deadline on which who is silent is reminded. */
const REMIND_BEFORE = [3, 1, 0];

/** The end of the day that is so many business days after `at`. */
export function dueAfter(at: Date, businessDays: number): Date {
  return new Date(stageDueAt(businessDays, at.toISOString(), calendarFor(OURS, at)));
}

/** When who has not answered is reminded: in the morning of later days than that of asking, up to the due one. */
export function remindersBefore(dueAt: Date, askedAt: Date): string[] {
  const due = { of: 'buyer' as const, from: dueAt.toISOString(), businessDays: 0, remindBefore: REMIND_BEFORE, climbAfter: [], exhaustedAfter: null };
  const asked = DateTime.fromJSDate(askedAt, { zone: OURS.timeZone }).endOf('day').toMillis();
  return resolveDeadline(due, askedAt.toISOString(), calendarFor(OURS, dueAt))
    .moments.map(({ at }) => at)
    .filter((at) => Date.parse(at) > asked);
}
