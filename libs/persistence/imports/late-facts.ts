import { randomUUID } from 'node:crypto';
import type { FactKindName } from '#domain/facts/catalogue.js';
import { countedDays } from '../restatements/counted-days.js';
import { noteLateFacts } from '../restatements/note-late-facts.js';
import { finds, present, staged, type Landing, type Part } from './parts.js';

/**
 * Tells which official scores the landing may have changed: for every fact that landed, was superseded or taken back, all the
 * days on which it counts. Old and new days alike.
 * Before any period was judged it costs nothing.
 */
export async function noteTouchedPeriods(landing: Landing): Promise<void> {
  const { client, importId, at } = landing;
  // The lock that noteLateFacts takes: no evaluation begins between this look and the commit.
  await client.query(`SELECT pg_advisory_xact_lock_shared(hashtext('steward.evaluations'))`);
  if (!(await finds(client, `SELECT FROM evaluations WHERE official AND status NOT IN ('failed', 'cancelled')`))) return;
  await client.query('CREATE TEMPORARY TABLE touched (supplier_id uuid, on_date date) ON COMMIT DROP');
  for (const part of landing.parts) await touch(landing, part);
  await noteLateFacts(client, { restatementId: randomUUID(), importId, at, changed: 'touched' });
}

async function touch({ client, mapping, at }: Landing, part: Part): Promise<void> {
  const { kind, prefix } = part;
  if (!kind.ofSupplier || kind.day === null) return;
  const { joins, days } = countedDays(kind.name as FactKindName);
  await client.query(
    `INSERT INTO touched
     WITH k0 AS (
       SELECT t.* FROM staged s LEFT JOIN judged j USING (line)
         JOIN ${kind.table} t ON t.source = $1 AND t.external_id = s.${staged(part, 'externalId')} AND t.superseded_at IS NULL
        WHERE s.problems IS NULL AND ${present(part)} AND (j.line IS NULL OR j.${prefix}fate IN ('new', 'changed'))
       UNION ALL SELECT * FROM ${kind.table} WHERE source = $1 AND superseded_at = $2),
     judged_days AS (SELECT min(period_start) AS first, max(period_end) AS last FROM evaluations WHERE official)
     SELECT DISTINCT k0.supplier_id, day FROM k0 ${joins} CROSS JOIN LATERAL unnest(${days}) AS day, judged_days
      WHERE day BETWEEN first AND last`,
    [mapping.source, at],
  );
}
