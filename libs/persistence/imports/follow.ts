import { kindsBelongingTo } from '#domain/facts/catalogue.js';
import { columnName, storedColumns, type FactKind } from '#domain/facts/kind.js';
import { finds, type Landing } from './parts.js';
import { tableOf } from './suppliers.js';

/**
 * Lets what belongs to a fact go with it to another supplier, as new versions with the same content: the receipts of an order
 * line that the source has moved, what was taken back of them, and so on. What was of another supplier than the fact already,
 * which its import was warned of, stays there. Call it when everything has landed.
 * Answers the kinds of which some followed.
 */
export async function followMoves(landing: Landing): Promise<FactKind[]> {
  if (!(await finds(landing.client, `SELECT FROM noted WHERE rule = 'supplierChanged'`))) return [];
  const followed: FactKind[] = [];
  const moved = landing.parts.map(({ kind }) => kind);
  // Each that follows stands at the end, for what belongs to it in turn.
  for (const above of moved) {
    for (const kind of kindsBelongingTo(above)) {
      if (!(await follow(landing, kind))) continue;
      moved.push(kind);
      followed.push(kind);
    }
  }
  return followed;
}

/** The content's hash stays: sent again as it was, the fact is the same. Answers whether any followed. */
async function follow({ client, mapping, importId, at }: Landing, kind: FactKind): Promise<boolean> {
  if (!kind.parent) return false;
  const [above, names] = [tableOf(kind.parent.kind), storedColumns(kind).map(([name]) => columnName(name)).join(', ')];
  const { rowCount } = await client.query(
    `WITH moved AS (
       SELECT gone.external_id, gone.supplier_id AS giver, present.supplier_id AS taker
         FROM ${above} gone JOIN ${above} present ON present.source = $1 AND present.external_id = gone.external_id AND present.superseded_at IS NULL
        WHERE gone.source = $1 AND gone.superseded_at = $2 AND gone.supplier_id <> present.supplier_id),
     closed AS (
       UPDATE ${kind.table} f SET superseded_at = $2 FROM moved m
        WHERE f.source = $1 AND f.${columnName(kind.parent.column)} = m.external_id AND f.superseded_at IS NULL AND f.supplier_id = m.giver
       RETURNING f.*, m.taker)
     INSERT INTO ${kind.table} (id, supplier_id, source, version, ${names}, content_hash, import_id, arrived_at)
     SELECT gen_random_uuid(), taker, source, version + 1, ${names}, content_hash, $3, $2 FROM closed`,
    [mapping.source, at, importId],
  );
  return (rowCount ?? 0) > 0;
}
