import type { Transaction } from '../database.js';

/** What we know of a supplier before it answers. Dates are `YYYY-MM-DD`. */
export interface KnownOfSupplier {
  readonly country: string | null;
  readonly taxId: string | null;
  readonly categories: readonly string[];
  readonly certificates: readonly { readonly kind: string; readonly number: string; readonly issuer: string | null; readonly validFrom: string; readonly validTo: string | null }[];
}

/** Reads what a supplier may see of its own master data and certificates, in the portal's role. */
export async function knownOfSupplier(tx: Transaction, supplierId: string): Promise<KnownOfSupplier> {
  const { country, taxId, categories } = await tx.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { country: true, taxId: true, categories: true } });
  const rows = await tx.certificate.findMany({ where: { supplierId, supersededAt: null }, orderBy: [{ validFrom: 'desc' }, { id: 'asc' }], take: 50, select: { kind: true, number: true, issuer: true, validFrom: true, validTo: true } });
  const day = (date: Date) => date.toISOString().slice(0, 10);
  return { country, taxId, categories, certificates: rows.map(({ validFrom, validTo, ...each }) => ({ ...each, validFrom: day(validFrom), validTo: validTo && day(validTo) })) };
}
