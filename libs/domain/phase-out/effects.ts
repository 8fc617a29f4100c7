import type { SupplierAct } from '../supplier/status.js';

/** A share of the orders in a category as it was and as it becomes, in percent; `from` is null where nothing had been set. */
export interface ShareChange {
  readonly category: string;
  readonly supplierId: string;
  readonly from: number | null;
  /** What `from` counts as where nothing had been set: the share by the spend. */
  readonly base: number;
  readonly to: number;
}

/** What a phase-out changes outside of its case. Kept in its state from the commit that does it, so that an abort can undo it. */
export type Effect =
  | { readonly kind: 'status' }
  | { readonly kind: 'notice'; readonly endsOn: string }
  | { readonly kind: 'orderBlock'; readonly from: string }
  | { readonly kind: 'shares'; readonly step: number; readonly changes: readonly ShareChange[] };

/** What nothing undoes: the end of a phase-out, and the onboarding of a backup, which goes its own way from its invitation on. */
export type FinalEffect = { readonly kind: 'accessRevoked' } | { readonly kind: 'inactive' } | { readonly kind: 'backupInvited'; readonly supplierId: string };

/** What one decision does and undoes, each in the order in which it is to happen. */
export interface Effects {
  readonly does: readonly (Effect | FinalEffect)[];
  readonly undoes: readonly Effect[];
}

export const noEffects: Effects = { does: [], undoes: [] };

/** The act on the supplier's status that an effect is; null for those that are none. */
export function statusActOf(effect: Effect | FinalEffect, direction: 'does' | 'undoes'): SupplierAct | null {
  if (effect.kind === 'status') return direction === 'does' ? 'phaseOut' : 'abortPhaseOut';
  return effect.kind === 'inactive' ? 'completePhaseOut' : null;
}

/**
 * The share after a change is undone: exactly what was, null if nothing had been set. Where somebody else has changed it since,
 * that stays and only our part is taken back.
 */
export function shareUndone(current: number | null, { from, base, to }: ShareChange): number | null {
  if (current === to) return from;
  return bounded(rounded((current ?? 0) - (to - base)));
}

/** Percent with two decimals, without the dust of binary fractions. */
export function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}

function bounded(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
