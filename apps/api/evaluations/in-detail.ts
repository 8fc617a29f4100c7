import type { z } from 'zod';
import type { Database } from '#persistence/database.js';
import { raterCounts } from '#persistence/evaluations/ratings.js';
import { stagesOf } from '#persistence/evaluations/stages.js';
import { countScorecardMails } from '#persistence/scorecards/scorecards.js';
import type { EvaluationRecord } from '#persistence/scoring/evaluations.js';
import { shownInDetail, type evaluationInDetail } from './evaluation-schemas.js';

/** One evaluation with its stages, its raters and its scorecards, as the API shows it. */
export async function inDetail(db: Database, record: EvaluationRecord): Promise<z.infer<typeof evaluationInDetail>> {
  const [stages, ratings, scorecardsSent] = await Promise.all([stagesOf(db, record.id), raterCounts(db, record.id), countScorecardMails(db, record.id)]);
  return shownInDetail(record, { stages, ratings, scorecardsSent });
}
