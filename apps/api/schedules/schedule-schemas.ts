import { z } from 'zod';
import { cadences, nextPeriods } from '#domain/evaluation/periods.js';
import { overlaps } from '#domain/evaluation/schedule.js';
import { segments } from '#domain/supplier/status.js';
import { reasonsNotStarted } from '#persistence/schedules/not-started.js';
import type { ScheduleRecord } from '#persistence/schedules/schedules.js';
import { date, instant } from '../http/answers.js';
import { pageOfItems } from '../http/paging.js';

/** Periods of which a schedule says when their cycles start. */
const AHEAD = 3;

/** A schedule as the API shows it. */
export const schedule = z
  .object({
    id: z.uuid(),
    name: z.string(),
    segment: z.enum(segments).nullable().describe('null: all segments.'),
    cadence: z.enum(cadences),
    afterDays: z.int().describe('Calendar days after the last day of a period on which its cycle starts.'),
    timeOfDay: z.string(),
    timeZone: z.string(),
    overlap: z.enum(overlaps),
    catchUpDays: z.int(),
    collectRatings: z.boolean(),
    paused: z.boolean(),
    since: date.describe('The first period begins on or after this day.'),
    revision: z.int(),
    next: z
      .array(z.object({ periodStart: date, periodEnd: date, startsAt: instant }))
      .describe('The cycles that start next, soonest first; none while it is paused.'),
    createdBy: z.string(),
    createdAt: instant,
    updatedAt: instant,
    lastRunAt: instant.nullable().describe('When it last looked whether a cycle is due; it also looks an hour and a day later, for the days on which clocks are changed.'),
    lastError: z.string().nullable().describe('What stood in its way then.'),
  })
  .meta({ id: 'Schedule' });

/** A page of {@link schedule}s. */
export const schedules = pageOfItems(schedule).meta({ id: 'Schedules' });

/** One schedule with what came of it. */
export const scheduleInDetail = schedule
  .extend({
    scheduler: z.object({
      state: z.enum(['inPlace', 'missing', 'unreachable']).describe('missing: it will be put in place within a minute.'),
      nextLooks: z.array(instant).describe('When it looks next whether a cycle is due.'),
    }),
    evaluations: z
      .array(z.object({ id: z.uuid(), periodStart: date, periodEnd: date, status: z.string(), createdAt: instant }))
      .describe('What it has started, newest period first; the last twelve.'),
    notStarted: z
      .array(z.object({ periodStart: date, periodEnd: date, dueAt: instant, why: z.enum(reasonsNotStarted) }))
      .describe(
        'Of the last twelve periods those whose cycle should have begun and has not, newest first. `missed`: due longer ago than `catchUpDays`, nothing makes up for it; ' +
          '`leftOut`: before `since`, as after a pause that was not made up for; `paused`: the schedule is paused; `due`: about to start, or `lastError` stands in its way.',
      ),
  })
  .meta({ id: 'ScheduleInDetail' });

/** Body of `POST /schedules/{id}/resume`. */
export const resumeBody = z
  .strictObject({ makeUp: z.boolean().default(false).describe('Cycles that would have started during the pause are made up for, as far back as the catch-up goes.') })
  .prefault({})
  .meta({ id: 'ResumeSchedule' });

/** Answer of `POST /schedules/{id}/run`. */
export const runAnswer = z
  .object({ started: z.array(z.object({ evaluationId: z.uuid(), periodStart: date, periodEnd: date })).describe('Empty: every period that has ended has its evaluation, or was due longer ago than `catchUpDays`.') })
  .meta({ id: 'ScheduleRun' });

/** A schedule's row as the API shows it. */
export function shownSchedule({ removedAt: _, ...record }: ScheduleRecord, now: Date): z.infer<typeof schedule> {
  const next = record.paused ? [] : nextPeriods(record, now.toISOString(), AHEAD);
  return {
    ...record,
    next: next.map(({ start, end, dueAt }) => ({ periodStart: start, periodEnd: end, startsAt: dueAt })),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    lastRunAt: record.lastRunAt?.toISOString() ?? null,
  };
}
