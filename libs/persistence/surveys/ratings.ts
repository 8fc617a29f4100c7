import { calibrate, type Calibration, type LeftRaw, type Rating } from '#domain/evaluation/calibration.js';
import { evaluationTermsSchema } from '#domain/evaluation/terms.js';
import { ratingOf } from '#domain/surveys/questions.js';
import type { Database } from '../database.js';
import { getPolicy } from '../policies/policies.js';
import { questionsOf } from './replies.js';

/** One rater's part in a supplier's mean, 0–100. */
export interface RaterPart {
  readonly raterId: string;
  readonly raw: number;
  readonly calibrated: number | null;
  /** Why the rater was left raw; null: calibrated. */
  readonly leftRaw: LeftRaw | null;
}

/** Which of both means is scored. */
export type RatingsUse = 'calibrated' | 'raw';

/** Decimals kept: the scale has four. */
const ROUNDING = 10_000;

/**
 * Calibrates what the raters of an evaluation have said, under its policy, and stores raw beside calibrated; neither is used yet.
 * They are facts of the last day of the evaluation's period. Repeated, it writes the same.
 * `adjusted` counts suppliers whose mean the calibration changes.
 */
export async function calibrateRatings(db: Database, { evaluationId, at }: { evaluationId: string; at: Date }): Promise<{ suppliers: number; adjusted: number }> {
  const evaluation = await db.prisma.evaluation.findUniqueOrThrow({ where: { id: evaluationId } });
  const policy = await getPolicy(db, evaluation.policyVersion);
  const terms = policy?.policy.evaluation ?? evaluationTermsSchema.parse({});
  const calibration = calibrate(await ratingsOf(db, evaluationId), terms.calibration);
  const rows = rowsOf(calibration);
  await db.prisma.$executeRaw`
    INSERT INTO supplier_ratings (evaluation_id, supplier_id, rated_on, raters, raw, calibrated, used, detail, recorded_at)
    SELECT ${evaluationId}::uuid, r."supplierId", ${evaluation.periodEnd}::date, r.raters, r.raw, r.calibrated, NULL, r.detail, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r ("supplierId" uuid, raters int, raw numeric, calibrated numeric, detail jsonb)
    ON CONFLICT (evaluation_id, supplier_id) DO UPDATE
      SET raters = excluded.raters, raw = excluded.raw, calibrated = excluded.calibrated, detail = excluded.detail`;
  return { suppliers: rows.length, adjusted: rows.filter(({ raw, calibrated }) => calibrated !== null && calibrated !== raw).length };
}

/** Settles which mean is scored; where nobody could be calibrated it is the raw one either way. */
export async function settleRatings(db: Database, { evaluationId, use }: { evaluationId: string; use: RatingsUse }): Promise<void> {
  await db.prisma.$executeRaw`
    UPDATE supplier_ratings SET used = CASE WHEN ${use} = 'calibrated' THEN coalesce(calibrated, raw) ELSE raw END
    WHERE evaluation_id = ${evaluationId}::uuid`;
}

/** What each rater says of each supplier, 0–100: the mean of the marks given. What was saved and not sent counts too. */
async function ratingsOf(db: Database, evaluationId: string): Promise<Rating[]> {
  const survey = await db.prisma.survey.findUnique({ where: { evaluationId } });
  if (!survey || survey.status === 'cancelled') return [];
  const invitations = await db.prisma.surveyInvitation.findMany({
    where: { surveyId: survey.id, status: { in: ['answered', 'missing'] } },
    orderBy: { recipientId: 'asc' },
    include: { answers: true },
  });
  const questions = questionsOf(survey);
  return invitations.flatMap(({ recipientId, subjectIds, answers }) =>
    subjectIds.flatMap((supplierId) => {
      const given = new Map(answers.filter((each) => each.supplierId === supplierId).map(({ question, value }) => [question, value?.toNumber() ?? null]));
      const value = ratingOf(questions, given);
      return value === null ? [] : [{ raterId: recipientId, supplierId, value }];
    }),
  );
}

function rowsOf({ suppliers, ratings, raters }: Calibration) {
  const reasons = new Map(raters.map(({ raterId, leftRaw }) => [raterId, leftRaw]));
  const parts = new Map<string, RaterPart[]>();
  for (const { supplierId, raterId, value, calibrated } of ratings) {
    const part = { raterId, raw: rounded(value), calibrated: calibrated === null ? null : rounded(calibrated), leftRaw: reasons.get(raterId) ?? null };
    parts.set(supplierId, [...(parts.get(supplierId) ?? []), part]);
  }
  return suppliers.map(({ supplierId, raters: count, raw, calibrated }) => ({
    supplierId,
    raters: count,
    raw: rounded(raw),
    calibrated: calibrated === null ? null : rounded(calibrated),
    detail: parts.get(supplierId) ?? [],
  }));
}

function rounded(value: number): number {
  return Math.round(value * ROUNDING) / ROUNDING;
}
