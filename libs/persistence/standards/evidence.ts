import type { Transaction } from '../database.js';

/** What a yearly review of the standards looks at: everything that was published in twelve months. Days are `YYYY-MM-DD`. */
export interface StandardsEvidence {
  readonly from: string;
  readonly to: string;
  readonly evaluations: number;
  readonly grades: readonly { readonly segment: string; readonly A: number; readonly B: number; readonly C: number; readonly N: number }[];
  /** Weighed indicators of which part of the scores had no data, the worst first. Percent. */
  readonly weightsWithoutData: readonly { readonly segment: string; readonly indicator: string; readonly weight: number; readonly scores: number; readonly withoutDataPercent: number }[];
  readonly raters: {
    /** Suppliers' periods that were rated, and by how many people on average. */
    readonly rated: number;
    readonly meanRaters: number | null;
    /** Of those that were calibrated: how far, on the mean, the panel's scale lies from what was said, in points of 100. */
    readonly calibrated: number;
    readonly meanCorrection: number | null;
    /** Cycles whose calibration was refused or not confirmed in time. */
    readonly usedRaw: number;
  };
  readonly overrides: number;
  readonly appeals: { readonly filed: number; readonly upheld: number; readonly rejected: number; readonly undecided: number };
  readonly consequences: { readonly proposed: number; readonly accepted: number; readonly dismissed: number };
}

/** How many of the weights without data are named. */
const NAMED = 30;

/** The evidence of the twelve months up to an instant. */
export async function standardsEvidence(tx: Transaction, at: Date): Promise<StandardsEvidence> {
  const to = at.toISOString().slice(0, 10);
  const since = new Date(Date.UTC(at.getUTCFullYear() - 1, at.getUTCMonth(), at.getUTCDate()));
  const from = since.toISOString().slice(0, 10);
  const published = await tx.evaluation.findMany({
    where: { official: true, status: { in: ['published', 'closed'] }, publishedAt: { gt: since, lte: at } },
    select: { id: true, ratingsUsed: true },
  });
  const ids = published.map((each) => each.id);
  const [raters] = await tx.$queryRaw<Omit<StandardsEvidence['raters'], 'usedRaw'>[]>`
    SELECT count(*)::int AS rated, avg(raters)::float8 AS "meanRaters", count(calibrated)::int AS calibrated,
      avg(abs(calibrated - raw))::float8 AS "meanCorrection"
    FROM supplier_ratings WHERE evaluation_id = ANY(${ids}::uuid[])`;
  const [appeals] = await tx.$queryRaw<StandardsEvidence['appeals'][]>`
    SELECT count(*)::int AS filed, count(*) FILTER (WHERE status = 'upheld')::int AS upheld,
      count(*) FILTER (WHERE status = 'rejected')::int AS rejected, count(*) FILTER (WHERE status = 'undecided')::int AS undecided
    FROM appeals WHERE evaluation_id = ANY(${ids}::uuid[])`;
  const [consequences] = await tx.$queryRaw<StandardsEvidence['consequences'][]>`
    SELECT count(*)::int AS proposed, count(*) FILTER (WHERE status = 'accepted')::int AS accepted, count(*) FILTER (WHERE status = 'dismissed')::int AS dismissed
    FROM proposals WHERE kind = 'consequence' AND cause_evaluation_id = ANY(${ids}::uuid[])`;
  return {
    from,
    to,
    evaluations: ids.length,
    grades: await gradesBySegment(tx, ids),
    weightsWithoutData: await weightsWithoutData(tx, ids),
    raters: { ...(raters ?? { rated: 0, meanRaters: null, calibrated: 0, meanCorrection: null }), usedRaw: published.filter((each) => each.ratingsUsed === 'raw').length },
    overrides: await tx.scoreOverride.count({ where: { evaluationId: { in: ids }, origin: 'review', lapsedAt: null } }),
    appeals: appeals ?? { filed: 0, upheld: 0, rejected: 0, undecided: 0 },
    consequences: consequences ?? { proposed: 0, accepted: 0, dismissed: 0 },
  };
}

async function gradesBySegment(tx: Transaction, ids: string[]): Promise<StandardsEvidence['grades'][number][]> {
  return tx.$queryRaw`
    SELECT segment, count(*) FILTER (WHERE grade = 'A')::int AS "A", count(*) FILTER (WHERE grade = 'B')::int AS "B",
      count(*) FILTER (WHERE grade = 'C')::int AS "C", count(*) FILTER (WHERE grade = 'N')::int AS "N"
    FROM scores WHERE evaluation_id = ANY(${ids}::uuid[]) GROUP BY segment ORDER BY segment`;
}

async function weightsWithoutData(tx: Transaction, ids: string[]): Promise<StandardsEvidence['weightsWithoutData'][number][]> {
  return tx.$queryRaw`
    SELECT s.segment, line ->> 'indicator' AS indicator, max((line ->> 'weight')::float8) AS weight, count(*)::int AS scores,
      round(100.0 * count(*) FILTER (WHERE line ->> 'status' = 'insufficientData') / count(*), 1)::float8 AS "withoutDataPercent"
    FROM scores s CROSS JOIN LATERAL jsonb_array_elements(s.explanation -> 'lines') AS line
    WHERE s.evaluation_id = ANY(${ids}::uuid[]) GROUP BY 1, 2 HAVING bool_or(line ->> 'status' = 'insufficientData')
    ORDER BY 5 DESC, 3 DESC, 1, 2 LIMIT ${NAMED}`;
}
