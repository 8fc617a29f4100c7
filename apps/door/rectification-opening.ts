import type { ActorKind } from '#domain/process/decision.js';
import { watchOf } from '#domain/rectification/watched-indicator.js';
import type { Severity } from '#domain/rectification/terms.js';
import type { Submission } from '#persistence/generated/client.js';
import type { PolicyRecord } from '#persistence/policies/policies.js';
import type { RectificationInput } from '#workflows/rectification/contract.js';

interface OpeningFacts {
  readonly severity: Severity;
  readonly cause: string;
  /** What is watched; absent: what the cause says. */
  readonly indicator?: string;
  /** Who may see a confidential case; absent: whoever may read cases. */
  readonly readers?: readonly string[];
}

/** What a stored opening says to the rectification that it opens, which keeps the terms of the policy given. */
export function openingOf(submission: Submission, { policy, version }: Pick<PolicyRecord, 'policy' | 'version'>): Extract<RectificationInput, { opening: object }> {
  const { id: submissionId, caseId, supplierId, commandId, actorKind, actorId } = submission;
  const { severity, cause, indicator = null, readers = null } = submission.facts as unknown as OpeningFacts;
  return {
    opening: { caseId, supplierId, severity, cause, terms: policy.rectification, policyVersion: version, watch: watchOf({ cause, named: indicator }, policy), readers },
    actor: { kind: actorKind as ActorKind, id: actorId },
    commandId,
    submissionId,
  };
}
