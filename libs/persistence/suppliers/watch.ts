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
  const leaving = new Map<SupplierStatus, string[]>();
  for (const { id, status, watched } of found) {
    if (statusAfter(status, watched ? 'watch' : 'unwatch')) leaving.set(status, [...(leaving.get(status) ?? []), id]);
  }
  for (const [from, supplierIds] of leaving) {
    // Whoever stands where one goes on watch is not on it, and the other way round.
    const to = statusAfter(from, 'watch') ?? statusAfter(from, 'unwatch');
    if (to) await moveSuppliers(tx, { supplierIds, from, to, at });
  }
}
