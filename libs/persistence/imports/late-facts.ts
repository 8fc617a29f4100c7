import { randomUUID } from 'node:crypto';
import { kindNamed, type FactKindName } from '#domain/facts/catalogue.js';
import { columnName, type FactKind } from '#domain/facts/kind.js';
import { noteLateFacts } from '../restatements/note-late-facts.js';
import { finds, literal, present, staged, type Landing, type Part } from './parts.js';

/**
 * Tells which official scores the landing may have changed: for every fact that landed, was superseded or taken back its own
 * day, and the days of the facts it belongs to – a receipt counts on the promised date of its line. Old and new days alike.
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
  const { joins, days } = daysOf(kind, mapping.source);
  const suppliers = days.map((_, step) => `k${step}.supplier_id`);
  await client.query(
    `INSERT INTO touched
     WITH k0 AS (
       SELECT t.* FROM staged s LEFT JOIN judged j USING (line)
         JOIN ${kind.table} t ON t.source = $1 AND t.external_id = s.${staged(part, 'externalId')} AND t.superseded_at IS NULL
        WHERE s.problems IS NULL AND ${present(part)} AND (j.line IS NULL OR j.${prefix}fate IN ('new', 'changed'))
       UNION ALL SELECT * FROM ${kind.table} WHERE source = $1 AND superseded_at = $2),
     judged_days AS (SELECT min(period_start) AS first, max(period_end) AS last FROM evaluations WHERE official)
     SELECT DISTINCT supplier_id, day FROM (
       SELECT unnest(ARRAY[${suppliers.join(', ')}]) AS supplier_id, unnest(ARRAY[${days.join(', ')}]) AS day FROM k0 ${joins.join(' ')}) changed, judged_days
      WHERE day BETWEEN first AND last`,
    [mapping.source, at],
  );
}

/** A kind's own day and those of the facts above it, as SQL over `k0` and the joined `k1`, `k2`. */
function daysOf(kind: FactKind, source: string): { joins: string[]; days: string[] } {
  const joins: string[] = [];
  const days = [`k0.${columnName(kind.day ?? '')}`];
  let below = kind;
  for (let step = 1; below.parent; step++) {
    const above = kindNamed(below.parent.kind as FactKindName);
    joins.push(
      `LEFT JOIN ${above.table} k${step} ON k${step}.source = ${literal(source)} AND k${step}.external_id = k${step - 1}.${columnName(below.parent.column)} AND k${step}.superseded_at IS NULL`,
    );
    days.push(`k${step}.${columnName(above.day ?? '')}`);
    below = above;
  }
  return { joins, days };
}
