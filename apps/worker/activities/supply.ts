import type { Database } from '#persistence/database.js';
import { readSupply } from '#persistence/phase-outs/supply.js';
import type { PhaseOutActivities } from '#workflows/phase-out/activities.js';

/** The facts by which a phase-out goes on. */
export function createSupplyActivity(db: Database): Pick<PhaseOutActivities, 'readSupply'> {
  return { readSupply: (look) => readSupply(db, { ...look, at: new Date(look.at) }) };
}
