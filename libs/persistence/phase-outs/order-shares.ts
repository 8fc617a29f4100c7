import { randomUUID } from 'node:crypto';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma, type OrderShare } from '../generated/client.js';
import { announce, told } from '../webhooks/announce.js';

/** A share in a category as it is to be from a day on; null: none is set. */
export interface NewShare {
  readonly supplierId: string;
  readonly category: string;
  readonly percent: number | null;
  /** YYYY-MM-DD. */
  readonly validFrom: string;
  /** The phase-out that moves it; null: a person or program sets it. */
  readonly caseId: string | null;
  readonly setBy: string;
  readonly at: Date;
}

/** The shares of a category would be more than everything. */
export class SharesExceed extends Error {
  readonly code = 'sharesExceed';

  constructor(
    readonly category: string,
    readonly percent: number,
  ) {
    super(`The order shares in ${category} would come to ${percent} percent.`);
    this.name = 'SharesExceed';
  }
}

/** While a supplier is phased out, its shares are the phase-out's to move. */
export class SharesMoving extends Error {
  readonly code = 'phasingOut';

  constructor(readonly supplierId: string) {
    super('The supplier is being phased out: its order shares move by the steps of the phase-out. Abort it to set them by hand.');
    this.name = 'SharesMoving';
  }
}

/** The shares that are set for a supplier now, by category. */
export function currentShares(db: Database | Transaction, supplierId: string): Promise<OrderShare[]> {
  return connectionOf(db).orderShare.findMany({ where: { supplierId, supersededAt: null, percent: { not: null } }, orderBy: { category: 'asc' } });
}

/** Every version of a supplier's shares, newest first. */
export function shareHistory(db: Database, supplierId: string, limit: number): Promise<OrderShare[]> {
  return db.prisma.orderShare.findMany({ where: { supplierId }, orderBy: [{ setAt: 'desc' }, { category: 'asc' }, { version: 'desc' }], take: limit });
}

/** The share set now, held until the transaction ends: whoever changes shares of the category waits. */
export async function heldShare(tx: Transaction, supplierId: string, category: string): Promise<OrderShare | null> {
  await lockCategory(tx, category);
  return tx.orderShare.findFirst({ where: { supplierId, category, supersededAt: null } });
}

/** Writes the next version of each share, and tells other systems of it, in the transaction of the cause. */
export async function writeShares(tx: Transaction, shares: readonly NewShare[]): Promise<void> {
  for (const share of shares) {
    const { supplierId, category, percent, validFrom, caseId, setBy, at } = share;
    const held = await heldShare(tx, supplierId, category);
    if ((held?.percent?.toNumber() ?? null) === percent) continue;
    if (held) await tx.orderShare.update({ where: { id: held.id }, data: { supersededAt: at } });
    const version = (held?.version ?? 0) + 1;
    await tx.orderShare.create({
      data: { id: randomUUID(), supplierId, category, version, percent, validFrom: new Date(validFrom), caseId, setBy, setAt: at, supersededAt: null },
    });
    await announce(tx, [
      told('supplier.orderShareChanged', {
        key: `${supplierId}:${category}:${version}`,
        data: { supplierId, category, percent, validFrom, version, caseId },
        at,
        ...(caseId === null ? {} : { caseId }),
      }),
    ]);
  }
}

/**
 * Sets the shares of a supplier by hand: those named, the others stay.
 * @throws SharesMoving while it is phased out; SharesExceed when a category would come to more than 100 percent
 */
export async function setShares(tx: Transaction, set: { supplierId: string; shares: readonly Omit<NewShare, 'supplierId' | 'caseId'>[] }): Promise<void> {
  const { supplierId, shares } = set;
  const [supplier] = await tx.$queryRaw<{ status: string }[]>`SELECT status FROM suppliers WHERE id = ${supplierId}::uuid FOR SHARE`;
  if (supplier?.status === 'phasing-out') throw new SharesMoving(supplierId);
  await writeShares(tx, shares.map((share) => ({ ...share, supplierId, caseId: null })));
  for (const category of new Set(shares.map((share) => share.category))) {
    const { _sum } = await tx.orderShare.aggregate({ where: { category, supersededAt: null }, _sum: { percent: true } });
    const total = _sum.percent?.toNumber() ?? 0;
    if (total > 100) throw new SharesExceed(category, total);
  }
}

async function lockCategory(tx: Transaction, category: string): Promise<void> {
  await tx.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`orderShares:${category}`}, 0))`);
}
