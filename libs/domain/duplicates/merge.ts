import { z } from 'zod';
import { statusAfter, type SupplierStatus } from '../supplier/status.js';

const reason = z.string().trim().min(3).max(2000);

/** Body of `POST /duplicates/{id}/dismiss`. */
export const dismissBody = z.strictObject({ reason });

/** Body of `POST /duplicates`: two suppliers that are one, and how one knows. */
export const nameBody = z
  .strictObject({ firstId: z.uuid(), secondId: z.uuid(), reason })
  .refine(({ firstId, secondId }) => firstId.toLowerCase() !== secondId.toLowerCase(), { path: ['secondId'], message: 'name another supplier than firstId' });

/** Body of `POST /duplicates/{id}/merge`: which of the two stays. */
export const mergeBody = z.strictObject({ keep: z.uuid(), reason });

/** What of a supplier a merge decides on. */
export interface MergeSide {
  readonly id: string;
  readonly name: string;
  readonly status: SupplierStatus;
  readonly mergedIntoId: string | null;
  /** Open cases of any process. */
  readonly openCases: number;
  /** An evaluation is just scoring it. */
  readonly beingScored: boolean;
}

/** Why two suppliers cannot be merged now; `code` is stable. */
export interface MergeRefusal {
  readonly code: 'merged' | 'mergeStatus' | 'mergeKeepEnded' | 'mergeOpenCases' | 'mergeBeingScored' | 'mergeFactsLanding';
  readonly message: string;
}

const living: readonly SupplierStatus[] = ['prospect', 'onboarding', 'active', 'on-watch', 'phasing-out'];

/**
 * Every reason why `gone` cannot become part of `kept`. A case's workflow and mails name its supplier, so the cases of the
 * one that goes must end first; those of the one that stays go on. Facts do not move under an evaluation that is scoring.
 * One that was merged takes no part again: chains and circles cannot arise.
 */
export function mergeRefusals(kept: MergeSide, gone: MergeSide): MergeRefusal[] {
  const refusals: MergeRefusal[] = [];
  const refuse = (code: MergeRefusal['code'], message: string) => refusals.push({ code, message });
  for (const side of [kept, gone]) {
    if (side.mergedIntoId !== null) refuse('merged', `${side.name} was merged already.`);
    if (side.beingScored) refuse('mergeBeingScored', `An evaluation is scoring ${side.name}; wait until it has its scores.`);
  }
  if (statusAfter(gone.status, 'merge') === null) refuse('mergeStatus', `${gone.name} is ${gone.status} and cannot become part of another supplier.`);
  if (kept.status === 'blocked') refuse('mergeStatus', `${kept.name} is blocked; nothing can become part of it.`);
  else if (!living.includes(kept.status) && living.includes(gone.status)) refuse('mergeKeepEnded', `${kept.name} is ${kept.status}; keep ${gone.name}, which is ${gone.status}.`);
  if (gone.openCases > 0) refuse('mergeOpenCases', `${gone.name} has ${gone.openCases} open case${gone.openCases === 1 ? '' : 's'}; close or cancel them first, or keep this supplier.`);
  return refusals;
}
