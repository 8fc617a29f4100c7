import { statusAfter, type SupplierStatus } from '#domain/supplier/status.js';
import type { Transaction } from '../database.js';
import { moveSuppliers } from './move.js';

/**
 * Puts the named suppliers on watch, or takes them off it: on watch is who has grade C, an open critical case or an
 * alert of high severity that is not closed (domain.md §2). Other statuses stay as they are. Call it in the transaction that
 * changed a grade, a case or an alert.
 */
export async function refreshWatch(tx: Transaction, supplierIds: readonly string[], at: Date): Promise<void> {
  if (supplierIds.length === 0) return;
  const ids = [...supplierIds];
  // Locked first and read in a second statement: whoever waited for the lock must see what the other has committed.
  await tx.$queryRaw`SELECT 1 FROM suppliers WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  const found = await tx.$queryRaw<{ id: string; status: SupplierStatus; watched: boolean }[]>`
    SELECT s.id, s.status, (s.grade IS NOT DISTINCT FROM 'C' OR EXISTS (
      SELECT FROM cases c WHERE c.supplier_id = s.id AND c.status = 'open' AND c.severity = 'critical') OR EXISTS (
      SELECT FROM alerts a WHERE a.supplier_id = s.id AND a.status <> 'closed' AND a.severity = 'high')) AS watched
    FROM suppliers s WHERE s.id = ANY(${ids}::uuid[])`;
  for (const act of ['watch', 'unwatch'] as const) {
    const moving = found.filter(({ status, watched }) => watched === (act === 'watch') && statusAfter(status, act) !== null);
    for (const from of new Set(moving.map(({ status }) => status))) {
      await moveSuppliers(tx, { supplierIds: moving.flatMap(({ id, status }) => (status === from ? [id] : [])), from, act, at });
    }
  }
}
