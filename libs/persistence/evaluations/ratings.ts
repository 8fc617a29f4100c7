import type { Database } from '../database.js';

/** Raters of a cycle, people each counted once; whoever passed the questions on is not counted. */
export interface RaterCounts {
  readonly asked: number;
  readonly answered: number;
  /** Who has not answered, yet or at all. */
  readonly missing: number;
}

/** How many raters have answered; null when nobody was asked. */
export async function raterCounts(db: Database, evaluationId: string): Promise<RaterCounts | null> {
  const [row] = await db.prisma.$queryRaw<RaterCounts[]>`
    SELECT count(*)::int AS asked, count(*) FILTER (WHERE i.status = 'answered')::int AS answered,
      count(*) FILTER (WHERE i.status IN ('open', 'missing'))::int AS missing
    FROM survey_invitations i JOIN surveys s ON s.id = i.survey_id
    WHERE s.evaluation_id = ${evaluationId}::uuid AND i.status <> 'delegated'`;
  return row && row.asked > 0 ? row : null;
}
