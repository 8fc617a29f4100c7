import type { Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { refreshWatch } from '../suppliers/watch.js';

/**
 * Makes the scores of a published official evaluation the grades of their suppliers, N included, unless a later period has
 * already been judged: old history must not overwrite what is known since. Of two periods that end on one day the one
 * published last counts. Who is on watch follows. `supplierIds` names those whose score has changed; absent: all of the
 * evaluation. Call it in the transaction that published or restated. Repeated, it changes nothing.
 */
export async function refreshGrades(
  tx: Transaction,
  { evaluationId, supplierIds, at }: { evaluationId: string; supplierIds?: readonly string[]; at: Date },
): Promise<void> {
  const named = supplierIds === undefined ? Prisma.empty : Prisma.sql`AND s.supplier_id = ANY(${[...supplierIds]}::uuid[])`;
  await tx.$executeRaw`
    UPDATE suppliers SET grade = s.grade, version = suppliers.version + 1, updated_at = ${at.toISOString()}::timestamptz
    FROM scores s JOIN evaluations e ON e.id = s.evaluation_id
    WHERE s.evaluation_id = ${evaluationId}::uuid ${named} AND s.official AND e.status IN ('published', 'closed')
      AND s.supplier_id = suppliers.id AND suppliers.grade IS DISTINCT FROM s.grade
      AND NOT EXISTS (
        SELECT FROM scores later JOIN evaluations le ON le.id = later.evaluation_id
        WHERE later.supplier_id = suppliers.id AND later.official AND le.status IN ('published', 'closed')
          AND (later.period_end, le.published_at) > (s.period_end, e.published_at))`;
  const judged = supplierIds ?? (await tx.score.findMany({ where: { evaluationId }, select: { supplierId: true } })).map((each) => each.supplierId);
  await refreshWatch(tx, judged, at);
}
