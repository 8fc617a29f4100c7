import type { Supply } from '#domain/phase-out/supply.js';
import type { ProcessActivities } from '../shared/commit.js';

/** What is asked of the facts; `at` is the workflow's time. */
export interface SupplyLook {
  readonly supplierId: string;
  /** Who may take over, and in which category. */
  readonly backups: readonly { readonly category: string; readonly supplierId: string }[];
  readonly at: string;
}

/** The road itself, and the facts: open orders, shares, and how the backups stand. */
export interface PhaseOutActivities extends ProcessActivities {
  readSupply(look: SupplyLook): Promise<Supply>;
}
