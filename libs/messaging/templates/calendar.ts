import ical, { ICalAlarmType, ICalCalendarMethod } from 'ical-generator';
import { stepName, values } from './parts.js';
import type { Context, Step } from './letter.js';

/** A reminder one day ahead, in seconds. */
const DAY_AHEAD = 86_400;

/**
 * The deadline of a step as an iCalendar file (RFC 5545), published rather than an invitation: nobody has to accept a deadline.
 * The same step keeps its UID, and a higher SEQUENCE moves the entry that the reader already has.
 */
export function deadlineCalendar(context: Context, step: Step): string | null {
  const { input } = context;
  if (!input.dueAt) return null;
  const due = new Date(input.dueAt);
  const calendar = ical({ method: ICalCalendarMethod.PUBLISH, prodId: { company: 'Steward', product: 'Steward' } });
  const event = calendar.createEvent({
    id: String(input.params['uid'] ?? `${input.caseNumber}-${step}@steward`),
    sequence: Number(input.params['sequence'] ?? 0),
    // The file has to be the same each time it is made, so the stamp is the decision's time and no clock's.
    stamp: new Date(input.params['at'] ?? input.dueAt),
    start: due,
    end: due,
    summary: context.say('calendar.summary', { ...values(context), step: stepName(context, step) }),
    description: input.description,
  });
  event.createAlarm({ type: ICalAlarmType.display, triggerBefore: DAY_AHEAD });
  return calendar.toString();
}
