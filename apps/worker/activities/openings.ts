import type { ActorKind } from '#domain/process/decision.js';
import { openingsOfBatch } from '#persistence/cases/submissions.js';
import type { Database } from '#persistence/database.js';
import type { Submission } from '#persistence/generated/client.js';
import { currentPolicy, getPolicy, type PolicyRecord } from '#persistence/policies/policies.js';
import type { OpeningCase, OpeningsActivities } from '#workflows/openings/activities.js';

/** Cases of one page: each is a child of the run that starts it, of which Temporal allows 2,000. */
const PAGE = 100;

/** What an opening decides on: its severity, its cause, and the policy under which it was decided. */
interface OpeningFacts {
  readonly severity: 'critical' | 'major' | 'minor';
  readonly cause: string;
  /** Absent: the policy in force. */
  readonly policyVersion?: number;
}

/** Reads from the database what is to be opened. */
export function createOpeningsActivities(db: Database): OpeningsActivities {
  return {
    nextOpenings: async ({ batchId, after }) => {
      const submissions = await openingsOfBatch(db, { batchId, after, limit: PAGE });
      const current = await currentPolicy(db);
      const cases: OpeningCase[] = [];
      for (const submission of submissions) cases.push(caseOf(submission, await policyOf(db, submission, current)));
      return { cases, next: submissions.length < PAGE ? null : (submissions.at(-1)?.id ?? null) };
    },
  };
}

async function policyOf(db: Database, { facts }: Submission, current: PolicyRecord): Promise<PolicyRecord> {
  const { policyVersion = current.version } = facts as unknown as OpeningFacts;
  return policyVersion === current.version ? current : ((await getPolicy(db, policyVersion)) ?? current);
}

function caseOf(submission: Submission, { policy, version }: PolicyRecord): OpeningCase {
  const { caseId, supplierId, commandId } = submission;
  const { severity, cause } = submission.facts as unknown as OpeningFacts;
  const opening = { caseId, supplierId, severity, cause, terms: policy.rectification, policyVersion: version };
  const actor = { kind: submission.actorKind as ActorKind, id: submission.actorId };
  return { caseId, supplierId, severity, input: { opening, actor, commandId, submissionId: submission.id } };
}
