import type { SupplierStatus } from '#domain/supplier/status.js';
import type { Transaction } from '../database.js';
import { announce, told } from '../webhooks/announce.js';

/**
 * Brings suppliers from one status into another and tells webhooks of it, in the transaction of its cause. One that stands elsewhere by
 * now stays there. Whether the way is allowed is the caller's question to `statusAfter`. Answers the ids of those that were moved.
 */
export async function moveSuppliers(tx: Transaction, { supplierIds, from, to, at }: { supplierIds: readonly string[]; from: SupplierStatus; to: SupplierStatus; at: Date }): Promise<string[]> {
  if (supplierIds.length === 0 || from === to) return [];
  const moved = await tx.supplier.updateManyAndReturn({
    where: { id: { in: [...supplierIds] }, status: from },
    data: { status: to, updatedAt: at, version: { increment: 1 } },
    select: { id: true, code: true, version: true },
  });
  await announce(tx, moved.map(({ id, code, version }) => told('supplier.statusChanged', { key: `${id}:${version}`, data: { supplierId: id, code, from, to }, at })));
  return moved.map(({ id }) => id);
}
