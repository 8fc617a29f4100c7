import { z } from 'zod';

const line = (longest: number) => z.string().trim().max(longest).regex(/^\P{Cc}*$/u, 'must be one line without control characters');

/** Somebody who is invited and is neither a contact of the supplier nor one of us: a customer, a third party. */
export const guest = z
  .strictObject({ name: line(200).min(1, 'must not be empty'), email: z.email().max(254), language: z.enum(['zh', 'ru', 'en']).default('en') })
  .meta({ id: 'MeetingGuest' });

/** See {@link guest}. */
export type Guest = z.infer<typeof guest>;

export const meetingStatuses = ['planned', 'held', 'cancelled'] as const;

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

/** What was said, when a meeting was held: it is written down as an interaction. */
export const heldBody = z
  .strictObject({ summary: z.string().trim().min(1, 'must not be empty').max(10_000), nextStep: z.string().trim().max(1_000).default(''), followUpOn: z.iso.date().nullable().default(null) })
  .meta({ id: 'MeetingHeld' });
