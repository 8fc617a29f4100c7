import { Refusal } from '../process/decision.js';

/** draft → published → superseded, or draft → discarded; what is no draft never changes again. */
export const policyStatuses = ['draft', 'published', 'superseded', 'discarded'] as const;

/** See {@link policyStatuses}. */
export type PolicyStatus = (typeof policyStatuses)[number];

/** What of a policy its lifecycle decides on. */
export interface PolicyVersion {
  readonly version: number;
  readonly status: PolicyStatus;
}

/** Which policies change their status when one is published. */
export interface Publication {
  readonly published: number;
  /** The one that was in force until now. */
  readonly superseded: number | null;
}

/** The number of the next version: integers without gaps, counted over all policies. */
export function nextVersion(newest: number | null): number {
  return (newest ?? 0) + 1;
}

/**
 * Publishes a draft in place of the policy in force.
 * @throws Refusal `alreadyPublished`, `superseded` or `discarded`
 */
export function publish(policy: PolicyVersion, current: PolicyVersion | null): Publication {
  if (policy.status === 'published')
    throw new Refusal('alreadyPublished', `Policy version ${policy.version} is already published`);
  if (policy.status === 'superseded')
    throw new Refusal('superseded', `Policy version ${policy.version} was superseded; make a new draft of it`);
  refuseDiscarded(policy);
  return { published: policy.version, superseded: current?.version ?? null };
}

/**
 * Only a draft can be replaced or thrown away: what was published is the record of how suppliers were judged.
 * @throws Refusal `immutable` or `discarded`
 */
export function refuseChange(policy: PolicyVersion): void {
  refuseDiscarded(policy);
  if (policy.status !== 'draft')
    throw new Refusal('immutable', `Policy version ${policy.version} is ${policy.status} and never changes again; make a new draft of it`);
}

function refuseDiscarded({ version, status }: PolicyVersion): void {
  if (status === 'discarded') throw new Refusal('discarded', `Policy version ${version} was discarded; make a new draft`);
}
