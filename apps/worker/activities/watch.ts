import { readWatch } from '#persistence/cases/watch-reading.js';
import type { Database } from '#persistence/database.js';
import type { RectificationActivities } from '#workflows/rectification/activities.js';

/** The facts by which the measures of a rectification are judged. */
export function createWatchActivity(db: Database): Pick<RectificationActivities, 'readWatch'> {
  return { readWatch: (question) => readWatch(db, { ...question, at: new Date(question.at) }) };
}
