import { randomUUID } from 'node:crypto';
import type { FactKindName } from '#domain/facts/catalogue.js';
import type { FactKind } from '#domain/facts/kind.js';
import { countedDays } from '../restatements/counted-days.js';
import { noteLateFacts } from '../restatements/note-late-facts.js';
import { finds, present, staged, type Landing, type Part } from './parts.js';

/**
 * Tells which official scores the landing may have changed: for every fact that landed, was superseded or taken back, or, being
 * of a kind of `followed`, went to another supplier with what it belongs to, all the days on which it counts. Old and new days
 * and suppliers alike.
 * Before any period was judged it costs nothing.
 */
export async function noteTouchedPeriods(landing: Landing, followed: readonly FactKind[]): Promise<void> {
  const { client, importId, at } = landing;
  // The lock that noteLateFacts takes: no evaluation begins between this look and the commit.
  await client.query(`SELECT pg_advisory_xact_lock_shared(hashtext('steward.evaluations'))`);
  if (!(await finds(client, `SELECT FROM evaluations WHERE official AND status NOT IN ('failed', 'cancelled')`))) return;
  await client.query('CREATE TEMPORARY TABLE touched (supplier_id uuid, on_date date) ON COMMIT DROP');
  for (const part of landing.parts) await touch(landing, part.kind, landedOf(part));
  for (const kind of followed) await touch(landing, kind, successorsOf(kind));
  await noteLateFacts(client, { restatementId: randomUUID(), importId, at, changed: 'touched' });
}

/** SQL of the facts of a part that have landed; $1 is the source, $2 the instant. */
const landedOf = (part: Part): string =>
  `SELECT t.* FROM staged s LEFT JOIN judged j USING (line)
     JOIN ${part.kind.table} t ON t.source = $1 AND t.external_id = s.${staged(part, 'externalId')} AND t.superseded_at IS NULL
    WHERE s.problems IS NULL AND ${present(part)} AND (j.line IS NULL OR j.${part.prefix}fate IN ('new', 'changed'))`;

/** SQL of the current versions of the facts of a kind that were superseded, as above. */
const successorsOf = ({ table }: FactKind): string =>
  `SELECT t.* FROM ${table} gone JOIN ${table} t ON t.source = $1 AND t.external_id = gone.external_id AND t.superseded_at IS NULL
    WHERE gone.source = $1 AND gone.superseded_at = $2`;

/** Notes the days of the facts that `current` selects, and of those of the kind that were superseded. */
async function touch({ client, mapping, at }: Landing, kind: FactKind, current: string): Promise<void> {
  if (!kind.ofSupplier || kind.day === null) return;
  const { joins, days } = countedDays(kind.name as FactKindName);
  await client.query(
    `INSERT INTO touched
     WITH k0 AS (
       ${current}
       UNION ALL SELECT * FROM ${kind.table} WHERE source = $1 AND superseded_at = $2),
     judged_days AS (SELECT min(period_start) AS first, max(period_end) AS last FROM evaluations WHERE official)
     SELECT DISTINCT k0.supplier_id, day FROM k0 ${joins} CROSS JOIN LATERAL unnest(${days}) AS day, judged_days
      WHERE day BETWEEN first AND last`,
    [mapping.source, at],
  );
}
