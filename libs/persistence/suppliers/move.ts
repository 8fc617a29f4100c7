import { statusAfter, type SupplierAct, type SupplierStatus } from '#domain/supplier/status.js';
import type pg from 'pg';
import type { Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { announce, told } from '../webhooks/announce.js';
import { query } from './bulk.js';

/**
 * Does one of the domain's acts to suppliers that stand in one status, and tells webhooks of it, in the transaction of its cause: the only
 * place that changes a supplier's status. One that stands elsewhere by now stays there; so do all where the domain knows no such way.
 * Answers the ids of those that were moved.
 */
export async function moveSuppliers(
  tx: Transaction | pg.ClientBase,
  { supplierIds, from, act, at }: { supplierIds: readonly string[]; from: SupplierStatus; act: SupplierAct; at: Date },
): Promise<string[]> {
  const to = statusAfter(from, act);
  if (supplierIds.length === 0 || to === null || to === from) return [];
  const moved = await query<{ id: string; code: string; version: number }>(
    tx,
    Prisma.sql`UPDATE suppliers SET status = ${to}, version = version + 1, updated_at = ${at} WHERE id = ANY(${[...supplierIds]}::uuid[]) AND status = ${from} RETURNING id, code, version`,
  );
  await announce(tx, moved.map(({ id, code, version }) => told('supplier.statusChanged', { key: `${id}:${version}`, data: { supplierId: id, code, from, to }, at })));
  return moved.map(({ id }) => id);
}
