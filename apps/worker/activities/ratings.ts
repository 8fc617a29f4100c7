import { ratingQuestions } from '#domain/surveys/questions.js';
import type { Database } from '#persistence/database.js';
import { getPolicy } from '#persistence/policies/policies.js';
import { ratersOfEvaluation, storeSurvey, surveyOfEvaluation } from '#persistence/surveys/prepare.js';
import { calibrateRatings, settleRatings } from '#persistence/surveys/ratings.js';
import type { RatingActivities } from '#workflows/evaluation-cycle/activities.js';
import { v5 as uuidv5 } from 'uuid';
import { dueAfter } from '../../surveys/calendar.js';

/** How a cycle collects what people say of suppliers, on PostgreSQL. */
export function createRatingActivities(db: Database): RatingActivities {
  return {
    prepareRatings: async ({ evaluationId, at }) => ({ surveyId: await prepareRatings(db, evaluationId, new Date(at)) }),
    calibrateRatings: async ({ evaluationId, at }) => calibrateRatings(db, { evaluationId, at: new Date(at) }),
    settleRatings: async ({ evaluationId, use }) => settleRatings(db, { evaluationId, use }),
  };
}

async function prepareRatings(db: Database, evaluationId: string, at: Date): Promise<string | null> {
  const evaluation = await db.prisma.evaluation.findUniqueOrThrow({ where: { id: evaluationId } });
  const policy = await getPolicy(db, evaluation.policyVersion);
  if (!policy) throw new Error(`Evaluation ${evaluationId} has no policy`);
  const { evaluation: terms } = policy.policy;
  const [periodStart, periodEnd] = [evaluation.periodStart, evaluation.periodEnd].map((day) => day.toISOString().slice(0, 10)) as [string, string];
  await db.transaction(async (tx) => {
    const raters = await ratersOfEvaluation(tx, evaluationId);
    if (raters.length === 0) return;
    await storeSurvey(
      tx,
      {
        id: uuidv5('ratings', evaluationId),
        kind: 'ratings',
        evaluationId,
        title: `${periodStart} – ${periodEnd}`,
        questions: ratingQuestions(terms),
        periodStart,
        periodEnd,
        dueAt: dueAfter(at, terms.ratingDays),
        requestedBy: evaluation.requestedBy,
        at,
      },
      raters,
    );
  });
  return (await surveyOfEvaluation(db, evaluationId))?.id ?? null;
}
