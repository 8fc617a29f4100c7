import type { Database } from '#persistence/database.js';
import { proposeChunk } from '#persistence/restatements/consequences.js';
import { restateChunk } from '#persistence/restatements/restate.js';
import { finishRestatement } from '#persistence/restatements/restatements.js';
import type { RestatementActivities } from '#workflows/restatement/activities.js';

/** The steps of a restatement on PostgreSQL. Nothing is refused here: what fails is the infrastructure's, and is repeated. */
export function createRestatementActivities(db: Database): RestatementActivities {
  return {
    restateChunk: ({ restatementId, at }) => restateChunk(db, { restatementId, at: new Date(at) }),
    proposeChunk: ({ restatementId, at }) => proposeChunk(db, { restatementId, at: new Date(at) }),
    finishRestatement: ({ restatementId, at }) => finishRestatement(db, { restatementId, at: new Date(at) }),
  };
}
