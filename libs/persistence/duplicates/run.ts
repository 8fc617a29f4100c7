import { parsedKey } from '#domain/duplicates/name-key.js';
import { nameSimilarity, proposedFrom } from '#domain/duplicates/similarity.js';
import type pg from 'pg';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';
import { inBulkTransaction, run } from '../suppliers/bulk.js';
import { fillNameKeys } from './keys.js';
import { taxKeySql } from './tax-id.js';

/** What a run has done. `remaining` names are still to be compared: run again. */
export interface DuplicateRun {
  keysMade: number;
  compared: number;
  remaining: number;
  /** Pairs that the trigrams suggested, and that were refined. */
  candidates: number;
  proposed: { sameTaxId: number; similarName: number };
}

/** Names compared in one transaction. */
const BATCH = 1_000;
/** Trigrams that two cores must share, 0–1, before they are looked at more closely. */
const CANDIDATE_FROM = 0.5;
/** Candidates of one name; a name with more is a common word. */
const CANDIDATES_PER_NAME = 25;
const STATEMENT_SECONDS = 300;

/**
 * Looks for suppliers that may be one: the same tax id and country, which is certain, and similar names among those that were
 * not compared since they changed – each against all. A pair is proposed once; one that was dismissed stays so.
 * @param limit names compared by this run at most
 */
export async function findDuplicates(db: Database, { limit, at }: { limit: number; at: Date }): Promise<DuplicateRun> {
  const keysMade = await fillNameKeys(db);
  const sameTaxId = await proposeSameTaxId(db, at);
  const totals = { compared: 0, candidates: 0, similarName: 0 };
  while (totals.compared < limit) {
    const batch = await compareBatch(db, { size: Math.min(BATCH, limit - totals.compared), at });
    if (batch.compared === 0) break;
    totals.compared += batch.compared;
    totals.candidates += batch.candidates;
    totals.similarName += batch.proposed;
  }
  const { rows } = await db.pool.query<{ waiting: number }>('SELECT count(*)::int AS waiting FROM supplier_name_keys WHERE compared_at IS NULL');
  const { compared, candidates, similarName } = totals;
  return { keysMade, compared, remaining: rows[0]?.waiting ?? 0, candidates, proposed: { sameTaxId, similarName } };
}

/**
 * Compares one supplier with all others now, whenever the next run would have come, and answers a proposal of it that nobody has
 * decided yet: the most alike; null when there is none. One whose own onboarding ended as this one's double is decided.
 */
export async function undecidedDuplicateOf(db: Database, { supplierId, at }: { supplierId: string; at: Date }): Promise<{ id: string; otherId: string; otherName: string } | null> {
  await fillNameKeys(db);
  return inBulkTransaction(db, STATEMENT_SECONDS, async (client) => {
    await prepare(client);
    await propose(client, alikeAmong(await candidatesOf(client, [supplierId])), at);
    const { rows } = await run<{ id: string; otherId: string; otherName: string }>(client, Prisma.sql`
      SELECT p.id, s.id AS "otherId", s.name AS "otherName"
        FROM duplicate_proposals p JOIN suppliers s ON s.id = CASE WHEN p.first_id = ${supplierId}::uuid THEN p.second_id ELSE p.first_id END
       WHERE (p.first_id = ${supplierId}::uuid OR p.second_id = ${supplierId}::uuid) AND p.status = 'open' AND s.merged_into_id IS NULL
         AND NOT EXISTS (SELECT FROM cases c WHERE c.supplier_id = s.id AND c.state->>'duplicateOf' = ${supplierId})
       ORDER BY p.similarity DESC, p.id LIMIT 1`);
    return rows[0] ?? null;
  });
}

async function proposeSameTaxId(db: Database, at: Date): Promise<number> {
  return inBulkTransaction(db, STATEMENT_SECONDS, async (client) => {
    const { count } = await run(client, Prisma.sql`
      INSERT INTO duplicate_proposals AS p (id, first_id, second_id, kind, similarity, evidence, status, proposed_at)
      SELECT gen_random_uuid(), a.id, b.id, 'sameTaxId', 1, jsonb_build_object('taxIds', jsonb_build_array(a.tax_id, b.tax_id), 'country', a.country,
               'names', jsonb_build_array(a.name, b.name)), 'open', ${at}
        FROM suppliers a JOIN suppliers b ON b.country = a.country AND ${taxKeySql(Prisma.sql`b.tax_id`)} = ${taxKeySql(Prisma.sql`a.tax_id`)} AND a.id < b.id
       WHERE a.tax_id IS NOT NULL AND b.tax_id IS NOT NULL AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL AND ${taxKeySql(Prisma.sql`a.tax_id`)} <> ''
      ON CONFLICT (first_id, second_id) DO UPDATE SET kind = excluded.kind, similarity = 1, evidence = excluded.evidence, status = 'open',
        proposed_at = excluded.proposed_at, decided_by = NULL, decided_at = NULL, reason = NULL
      WHERE p.kind <> 'sameTaxId' AND p.status <> 'merged'`);
    return count;
  });
}

