import type { Database } from '#persistence/database.js';
import { proposeChunk } from '#persistence/restatements/consequences.js';
import { restateChunk } from '#persistence/restatements/restate.js';
import { finishRestatement } from '#persistence/restatements/restatements.js';
import type { RestatementActivities } from '#workflows/restatement/activities.js';
import { sendRestatedScorecards, type LetterSettings } from '../../scorecards/scorecard-mails.js';

/**
 * The steps of a restatement on PostgreSQL; at its end the suppliers whose scorecard has changed get a corrected one. Nothing is
 * refused here: what fails is the infrastructure's, and is repeated.
 */
export function createRestatementActivities(db: Database, settings: LetterSettings): RestatementActivities {
  return {
    restateChunk: ({ restatementId, at }) => restateChunk(db, { restatementId, at: new Date(at) }),
    proposeChunk: ({ restatementId, at }) => proposeChunk(db, { restatementId, at: new Date(at) }),
    finishRestatement: async ({ restatementId, at }) => {
      await sendRestatedScorecards({ db, settings }, restatementId, new Date(at));
      return finishRestatement(db, { restatementId, at: new Date(at) });
    },
  };
}
