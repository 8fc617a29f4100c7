import ical, { ICalAlarmType, ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { CalendarEntry } from './letter.js';

/** A reminder one day ahead, in seconds. */
const DAY_AHEAD = 86_400;

/** `Name <address>`, or an address alone. */
const MAILBOX = /^\s*(?:"?([^"<]*?)"?\s*<([^<>\s]+)>|([^<>\s]+@[^<>\s]+))\s*$/;

/**
 * A deadline as an iCalendar file (RFC 5545), published rather than an invitation: nobody has to accept a deadline. A meeting is an
 * invitation of its reader, whose calendar answers to the organizer.
 * With the same UID a higher SEQUENCE moves the entry that the reader already has, and METHOD:CANCEL takes it out (RFC 5546, 4.1.3).
 */
export function calendarFile(entry: CalendarEntry): string {
  const { uid, sequence, at, due, summary, description, organizer, meeting, over = false } = entry;
  const calendar = ical({ method: over ? ICalCalendarMethod.CANCEL : meeting ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.PUBLISH, prodId: { company: 'Steward', product: 'Steward' } });
  const [, name, inBrackets, bare] = MAILBOX.exec(organizer ?? '') ?? [];
  const email = inBrackets ?? bare;
  const event = calendar.createEvent({
    id: uid,
    sequence,
    // The file has to be the same each time it is made, so the stamp is the decision's time and no clock's.
    stamp: new Date(at),
    // A deadline has no end: it is a moment, and nobody is busy for it.
    start: new Date(due),
    ...(meeting ? { end: new Date(Date.parse(due) + meeting.minutes * 60_000), ...(meeting.place ? { location: meeting.place } : {}) } : {}),
    transparency: meeting ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
    status: over ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    summary,
    ...(description ? { description } : {}),
    ...(email ? { organizer: { name: name || email, email } } : {}),
  });
  if (meeting) event.createAttendee({ ...meeting.invited, rsvp: !over, role: ICalAttendeeRole.REQ, status: ICalAttendeeStatus.NEEDSACTION });
  if (!over) event.createAlarm({ type: ICalAlarmType.display, triggerBefore: DAY_AHEAD });
  return calendar.toString();
}

/** What a calendar file is for, as its mail says it: `PUBLISH`, `REQUEST` or `CANCEL`. */
export function methodOf(calendar: string): string {
  return /^METHOD:([A-Z]+)\s*$/m.exec(calendar)?.[1] ?? 'PUBLISH';
}
