import { z } from 'zod';
import { guest, meetingAnswers, meetingStatuses } from '#domain/relationship/meetings.js';
import type { Meeting, MeetingAnswer } from '#persistence/generated/client.js';
import { guestsOf } from '#persistence/relationship/meetings.js';
import { instant } from '../http/answers.js';
import { pageOfItems, pageQuery } from '../http/paging.js';

const answerSchema = z.object({
  address: z.string(),
  answer: z.enum(meetingAnswers).describe('As their calendar said; `proposed`: it asks for another time.'),
  proposedAt: instant.nullable(),
  comment: z.string(),
  at: instant,
});

export const meetingSchema = z
  .object({
    id: z.uuid(),
    supplierId: z.uuid(),
    title: z.string(),
    startsAt: instant,
    minutes: z.int(),
    place: z.string(),
    agenda: z.string(),
    organizerId: z.uuid(),
    contactIds: z.array(z.uuid()),
    guests: z.array(guest),
    status: z.enum(meetingStatuses).describe('`missed`: its time is over and nobody has written it down.'),
    sequence: z.int().describe('Of the invitation; rises with each change that the invited are told of.'),
    answers: z.array(answerSchema).describe('To the invitation as it now is.'),
    heldAs: z.uuid().nullable().describe('The interaction in which its minutes stand.'),
    actionIds: z.array(z.uuid()).describe('What was agreed, as entries of the registers.'),
    byRhythm: z.boolean(),
    createdBy: z.string(),
  })
  .meta({ id: 'Meeting' });
export const meetings = pageOfItems(meetingSchema).meta({ id: 'Meetings' });
export const meetingQuery = pageQuery.extend({ status: z.enum(meetingStatuses).optional() });
export const cancelBody = z.strictObject({ reason: z.string().trim().min(1, 'must not be empty').max(1_000).describe('The invited read it.') });

/** A meeting as the API shows it, with what was answered to the invitation that holds. */
export function shownMeeting({ createdAt: _, updatedAt: __, ...meeting }: Meeting, answers: readonly MeetingAnswer[]): z.infer<typeof meetingSchema> {
  const current = answers.filter(({ meetingId, sequence }) => meetingId === meeting.id && sequence >= meeting.sequence);
  return {
    ...meeting,
    status: meetingSchema.shape.status.parse(meeting.status),
    guests: guestsOf(meeting),
    startsAt: meeting.startsAt.toISOString(),
    answers: current.map(({ address, answer, proposedAt, comment, at }) => ({ address, answer: answerSchema.shape.answer.parse(answer), proposedAt: proposedAt?.toISOString() ?? null, comment, at: at.toISOString() })),
  };
}
