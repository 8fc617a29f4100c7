import { DateTime } from 'luxon';
import { z } from 'zod';
import { isBusinessDay, type Calendar } from '../calendar/business-days.js';
import { entryBody, type EntryBody } from './registers.js';

const line = (longest: number) => z.string().trim().max(longest).regex(/^\P{Cc}*$/u, 'must be one line without control characters');

/** Somebody who is invited and is neither a contact of the supplier nor one of us: a customer, a third party. */
export const guest = z
  .strictObject({ name: line(200).min(1, 'must not be empty'), email: z.email().max(254), language: z.enum(['zh', 'ru', 'en']).default('en') })
  .meta({ id: 'MeetingGuest' });

/** See {@link guest}. */
export type Guest = z.infer<typeof guest>;

/** `missed`: its time is over, and nobody has written down that it was held; that can still be done. */
export const meetingStatuses = ['planned', 'held', 'missed', 'cancelled'] as const;

/** See {@link meetingStatuses}. */
export type MeetingStatus = (typeof meetingStatuses)[number];

/** A meeting as somebody plans it. */
export const meetingBody = z
  .strictObject({
    title: line(200).min(1, 'must not be empty'),
    startsAt: z.iso.datetime({ offset: true }),
    minutes: z.int().min(15).max(480),
    place: line(300).default('').describe('A room, or the address of a call.'),
    agenda: z.string().trim().max(4_000).default(''),
    contactIds: z.array(z.uuid()).max(20).default([]).describe('Contacts of the supplier who are invited.'),
    guests: z.array(guest).max(20).default([]),
  })
  .meta({ id: 'MeetingBody' });

/** See {@link meetingBody}. */
export type MeetingBody = z.infer<typeof meetingBody>;

const agreed = { title: line(200).min(1, 'must not be empty'), dueOn: z.iso.date().nullable().default(null), ownerId: z.uuid().nullable().default(null).describe('A person of ours; the organizer if left out.') };

/** What was agreed: it becomes a milestone of the development plan or an entry of the issue log. */
const action = z
  .discriminatedUnion('register', [
    z.strictObject({ register: z.literal('milestone'), ...agreed, doneBy: z.enum(['us', 'supplier', 'both']) }),
    z.strictObject({ register: z.literal('issue'), ...agreed, severity: z.enum(['critical', 'major', 'minor']) }),
  ])
  .meta({ id: 'MeetingAction' });

/** What was said, when a meeting was held: it is written down as an interaction, and what was agreed as entries. */
export const heldBody = z
  .strictObject({
    summary: z.string().trim().min(1, 'must not be empty').max(10_000),
    nextStep: z.string().trim().max(1_000).default(''),
    followUpOn: z.iso.date().nullable().default(null),
    actions: z.array(action).max(20).default([]),
  })
  .meta({ id: 'MeetingHeld' });

/** See {@link heldBody}. */
export type HeldBody = z.infer<typeof heldBody>;

/** The entry that an action becomes. An issue began when it was spoken of. */
export function entryOfAction(agreement: HeldBody['actions'][number], { organizerId, startsAt }: { organizerId: string; startsAt: string }): EntryBody & { ownerId: string } {
  const ownerId = agreement.ownerId ?? organizerId;
  return { ...entryBody.parse({ ...agreement, ...(agreement.register === 'milestone' ? { topic: 'other' } : { beganAt: startsAt }) }), ownerId };
}

/** What a calendar answers to an invitation (RFC 5546, 3.2.3 and 3.2.7); `proposed`: it asks for another time. */
export const meetingAnswers = ['accepted', 'declined', 'tentative', 'proposed'] as const;

/** See {@link meetingAnswers}. */
export type MeetingAnswerKind = (typeof meetingAnswers)[number];

/** No two calendars are off for longer than this at a stretch, together. */
const LONGEST_BREAK = 60;

/**
 * When a meeting begins that is due on a day (`YYYY-MM-DD`): that day or the first one after it that both sides work, at a time of day
 * (`HH:MM`) of the supplier's. Our day is the one that we have at that instant.
 * @throws RangeError when there is no such day within two months
 */
export function meetingInstant({ day, timeOfDay, theirs, ours }: { day: string; timeOfDay: string; theirs: Calendar; ours: Calendar }): Date {
  const [hour = 0, minute = 0] = timeOfDay.split(':').map(Number);
  for (let later = 0; later <= LONGEST_BREAK; later += 1) {
    const local = DateTime.fromISO(day, { zone: theirs.timeZone }).plus({ days: later }).set({ hour, minute });
    if (isBusinessDay(local, theirs) && isBusinessDay(local.setZone(ours.timeZone), ours)) return local.toJSDate();
  }
  throw new RangeError(`No day within ${LONGEST_BREAK} days of ${day} is worked in ${theirs.timeZone} and in ${ours.timeZone}.`);
}
