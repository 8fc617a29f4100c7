import { watchOf } from '#domain/rectification/watched-indicator.js';
import type { Severity } from '#domain/rectification/terms.js';
import type { RectificationOpening } from '#domain/rectification/transition.js';
import type { Submission } from '#persistence/generated/client.js';
import type { PolicyRecord } from '#persistence/policies/policies.js';

interface OpeningFacts {
  readonly severity: Severity;
  readonly cause: string;
  /** What is watched; absent: what the cause says. */
  readonly indicator?: string;
  /** Who may see a confidential case; absent: whoever may read cases. */
  readonly readers?: readonly string[];
}

/** What a stored opening says of the rectification that it begins, which keeps the terms of the policy given. */
export function rectificationOpening({ caseId, supplierId, facts }: Submission, { policy, version }: Pick<PolicyRecord, 'policy' | 'version'>): RectificationOpening {
  const { severity, cause, indicator = null, readers = null } = facts as unknown as OpeningFacts;
  return { caseId, supplierId, severity, cause, terms: policy.rectification, policyVersion: version, watch: watchOf({ cause, named: indicator }, policy), readers };
}