interface Candidate {
  readonly firstId: string;
  readonly secondId: string;
  readonly firstKey: string;
  readonly secondKey: string;
  readonly firstName: string;
  readonly secondName: string;
}

async function compareBatch(db: Database, { size, at }: { size: number; at: Date }): Promise<{ compared: number; candidates: number; proposed: number }> {
  return inBulkTransaction(db, STATEMENT_SECONDS, async (client) => {
    await prepare(client);
    // Two runs at once take different names.
    const { rows: batch } = await client.query<{ id: string }>(
      'SELECT supplier_id AS id FROM supplier_name_keys WHERE compared_at IS NULL ORDER BY supplier_id LIMIT $1 FOR UPDATE SKIP LOCKED',
      [size],
    );
    if (batch.length === 0) return { compared: 0, candidates: 0, proposed: 0 };
    const ids = batch.map((row) => row.id);
    const candidates = await candidatesOf(client, ids);
    const proposed = await propose(client, alikeAmong(candidates), at);
    await client.query('UPDATE supplier_name_keys SET compared_at = $2 WHERE supplier_id = ANY($1::uuid[])', [ids, at]);
    return { compared: batch.length, candidates: candidates.length, proposed };
  });
}

async function prepare(client: pg.ClientBase): Promise<void> {
  await client.query(`SET LOCAL pg_trgm.similarity_threshold = ${CANDIDATE_FROM}`);
  // A table that has just been filled has no statistics yet; without them the planner reads it whole for each name.
  await client.query('SET LOCAL enable_seqscan = off');
}

function alikeAmong(candidates: readonly Candidate[]): (Candidate & { similarity: number })[] {
  return candidates.flatMap((pair) => {
    const similarity = nameSimilarity(parsedKey(pair.firstKey), parsedKey(pair.secondKey));
    return similarity < proposedFrom ? [] : [{ ...pair, similarity }];
  });
}

async function candidatesOf(client: pg.ClientBase, ids: readonly string[]): Promise<Candidate[]> {
  const { rows } = await run<Candidate & Record<string, unknown>>(client, Prisma.sql`
    SELECT DISTINCT least(k.supplier_id, near.supplier_id) AS "firstId", greatest(k.supplier_id, near.supplier_id) AS "secondId",
           CASE WHEN k.supplier_id < near.supplier_id THEN k.key ELSE near.key END AS "firstKey",
           CASE WHEN k.supplier_id < near.supplier_id THEN near.key ELSE k.key END AS "secondKey",
           CASE WHEN k.supplier_id < near.supplier_id THEN s.name ELSE other.name END AS "firstName",
           CASE WHEN k.supplier_id < near.supplier_id THEN other.name ELSE s.name END AS "secondName"
      FROM supplier_name_keys k JOIN suppliers s ON s.id = k.supplier_id
     CROSS JOIN LATERAL (
        SELECT n.supplier_id, n.key FROM supplier_name_keys n WHERE n.core % k.core AND n.supplier_id <> k.supplier_id
         ORDER BY similarity(n.core, k.core) DESC, n.supplier_id LIMIT ${CANDIDATES_PER_NAME}) AS near
      JOIN suppliers other ON other.id = near.supplier_id
     WHERE k.supplier_id = ANY(${ids}::uuid[]) AND s.merged_into_id IS NULL AND other.merged_into_id IS NULL`);
  return rows;
}

async function propose(client: pg.ClientBase, pairs: readonly (Candidate & { similarity: number })[], at: Date): Promise<number> {
  if (pairs.length === 0) return 0;
  const rows = pairs.map(({ firstId, secondId, firstKey, secondKey, firstName, secondName, similarity }) => ({
    first_id: firstId,
    second_id: secondId,
    similarity: similarity.toFixed(4),
    evidence: { names: [firstName, secondName], keys: [firstKey, secondKey] },
  }));
  const { count } = await run(client, Prisma.sql`
    INSERT INTO duplicate_proposals AS p (id, first_id, second_id, kind, similarity, evidence, status, proposed_at)
    SELECT gen_random_uuid(), first_id, second_id, 'similarName', similarity, evidence, 'open', ${at}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (first_id uuid, second_id uuid, similarity numeric, evidence jsonb)
    ON CONFLICT (first_id, second_id) DO UPDATE SET kind = excluded.kind, similarity = excluded.similarity, evidence = excluded.evidence, status = 'open',
      proposed_at = excluded.proposed_at, decided_by = NULL, decided_at = NULL, reason = NULL
    WHERE p.status = 'obsolete'`);
  return count;
}
