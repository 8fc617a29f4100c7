import type { SupplierStatus } from '../supplier/status.js';

/** A sum of money, decimal text. */
export interface Money {
  /** '' where the facts name none. */
  readonly currency: string;
  readonly value: string;
}

/** The orders in a category that the supplier has, and who else is there. */
export interface CategorySupply {
  readonly category: string;
  /** The share that is set for the supplier, percent; null: none is. */
  readonly set: number | null;
  /** The share to count with: what is set, else that of the spend, else as much as each of the others. */
  readonly share: number;
  /** Other suppliers, active or on watch, that are a source of the category. */
  readonly otherSources: number;
}

/** How a chosen backup stands. */
export interface BackupSupply {
  readonly category: string;
  readonly supplierId: string;
  /** null: there is no such supplier, or it was merged. */
  readonly status: SupplierStatus | null;
  /** Share set for it in the category; null: none is. */
  readonly set: number | null;
  readonly share: number;
}

/** What the facts say of a supplier's orders, as of the time asked. */
export interface Supply {
  readonly openLines: number;
  readonly openOrders: number;
  readonly openValue: readonly Money[];
  /** Spend of the trailing 12 months. */
  readonly spend: readonly Money[];
  readonly categories: readonly CategorySupply[];
  readonly backups: readonly BackupSupply[];
  /** Of the contract in force with the longest notice; null: none says. */
  readonly noticeDays: number | null;
}

/** What was seen, with the shares that are only estimated as they were first: a backup that has come in does not change what the supplier had. */
export function seenAfter(before: Supply, seen: Supply): Supply {
  const shareBefore = new Map(before.categories.map(({ category, share }) => [category, share]));
  return { ...seen, categories: seen.categories.map((found) => ({ ...found, share: found.set ?? shareBefore.get(found.category) ?? found.share })) };
}

/** Who can be ordered from. */
export const supplying: readonly SupplierStatus[] = ['active', 'on-watch'];

/** Who becomes a source only when an onboarding is begun. */
export const toBeInvited: readonly SupplierStatus[] = ['prospect', 'inactive', 'rejected'];

/** Who may become a source by an onboarding. */
export const onTheWay: readonly SupplierStatus[] = [...toBeInvited, 'onboarding'];
