import { nameKey } from '#domain/duplicates/name-key.js';
import { nameSimilarity } from '#domain/duplicates/similarity.js';
import type pg from 'pg';
import { v4 as uuidv4 } from 'uuid';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';
import { inBulkTransaction, run } from '../suppliers/bulk.js';
import { holdMerges, requireLiving } from '../suppliers/merged.js';

/** The pair is proposed already and waits for a decision. */
export class DuplicateOpen extends Error {
  readonly code = 'duplicateOpen';

  constructor(readonly proposalId: string) {
    super('These two are proposed already; decide that proposal.');
    this.name = 'DuplicateOpen';
  }
}

/** Two different suppliers that somebody says are one, and why. */
export interface NamedPair {
  readonly firstId: string;
  readonly secondId: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

/** Seconds that one statement may take: a merge that is running is waited for. */
const STATEMENT_SECONDS = 30;

/**
 * Proposes two suppliers because a person says that they are one. A proposal of the pair that was dismissed or became obsolete
 * is opened again as this one; its names and their similarity are those of now.
 * @returns the id of the proposal
 * @throws SupplierUnknown, SupplierMerged, DuplicateOpen
 */
export async function nameDuplicate(db: Database, pair: NamedPair): Promise<string> {
  // As merges are held off, neither supplier nor the proposal can be merged between the looking and the writing.
  return inBulkTransaction(db, STATEMENT_SECONDS, async (client) => {
    await holdMerges(client);
    for (const supplierId of [pair.firstId, pair.secondId]) await requireLiving(client, supplierId);
    return (await openPair(client, pair)) ?? refuseOpen(client, pair);
  });
}

async function openPair(client: pg.ClientBase, { firstId, secondId, reason, by, at }: NamedPair): Promise<string | null> {
  const found = await run<{ id: string; name: string }>(client, Prisma.sql`SELECT id, name FROM suppliers WHERE id IN (${firstId}::uuid, ${secondId}::uuid) ORDER BY id`);
  const names = found.rows.map(({ name }) => name);
  const [one = '', other = ''] = names;
  const similarity = nameSimilarity(nameKey(one), nameKey(other)).toFixed(4);
  const evidence = JSON.stringify({ names, namedBy: by, namedBecause: reason });
  const { rows } = await run<{ id: string }>(client, Prisma.sql`
    INSERT INTO duplicate_proposals AS p (id, first_id, second_id, kind, similarity, evidence, status, proposed_at)
    VALUES (${uuidv4()}::uuid, least(${firstId}::uuid, ${secondId}::uuid), greatest(${firstId}::uuid, ${secondId}::uuid), 'namedByPerson', ${similarity}::numeric,
            ${evidence}::jsonb, 'open', ${at})
    ON CONFLICT (first_id, second_id) DO UPDATE SET kind = excluded.kind, similarity = excluded.similarity, evidence = excluded.evidence, status = 'open',
      proposed_at = excluded.proposed_at, decided_by = NULL, decided_at = NULL, reason = NULL
    WHERE p.status IN ('dismissed', 'obsolete')
    RETURNING p.id`);
  return rows[0]?.id ?? null;
}

async function refuseOpen(client: pg.ClientBase, { firstId, secondId }: NamedPair): Promise<never> {
  const { rows } = await run<{ id: string }>(client, Prisma.sql`
    SELECT id FROM duplicate_proposals WHERE first_id = least(${firstId}::uuid, ${secondId}::uuid) AND second_id = greatest(${firstId}::uuid, ${secondId}::uuid)`);
  throw new DuplicateOpen(rows[0]?.id ?? '');
}
