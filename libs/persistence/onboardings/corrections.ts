import { causesOf } from '#domain/onboarding/finding-cause.js';
import type { Corrections } from '#domain/onboarding/state.js';
import type { Severity } from '#domain/rectification/terms.js';
import { connectionOf, type Database, type Transaction } from '../database.js';

/** In these stages what was promised is done and verified; whether it lasts is watched without anybody waiting for it. */
const VERIFIED = ['watching', 'effectivenessReview'];

/** How the rectifications stand that the audits of an onboarding have opened, those of these severities; one that is only about to open is open. */
export async function correctionsOf(db: Database | Transaction, { caseId, severities }: { caseId: string; severities: readonly Severity[] }): Promise<Corrections> {
  const [row] = await connectionOf(db).$queryRaw<Corrections[]>`
    SELECT (count(*) FILTER (WHERE is_open))::int AS open, (count(*) FILTER (WHERE has_failed))::int AS failed FROM (
      SELECT status = 'open' AND stage <> ALL (${VERIFIED}) AS is_open, outcome = 'failed' AS has_failed
        FROM cases WHERE process = 'rectification' AND starts_with(cause, ${causesOf(caseId)}) AND severity = ANY (${severities})
       UNION ALL
      SELECT true, false FROM submissions
       WHERE process = 'rectification' AND command = 'open' AND status = 'pending' AND starts_with(facts->>'cause', ${causesOf(caseId)}) AND facts->>'severity' = ANY (${severities})
    ) AS corrections`;
  return row ?? { open: 0, failed: 0 };
}
