import type pg from 'pg';
import type { Database, Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { run } from './bulk.js';

/** There is no such supplier. */
export class SupplierUnknown extends Error {
  readonly code = 'supplierUnknown';

  constructor(readonly supplierId: string) {
    super(`There is no supplier ${supplierId}.`);
    this.name = 'SupplierUnknown';
  }
}

/** The supplier became part of another one, which is to be used in its place. */
export class SupplierMerged extends Error {
  readonly code = 'merged';

  constructor(
    readonly supplierId: string,
    readonly survivorId: string,
  ) {
    super(`This supplier was merged; use ${survivorId}.`);
    this.name = 'SupplierMerged';
  }
}

/**
 * Holds the supplier as it is until the transaction ends: a merge waits, or has been and is seen.
 * @throws SupplierUnknown, SupplierMerged
 */
export async function requireLiving(client: pg.ClientBase, supplierId: string): Promise<void> {
  const { rows } = await run<{ survivor: string | null }>(client, livingSql(supplierId));
  refuseGone(supplierId, rows[0]);
}

/** As {@link requireLiving}, in a transaction of Prisma's. */
export async function requireLivingIn(tx: Transaction, supplierId: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ survivor: string | null }[]>(livingSql(supplierId));
  refuseGone(supplierId, row);
}

const livingSql = (supplierId: string) => Prisma.sql`SELECT merged_into_id AS survivor FROM suppliers WHERE id = ${supplierId}::uuid FOR SHARE`;

function refuseGone(supplierId: string, row: { survivor: string | null } | undefined): void {
  if (!row) throw new SupplierUnknown(supplierId);
  if (row.survivor !== null) throw new SupplierMerged(supplierId, row.survivor);
}

/**
 * Holds merges off until the transaction ends. Whoever finds suppliers by code and then writes facts of them takes it before
 * the finding, or else facts could land with a supplier that was merged in between. Many hold it at once.
 */
export async function holdMerges(client: pg.ClientBase): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock_shared(hashtext('steward.merges'))`);
}

/**
 * The counterpart of {@link holdMerges}, for a merge.
 * @returns false when facts have been landing for longer than `waitSeconds`; the transaction is to be rolled back then
 */
export async function lockMerges(client: pg.ClientBase, waitSeconds: number): Promise<boolean> {
  await client.query(`SET LOCAL lock_timeout = ${Math.round(waitSeconds * 1000)}`);
  try {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('steward.merges'))`);
  } catch (error) {
    // lock_not_available
    if (error instanceof Error && 'code' in error && error.code === '55P03') return false;
    throw error;
  }
  await client.query('SET LOCAL lock_timeout = 0');
  return true;
}

/** The supplier and all that were merged into it, oldest merge first: whose history is its history. */
export async function withMerged(db: Database, supplierId: string): Promise<string[]> {
  const gone = await db.prisma.supplier.findMany({ where: { mergedIntoId: supplierId }, select: { id: true }, orderBy: { updatedAt: 'asc' } });
  return [supplierId, ...gone.map((supplier) => supplier.id)];
}
