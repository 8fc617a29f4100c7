import type { ActorKind } from '#domain/process/decision.js';
import type { Submission } from '#persistence/generated/client.js';
import type { PolicyRecord } from '#persistence/policies/policies.js';
import type { RectificationInput } from '#workflows/rectification/contract.js';

/** What a stored opening says to the rectification that it opens, which keeps the terms of the policy given. */
export function openingOf(submission: Submission, { policy, version }: Pick<PolicyRecord, 'policy' | 'version'>): Extract<RectificationInput, { opening: object }> {
  const { id: submissionId, caseId, supplierId, commandId, actorKind, actorId } = submission;
  const { severity, cause } = submission.facts as { severity: 'critical' | 'major' | 'minor'; cause: string };
  return {
    opening: { caseId, supplierId, severity, cause, terms: policy.rectification, policyVersion: version },
    actor: { kind: actorKind as ActorKind, id: actorId },
    commandId,
    submissionId,
  };
}
