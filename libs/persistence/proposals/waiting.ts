import type { Database } from '../database.js';

/** What waits for a person elsewhere than in cases and proposals. */
export type Waiting = 'submissions' | 'duplicates' | 'alerts';

/** From so many on it is not counted any further: a person sees the same in 1,000 and in 10,000. */
export const COUNTED = 1_000;

/** How many submissions of suppliers and duplicates wait for a decision, and how many alerts are open: each up to 1,000. */
export async function countWaiting(db: Database): Promise<Record<Waiting, number>> {
  const [row] = await db.prisma.$queryRaw<Record<Waiting, number>[]>`
    SELECT
      (SELECT count(*)::int FROM (SELECT FROM supplier_submissions WHERE status = 'submitted' LIMIT ${COUNTED}::int) AS few) AS submissions,
      (SELECT count(*)::int FROM (SELECT FROM duplicate_proposals WHERE status = 'open' LIMIT ${COUNTED}::int) AS few) AS duplicates,
      (SELECT count(*)::int FROM (SELECT FROM alerts WHERE status = 'open' LIMIT ${COUNTED}::int) AS few) AS alerts`;
  return row ?? { submissions: 0, duplicates: 0, alerts: 0 };
}
