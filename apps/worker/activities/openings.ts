import { openingsOfBatch } from '#persistence/cases/submissions.js';
import type { Database } from '#persistence/database.js';
import type { Submission } from '#persistence/generated/client.js';
import { currentPolicy, getPolicy, type PolicyRecord } from '#persistence/policies/policies.js';
import type { OpeningCase, OpeningsActivities } from '#workflows/openings/activities.js';
import { newCase } from '../../door/new-case.js';
import { rectificationOpening } from '../../door/rectification-opening.js';

/** Cases of one page: each is a child of the run that starts it, of which Temporal allows 2,000. */
const PAGE = 100;

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

/** The one under which it was decided; absent: the one in force. */
async function policyOf(db: Database, { facts }: Submission, current: PolicyRecord): Promise<PolicyRecord> {
  const { policyVersion = current.version } = facts as { policyVersion?: number };
  return policyVersion === current.version ? current : ((await getPolicy(db, policyVersion)) ?? current);
}

function caseOf(submission: Submission, policy: PolicyRecord): OpeningCase {
  const opening = rectificationOpening(submission, policy);
  const { caseId, supplierId, severity } = opening;
  return { caseId, supplierId, severity, input: newCase(submission, opening) };
}
