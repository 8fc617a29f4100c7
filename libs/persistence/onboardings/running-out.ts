import type { Segment } from '#domain/supplier/status.js';
import type { Database } from '../database.js';

/** A supplier whose qualification, or a mandatory certificate of it, runs out. */
export interface RunningOut {
  readonly supplierId: string;
  readonly language: string;
  readonly segment: Segment;
  /** Last day of whatever runs out first, `YYYY-MM-DD`. */
  readonly until: string;
}

/**
 * Suppliers of ours whose qualification ends within so many calendar days of `today` (`YYYY-MM-DD`), or a mandatory certificate
 * that has no successor; the most urgent first. Whoever is being onboarded or phased out is left out.
 */
export function runningOut(db: Database, { today, days, limit }: { today: string; days: number; limit: number }): Promise<RunningOut[]> {
  return db.prisma.$queryRaw<RunningOut[]>`
    WITH paper AS (
      SELECT ending.supplier_id, min(ending.valid_to) AS until FROM certificates ending
       WHERE ending.superseded_at IS NULL AND ending.mandatory AND ending.valid_to BETWEEN ${today}::date AND ${today}::date + ${days}::int
         AND NOT EXISTS (SELECT FROM certificates next WHERE next.supplier_id = ending.supplier_id AND next.kind = ending.kind AND next.superseded_at IS NULL
               AND (next.valid_to IS NULL OR next.valid_to > ending.valid_to) AND next.valid_from <= ending.valid_to + 1)
       GROUP BY ending.supplier_id)
    SELECT s.id AS "supplierId", s.language, s.segment, to_char(least(s.qualified_until, p.until), 'YYYY-MM-DD') AS until
      FROM suppliers s LEFT JOIN paper p ON p.supplier_id = s.id
     WHERE s.status IN ('active', 'on-watch') AND s.merged_into_id IS NULL AND (s.qualified_until <= ${today}::date + ${days}::int OR p.until IS NOT NULL)
       AND NOT EXISTS (SELECT FROM cases c WHERE c.supplier_id = s.id AND c.status = 'open' AND c.process IN ('onboarding', 'phaseOut'))
     ORDER BY least(s.qualified_until, p.until), s.id LIMIT ${limit}`;
}
