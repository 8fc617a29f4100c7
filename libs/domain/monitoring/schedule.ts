import { z } from 'zod';
import { timeZone } from '../evaluation/schedule.js';

/** When the daily run is made. */
export const monitoringPlanSchema = z.strictObject({
  timeOfDay: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 05:00').describe('On the clocks of the zone, `05:00`.'),
  timeZone,
  paused: z.boolean(),
});

/** See {@link monitoringPlanSchema}. */
export type MonitoringPlan = z.infer<typeof monitoringPlanSchema>;

/** Until somebody sets it: early, and at an hour that no change of the clocks touches. */
export const defaultMonitoringPlan: MonitoringPlan = { timeOfDay: '05:00', timeZone: 'UTC', paused: false };
