import { z } from 'zod';
import type { Segment } from '../supplier/status.js';

/** What a template gives a new plan; days count from its beginning. */
export const relationshipTemplate = z
  .strictObject({
    meetingEveryWeeks: z.int().min(1).max(104).nullable().describe('null: no meetings by themselves.'),
    meetingMinutes: z.int().min(15).max(480),
    inviteDaysAhead: z.int().min(2).max(90).default(14).describe('So many days before a meeting of the rhythm its invitations go out.'),
    missedAfterDays: z.int().min(1).max(30).default(5).describe('So many days after a meeting that nobody has written down it counts as missed.'),
    reviewEveryMonths: z.int().min(1).max(36),
    targets: z
      .array(z.strictObject({ title: z.string().trim().min(1).max(200), indicator: z.string().max(100).nullable(), direction: z.enum(['atLeast', 'atMost']), value: z.number(), unit: z.string().max(20), dueAfterDays: z.int().min(1).max(1_500) }))
      .max(20),
    milestones: z
      .array(z.strictObject({ title: z.string().trim().min(1).max(200), topic: z.enum(['training', 'technicalSupport', 'quality', 'capacity', 'innovation', 'sustainability', 'other']), doneBy: z.enum(['us', 'supplier', 'both']), dueAfterDays: z.int().min(1).max(1_500) }))
      .max(20),
  })
  .meta({ id: 'RelationshipTemplate' });

/** See {@link relationshipTemplate}. */
export type RelationshipTemplate = z.infer<typeof relationshipTemplate>;

const onTime = (value: number) => ({ title: 'On-time delivery', indicator: 'onTimeDelivery', direction: 'atLeast', value, unit: '%', dueAfterDays: 365 }) as const;

const calls = { inviteDaysAhead: 14, missedAfterDays: 5 } as const;

/** What holds for a segment until somebody writes another: the closer the tie, the more often one meets. */
export const defaultTemplates: Readonly<Record<Segment, RelationshipTemplate>> = {
  strategic: {
    meetingEveryWeeks: 4,
    meetingMinutes: 90,
    ...calls,
    reviewEveryMonths: 6,
    targets: [onTime(95)],
    milestones: [{ title: 'Joint development plan agreed', topic: 'innovation', doneBy: 'both', dueAfterDays: 90 }],
  },
  bottleneck: {
    meetingEveryWeeks: 8,
    meetingMinutes: 60,
    ...calls,
    reviewEveryMonths: 6,
    targets: [onTime(95)],
    milestones: [{ title: 'Second source looked for', topic: 'capacity', doneBy: 'us', dueAfterDays: 180 }],
  },
  leverage: { meetingEveryWeeks: 13, meetingMinutes: 60, ...calls, reviewEveryMonths: 12, targets: [onTime(92)], milestones: [] },
  routine: { meetingEveryWeeks: null, meetingMinutes: 30, ...calls, reviewEveryMonths: 24, targets: [], milestones: [] },
};

/** A day so many days or months later; days are `YYYY-MM-DD`. The last day of a shorter month stands for one that it does not have. */
export function dayAfter(day: string, { days = 0, months = 0 }: { days?: number; months?: number }): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth) + days)).toISOString().slice(0, 10);
}

/** On which day the next meeting is due: a rhythm after the last, or after the beginning; null without a rhythm. */
export function nextMeetingDay({ meetingEveryWeeks, startedOn, lastMeetingOn }: { meetingEveryWeeks: number | null; startedOn: string; lastMeetingOn: string | null }): string | null {
  return meetingEveryWeeks === null ? null : dayAfter(lastMeetingOn ?? startedOn, { days: 7 * meetingEveryWeeks });
}
