import type { Database } from '../database.js';

/** What waits for a person elsewhere than in cases and proposals. */
export type Waiting = 'submissions' | 'duplicates' | 'alerts';

/** From so many on it is not counted any further: a person sees the same in 1,000 and in 10,000. */
export const COUNTED = 1_000;

/** What of evaluations waits for people: appeals to be decided until then, cycles at a stage that somebody ends, reviews of the standards. */
export interface WaitingEvaluations {
  readonly appeals: { id: string; evaluationId: string; supplierId: string; supplierName: string; submittedAt: Date; dueAt: Date }[];
  readonly cycles: { id: string; stage: 'calibrating' | 'review'; periodStart: string; periodEnd: string; segment: string | null; dueAt: Date | null }[];
  readonly standards: { id: string; year: number; dueAt: Date }[];
}

/**
 * See {@link WaitingEvaluations}. Without the appeals that one of these hands may not decide: who reviewed, released or overrode the
 * grades, or wrote the appeal down.
 */
export async function waitingEvaluations(db: Database, { hands, at, limit }: { hands: readonly string[]; at: Date; limit: number }): Promise<WaitingEvaluations> {
  const own = [...hands];
  const appeals = await db.prisma.$queryRaw<WaitingEvaluations['appeals']>`
    SELECT a.id, a.evaluation_id AS "evaluationId", a.supplier_id AS "supplierId", s.name AS "supplierName", a.submitted_at AS "submittedAt", a.due_at AS "dueAt"
    FROM appeals a JOIN suppliers s ON s.id = a.supplier_id JOIN evaluations e ON e.id = a.evaluation_id
    WHERE a.status = 'open' AND a.due_at >= ${at.toISOString()}::timestamptz AND a.submitted_by <> ALL(${own}::text[])
      AND coalesce(e.reviewed_by, '') <> ALL(${own}::text[])
      AND NOT EXISTS (SELECT FROM evaluation_stages g WHERE g.evaluation_id = e.id AND g.stage = 'review' AND g.ended_by = ANY(${own}::text[]))
      AND NOT EXISTS (SELECT FROM score_overrides o WHERE o.evaluation_id = e.id AND o.decided_by = ANY(${own}::text[]) AND (o.origin = 'review' OR o.supplier_id = a.supplier_id))
    ORDER BY a.due_at, a.id LIMIT ${limit}::int`;
  const cycles = await db.prisma.$queryRaw<WaitingEvaluations['cycles']>`
    SELECT id, stage, to_char(period_start, 'YYYY-MM-DD') AS "periodStart", to_char(period_end, 'YYYY-MM-DD') AS "periodEnd", segment, stage_due_at AS "dueAt"
    FROM evaluations
    WHERE cancelled_by IS NULL AND ((stage = 'calibrating' AND calibrated_by IS NULL) OR (stage = 'review' AND reviewed_by IS NULL)) AND status IN ('running', 'scored', 'reviewing')
    ORDER BY stage_due_at NULLS LAST, id LIMIT ${limit}::int`;
  const standards = await db.prisma.standardsReview.findMany({ where: { status: 'open' }, orderBy: { year: 'asc' }, take: limit, select: { id: true, year: true, dueAt: true } });
  return { appeals, cycles, standards };
}

/** How many submissions of suppliers and duplicates wait for a decision, and how many alerts are open: each up to 1,000. */
export async function countWaiting(db: Database): Promise<Record<Waiting, number>> {
  const [row] = await db.prisma.$queryRaw<Record<Waiting, number>[]>`
    SELECT
      (SELECT count(*)::int FROM (SELECT FROM supplier_submissions WHERE status = 'submitted' LIMIT ${COUNTED}::int) AS few) AS submissions,
      (SELECT count(*)::int FROM (SELECT FROM duplicate_proposals WHERE status = 'open' LIMIT ${COUNTED}::int) AS few) AS duplicates,
      (SELECT count(*)::int FROM (SELECT FROM alerts WHERE status = 'open' LIMIT ${COUNTED}::int) AS few) AS alerts`;
  return row ?? { submissions: 0, duplicates: 0, alerts: 0 };
}
