import { Refusal } from '../process/decision.js';

/** draft → published → superseded; a published policy never changes again. */
export type PolicyStatus = 'draft' | 'published' | 'superseded';

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
 * @throws Refusal `alreadyPublished` or `superseded`
 */
export function publish(policy: PolicyVersion, current: PolicyVersion | null): Publication {
  if (policy.status === 'published')
    throw new Refusal('alreadyPublished', `Policy version ${policy.version} is already published`);
  if (policy.status === 'superseded')
    throw new Refusal('superseded', `Policy version ${policy.version} was superseded; make a new draft of it`);
  return { published: policy.version, superseded: current?.version ?? null };
}
