import { Prisma } from '../generated/client.js';
import { connectionOf, type Database, type Transaction } from '../database.js';

/** Another supplier of the country has the tax id: certainly the same company. */
export class DuplicateTaxId extends Error {
  readonly code = 'duplicateTaxId';

  constructor(
    readonly existingId: string,
    name: string,
  ) {
    super(`${name} has this tax id already.`);
    this.name = 'DuplicateTaxId';
  }
}

/** A tax id as it is compared: capital letters and digits only. The index suppliers_tax_key has the same expression. */
export const taxKeySql = (taxId: Prisma.Sql) => Prisma.sql`upper(regexp_replace(${taxId}, '[^[:alnum:]]', '', 'g'))`;

/** The supplier of this country with this tax id, other than the named one; spaces, hyphens and case do not count. */
export async function supplierWithTaxId(
  db: Database | Transaction,
  { taxId, country, except }: { taxId: string; country: string; except: string | null },
): Promise<{ id: string; name: string } | null> {
  const key = taxKeySql(Prisma.sql`${taxId}::text`);
  const [row] = await connectionOf(db).$queryRaw<{ id: string; name: string }[]>(Prisma.sql`
    SELECT id, name FROM suppliers
     WHERE country = ${country} AND tax_id IS NOT NULL AND merged_into_id IS NULL AND ${taxKeySql(Prisma.sql`tax_id`)} = ${key} AND ${key} <> ''
       AND (${except}::uuid IS NULL OR id <> ${except}::uuid)
     ORDER BY created_at, id LIMIT 1`);
  return row ?? null;
}

/**
 * Refuses a tax id that another supplier of the country has; of two at once the second waits and is refused.
 * @throws DuplicateTaxId
 */
export async function claimTaxId(tx: Transaction, claim: { taxId: string; country: string; supplierId: string }): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`tax id in ${claim.country}`} || upper(regexp_replace(${claim.taxId}, '[^[:alnum:]]', '', 'g')), 0))`;
  const twin = await supplierWithTaxId(tx, { ...claim, except: claim.supplierId });
  if (twin) throw new DuplicateTaxId(twin.id, twin.name);
}
