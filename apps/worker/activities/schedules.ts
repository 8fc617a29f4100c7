import type { Database } from '#persistence/database.js';
import { startDueEvaluations } from '#persistence/schedules/start-due.js';
import type { ScheduledEvaluationActivities } from '#workflows/scheduled-evaluation/activities.js';

/** The starter of scheduled cycles on PostgreSQL. */
export function createScheduleActivities(db: Database): ScheduledEvaluationActivities {
  return {
    startDueEvaluations: async ({ scheduleId, ahead = false, at }) => ({ started: await startDueEvaluations(db, { scheduleId, ahead, at: new Date(at) }) }),
  };
}
