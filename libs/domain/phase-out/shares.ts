import { Refusal } from '../process/decision.js';
import { rounded, type ShareChange } from './effects.js';
import { categoryOf } from './sources.js';
import type { Backup, Notice, PhaseOutState } from './state.js';
import { onTheWay, supplying, type BackupSupply, type Supply } from './supply.js';

/**
 * The choice of a backup, with the share that it takes: what was asked for, else what the cap and the other backups leave.
 * @throws Refusal `unknownCategory`, `backupNotPossible`, `shareTooLarge`, `shareCap`
 */
export function chosenBackup(state: PhaseOutState, asked: { category: string; supplierId: string; share?: number | undefined }): Backup {
  const { category, supplierId } = asked;
  const own = categoryOf(state, category);
  if (!own) throw new Refusal('unknownCategory', `The supplier does not supply ${JSON.stringify(category)}.`);
  const candidate = state.supply.backups.find((each) => each.category === category && each.supplierId === supplierId);
  refuseImpossible(state, supplierId, candidate);
  const others = state.backups.filter((each) => each.category === category && each.supplierId !== supplierId);
  const left = Math.max(0, rounded(own.share - others.reduce((sum, { share }) => sum + share, 0)));
  const room = Math.max(0, rounded(state.terms.shareCap - (candidate?.share ?? 0)));
  const share = rounded(asked.share ?? Math.min(left, room));
  if (share > left) throw new Refusal('shareTooLarge', `Of the orders in ${category} ${left} percent can be moved; ${share} are too much.`);
  if (share > room) throw new Refusal('shareCap', capped(state, category, room));
  if (share === 0 && left > 0) throw new Refusal('shareCap', capped(state, category, room));
  return { category, supplierId, share };
}

function capped({ terms }: PhaseOutState, category: string, room: number): string {
  return `No supplier may come to more than ${terms.shareCap} percent of ${category} by a share moved to it; this one can take ${room}.`;
}

function refuseImpossible({ supplierId: own }: PhaseOutState, supplierId: string, candidate: BackupSupply | undefined): void {
  if (supplierId === own) throw new Refusal('backupNotPossible', 'A supplier is not its own backup.');
  const status = candidate?.status ?? null;
  if (status === null) throw new Refusal('backupNotPossible', 'There is no such supplier, or it was merged into another.');
  if (![...supplying, ...onTheWay].includes(status)) throw new Refusal('backupNotPossible', `A supplier that is ${status} cannot be a backup.`);
}

/**
 * What a step changes: the supplier keeps what is left of the share it had, each backup gets its part of what has moved, never
 * above the cap and only while it can be ordered from; what nobody takes is free.
 */
export function changesOf(state: PhaseOutState, notice: Notice, step: number, supply: Supply): ShareChange[] {
  const moved = notice.steps[step]?.moved ?? 100;
  const before = notice.steps[step - 1]?.moved ?? 0;
  return notice.shares.flatMap(({ category, share }) => {
    const own = supply.categories.find((each) => each.category === category);
    const ownChange: ShareChange = {
      category,
      supplierId: state.supplierId,
      from: own?.set ?? null,
      base: own?.share ?? share,
      to: partOf(share, 100 - moved),
    };
    const backups = state.backups
      .filter((backup) => backup.category === category)
      .map((backup) => backupChange(backup, { supply, part: rounded(partOf(backup.share, moved) - partOf(backup.share, before)), cap: state.terms.shareCap }));
    return [ownChange, ...backups].filter(({ from, base, to }) => (from ?? base) !== to);
  });
}

function backupChange({ category, supplierId }: Backup, { supply, part, cap }: { supply: Supply; part: number; cap: number }): ShareChange {
  const found = supply.backups.find((each) => each.category === category && each.supplierId === supplierId);
  const base = found?.share ?? 0;
  if (!found?.status || !supplying.includes(found.status)) return { category, supplierId, from: found?.set ?? null, base, to: found?.set ?? base };
  return { category, supplierId, from: found.set, base, to: Math.max(base, Math.min(cap, rounded(base + part))) };
}

function partOf(share: number, percent: number): number {
  return rounded((share * percent) / 100);
}
