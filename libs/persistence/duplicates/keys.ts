import { nameKey, storedKey } from '#domain/duplicates/name-key.js';
import { connectionOf, type Database, type Transaction } from '../database.js';

/** Names whose keys are made at once. */
const BATCH = 2_000;

/** The key of one supplier's name, to be kept with it. A changed key is compared anew, and proposals that rested on the old one are void. */
export async function keepNameKey(tx: Transaction, { supplierId, name }: { supplierId: string; name: string }): Promise<void> {
  await keepKeys(tx, [{ id: supplierId, name }]);
}

async function keepKeys(db: Database | Transaction, suppliers: readonly { id: string; name: string }[]): Promise<void> {
  const rows = suppliers.map(({ id, name }) => {
    const key = nameKey(name);
    return { supplier_id: id, key: storedKey(key), core: key.core.join(' ') };
  });
  await connectionOf(db).$executeRaw`
    WITH given AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (supplier_id uuid, key text, core text)),
    changed AS (
      INSERT INTO supplier_name_keys AS k (supplier_id, key, core) SELECT supplier_id, key, core FROM given
      ON CONFLICT (supplier_id) DO UPDATE SET key = excluded.key, core = excluded.core, compared_at = NULL WHERE k.key <> excluded.key
      RETURNING supplier_id)
    UPDATE duplicate_proposals p SET status = 'obsolete' FROM changed c
     WHERE (p.first_id = c.supplier_id OR p.second_id = c.supplier_id) AND (p.kind = 'similarName' AND p.status IN ('open', 'dismissed') OR p.kind = 'namedByPerson' AND p.status = 'dismissed')`;
}

/**
 * Makes the keys that are missing – imports create suppliers in SQL – in bounded batches, so that whoever compares names compares all.
 * @returns how many
 */
export async function fillNameKeys(db: Database | Transaction): Promise<number> {
  let filled = 0;
  for (;;) {
    const missing = await connectionOf(db).$queryRaw<{ id: string; name: string }[]>`
      SELECT s.id, s.name FROM suppliers s
       WHERE s.merged_into_id IS NULL AND NOT EXISTS (SELECT FROM supplier_name_keys k WHERE k.supplier_id = s.id)
       ORDER BY s.id LIMIT ${BATCH}`;
    if (missing.length === 0) return filled;
    await keepKeys(db, missing);
    filled += missing.length;
  }
}
