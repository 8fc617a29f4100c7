import { Refusal } from '../process/decision.js';
import type { PhaseOutState } from './state.js';
import { supplying, type BackupSupply, type CategorySupply } from './supply.js';

type Planned = Pick<PhaseOutState, 'supply' | 'backups' | 'overridden'>;

/** A category that would be left without a source, and why. */
export interface Uncovered {
  readonly category: string;
  readonly why: 'noBackup' | 'backupNotActive';
}

/** Categories that nobody would supply: no other source, no active backup, and no manager who lets it be. */
export function uncovered({ supply, backups, overridden }: Planned): Uncovered[] {
  return supply.categories.flatMap((found): Uncovered[] => {
    const { category } = found;
    if (found.otherSources > 0 || overridden.some((each) => each.category === category)) return [];
    const chosen = backups.filter((backup) => backup.category === category);
    if (chosen.some((backup) => isActive(supply.backups, backup))) return [];
    return [{ category, why: chosen.length === 0 ? 'noBackup' : 'backupNotActive' }];
  });
}

/** Chosen backups that cannot be ordered from yet. */
export function awaited({ supply, backups }: Planned): Planned['backups'] {
  return backups.filter((backup) => !isActive(supply.backups, backup));
}

/** Where the preparation stands: what is left to choose, else whom to wait for, else it can be approved. */
export function preparation(planned: Planned): 'choosingBackup' | 'awaitingBackup' | 'approving' {
  const open = uncovered(planned);
  if (open.some(({ why }) => why === 'noBackup')) return 'choosingBackup';
  return awaited(planned).length > 0 ? 'awaitingBackup' : 'approving';
}

/** @throws Refusal `categoryWithoutSource` naming each category and the reason, `backupAwaited` */
export function refuseUncovered(planned: Planned): void {
  const open = uncovered(planned);
  if (open.length > 0) {
    const reasons = { noBackup: 'nobody else supplies it and no backup is chosen', backupNotActive: 'its backup is not active yet' };
    const each = open.map(({ category, why }) => `${category} (${reasons[why]})`).join(', ');
    throw new Refusal('categoryWithoutSource', `The phase-out would leave without a source: ${each}. Choose a backup and wait until it is active, or let a manager override with a reason.`);
  }
  const waits = awaited(planned).map(({ category }) => category);
  if (waits.length > 0) throw new Refusal('backupAwaited', `The backup is not active yet: ${[...new Set(waits)].join(', ')}. Wait for it, or drop it.`);
}

/** What the look says of a category; undefined for one that the supplier does not supply. */
export function categoryOf({ supply }: Pick<PhaseOutState, 'supply'>, category: string): CategorySupply | undefined {
  return supply.categories.find((each) => each.category === category);
}

function isActive(looked: readonly BackupSupply[], { category, supplierId }: { category: string; supplierId: string }): boolean {
  const status = looked.find((each) => each.category === category && each.supplierId === supplierId)?.status;
  return status != null && supplying.includes(status);
}
