import { v7 as uuidv7 } from 'uuid';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { AddressSuppression } from '../generated/client.js';

/** Why an address is not written to. */
export interface NewSuppression {
  readonly address: string;
  readonly code: string;
  readonly reason: string;
  readonly outboxId: string;
  readonly at: Date;
}

/** The standing suppressions of these addresses, whatever their case. */
export async function suppressionsOf(db: Database | Transaction, addresses: readonly string[]): Promise<Map<string, AddressSuppression>> {
  const rows = await connectionOf(db).addressSuppression.findMany({ where: { address: { in: addresses.map(suppressionKey) }, clearedAt: null } });
  return new Map(rows.map((row) => [row.address, row]));
}

/** The standing suppression of one address, or null. */
export async function suppressionOf(db: Database | Transaction, address: string): Promise<AddressSuppression | null> {
  return (await suppressionsOf(db, [address])).get(suppressionKey(address)) ?? null;
}

/** Suppresses an address; one that is suppressed stays as it is. */
export async function suppress(tx: Transaction, { address, code, reason, outboxId, at }: NewSuppression): Promise<void> {
  await tx.addressSuppression.createMany({ data: [{ id: uuidv7(), address: suppressionKey(address), code, reason, outboxId, suppressedAt: at }], skipDuplicates: true });
}

/** A person says that the address takes mail again. False when it is not suppressed (any more). */
export async function clearSuppression(tx: Transaction, id: string, { by, why, at }: { by: string; why: string | null; at: Date }): Promise<boolean> {
  const { count } = await tx.addressSuppression.updateMany({ where: { id, clearedAt: null }, data: { clearedAt: at, clearedBy: by, clearedWhy: why } });
  return count > 0;
}

/** A suppression with the contacts that have its address. */
export type SuppressionEntry = AddressSuppression & { readonly contacts: readonly { id: string; name: string; supplierId: string; supplierName: string }[] };

/** Suppressions, newest first, by page: those that stand, or those that were cleared. @throws BadCursor */
export async function listSuppressions(db: Database, page: { cleared: boolean; limit: number; cursor?: string }): Promise<Page<SuppressionEntry>> {
  const [suppressedAt, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'uuid']) : [];
  const after = suppressedAt && id ? { OR: [{ suppressedAt: { lt: new Date(suppressedAt) } }, { suppressedAt: new Date(suppressedAt), id: { lt: id } }] } : {};
  const rows = await db.prisma.addressSuppression.findMany({
    where: { clearedAt: page.cleared ? { not: null } : null, ...after },
    orderBy: [{ suppressedAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
  });
  const contacts = await db.prisma.contact.findMany({
    where: { removedAt: null, OR: rows.map(({ address }) => ({ email: { equals: address.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const } })) },
    include: { supplier: { select: { name: true } } },
  });
  const entries = rows.map((row) => ({
    ...row,
    contacts: contacts
      .filter(({ email }) => suppressionKey(email) === row.address)
      .map(({ id: contactId, name, supplierId, supplier }) => ({ id: contactId, name, supplierId, supplierName: supplier.name })),
  }));
  return pageOf(entries, page.limit, (row) => row, (row) => [row.suppressedAt.toISOString(), row.id]);
}

/** How an address is kept. */
export function suppressionKey(address: string): string {
  return address.trim().toLowerCase();
}
