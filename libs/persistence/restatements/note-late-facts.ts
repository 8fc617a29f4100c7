import pg from 'pg';
import { policySchema } from '#domain/policy/policy.js';

/** What has landed, as the landing's own transaction knows it. */
export interface LateFacts {
  /** A new id, UUID: used only if something is noted. */
  readonly restatementId: string;
  /** What brought the facts; null if nothing names it. */
  readonly importId: string | null;
  /** When they arrived. */
  readonly at: Date;
  /**
   * Name of a temporary table `(supplier_id uuid, on_date date)`: every supplier and day whose figures the landing changed, that
   * is every day on which a fact counts (counted-days.ts). A fact that moved to another day or supplier names both the old and
   * the new. Repetitions do no harm.
   */
  readonly changed: string;
}

/** How many official periods of a supplier late facts still restate, where the policy in force was stored before it could say. */
const RESTATEMENT_PERIODS = policySchema.shape.restatementPeriods.parse(undefined);

/**
 * Notes which official scores the facts that have just landed may change: those of the supplier's latest published periods,
 * as many as the policy in force says, and those of evaluations that are still under way, which may have been scored without
 * seeing them. A restatement works them off later; when no period is touched, nothing is written.
 *
 * Call it last in the landing's transaction: until the commit no evaluation can begin, so that each either sees these facts
 * or is noted here. Repeated with the same id it adds what is missing. Its cost follows the touched suppliers, not the facts.
 */
export async function noteLateFacts(client: pg.ClientBase, { restatementId, importId, at, changed }: LateFacts): Promise<void> {
  // With its schema, as the name of a step of the query below would hide it.
  const facts = `pg_temp.${pg.escapeIdentifier(changed)}`;
  // The counterpart of the lock under which an evaluation is stored.
  await client.query(`SELECT pg_advisory_xact_lock_shared(hashtext('steward.evaluations'))`);
  const { rows } = await client.query<{ judged: boolean }>(
    `SELECT EXISTS (SELECT FROM evaluations WHERE official AND status NOT IN ('failed', 'cancelled')) AS judged`,
  );
  if (!rows[0]?.judged) return;
  await client.query(`ANALYZE ${facts}`);
  await client.query(
    `WITH span AS MATERIALIZED (
       SELECT supplier_id, min(on_date) AS first_date, max(on_date) AS last_date
         FROM ${facts} WHERE supplier_id IS NOT NULL AND on_date IS NOT NULL GROUP BY supplier_id),
     bound AS MATERIALIZED (
       SELECT coalesce((SELECT (document ->> 'restatementPeriods')::int FROM policies WHERE status = 'published' LIMIT 1), $4::int) AS periods),
     touched AS MATERIALIZED (
       SELECT span.supplier_id, judged.evaluation_id, judged.period_start, judged.period_end
         FROM span CROSS JOIN LATERAL (
           SELECT s.evaluation_id, s.period_start, s.period_end
             FROM scores s JOIN evaluations e ON e.id = s.evaluation_id
            WHERE s.supplier_id = span.supplier_id AND s.official AND e.status IN ('published', 'closed')
            ORDER BY s.period_end DESC, e.published_at DESC LIMIT (SELECT periods FROM bound)) AS judged
        WHERE judged.period_start <= span.last_date AND judged.period_end >= span.first_date
       UNION ALL
       SELECT span.supplier_id, e.id, e.period_start, e.period_end
         FROM evaluations e JOIN span ON e.period_start <= span.last_date AND e.period_end >= span.first_date
        WHERE e.official AND e.status IN ('running', 'scored', 'reviewing')),
     scopes AS (
       SELECT t.evaluation_id, t.supplier_id, min(c.on_date) AS first_date, max(c.on_date) AS last_date
         FROM touched t JOIN ${facts} c ON c.supplier_id = t.supplier_id AND c.on_date BETWEEN t.period_start AND t.period_end
        GROUP BY t.evaluation_id, t.supplier_id),
     noted AS (
       INSERT INTO restatements (id, import_id, status, suppliers, restated, unchanged, requested_at)
       SELECT $1::uuid, $2::uuid, 'pending', count(DISTINCT supplier_id), 0, 0, $3::timestamptz FROM scopes HAVING count(*) > 0
       ON CONFLICT (id) DO NOTHING)
     INSERT INTO restatement_scopes (restatement_id, evaluation_id, supplier_id, first_date, last_date, done)
     SELECT $1::uuid, evaluation_id, supplier_id, first_date, last_date, false FROM scopes
     ON CONFLICT (restatement_id, evaluation_id, supplier_id) DO NOTHING`,
    [restatementId, importId, at, RESTATEMENT_PERIODS],
  );
}
