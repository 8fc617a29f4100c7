import { IANAZone } from 'luxon';
import { z } from 'zod';
import { segments } from '../supplier/status.js';
import { cadences, LATEST_DAY } from './periods.js';

/** What the scheduler does with a look that is due while the one before still runs. */
export const overlaps = ['skip', 'bufferOne'] as const;
export type Overlap = (typeof overlaps)[number];

const name = z.string().trim().min(1).max(100).regex(/^\P{Cc}*$/u, 'must be one line without control characters');
const cadence = z.enum(cadences).describe('How long the periods are; all begin with the calendar year.');
const afterDays = z.int().min(1).max(LATEST_DAY).describe('Calendar days after the last day of a period on which its cycle starts.');
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 06:00')
  .describe('Local time. Where a change of the clocks leaves it out, the cycle starts that much later.');
/** As the time zone database spells them, for the scheduler tells capitals apart. */
export const timeZone = z
  .string()
  .max(60)
  .refine((zone) => zone === 'UTC' || (/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)+$/.test(zone) && IANAZone.isValidZone(zone)), {
    error: 'must be an IANA time zone such as Europe/Berlin',
  });
const overlap = z.enum(overlaps).describe('What is done with a start that is due while the one before still runs: left out, or done after it.');
const catchUpDays = z.int().min(1).max(366).describe('Cycles that were missed are made up for within so many days.');
const since = z.iso
  .date()
  .refine((day) => day >= '1900-01-01' && day < '2200-01-01', 'must lie between 1900 and 2199')
  .describe('The first period begins on or after this day.');

/** Body of `POST /schedules`. */
export const newScheduleBody = z
  .strictObject({
    name,
    segment: z.enum(segments).nullable().default(null).describe('null: all segments.'),
    cadence,
    afterDays: afterDays.default(3),
    timeOfDay: timeOfDay.default('06:00'),
    timeZone: timeZone.default('UTC'),
    overlap: overlap.default('skip'),
    catchUpDays: catchUpDays.default(31),
    collectRatings: z.boolean().default(false).describe('People are asked for ratings before the scores are computed.'),
    paused: z.boolean().default(false),
    since: since.optional().describe('The first period begins on or after this day; absent: the period that runs now.'),
  })
  .meta({ id: 'NewSchedule' });

/** Body of `PATCH /schedules/{id}`: what is left out stays. */
export const scheduleChange = z
  .strictObject({
    name: name.optional(),
    cadence: cadence.optional().describe('Unless `since` is given too, the first period of the new length is the one that runs now.'),
    afterDays: afterDays.optional(),
    timeOfDay: timeOfDay.optional(),
    timeZone: timeZone.optional(),
    overlap: overlap.optional(),
    catchUpDays: catchUpDays.optional(),
    collectRatings: z.boolean().optional(),
    since: since.optional(),
  })
  .meta({ id: 'ScheduleChange' });

/** See {@link newScheduleBody}. */
export type NewSchedule = z.infer<typeof newScheduleBody>;

/** See {@link scheduleChange}. */
export type ScheduleChange = z.infer<typeof scheduleChange>;
