import { stageDueAt } from '#domain/evaluation/stages.js';
import type { Database } from '#persistence/database.js';
import { calendarFor, OURS } from '#persistence/holidays.js';
import { getPolicy } from '#persistence/policies/policies.js';

/** Until when an appeal has to be decided, by the policy of its evaluation. */
export async function decisionDue(db: Database, { evaluationId, submittedAt }: { readonly evaluationId: string; readonly submittedAt: Date }): Promise<Date> {
  const { policyVersion } = await db.prisma.evaluation.findUniqueOrThrow({ where: { id: evaluationId }, select: { policyVersion: true } });
  const policy = await getPolicy(db, policyVersion);
  if (!policy) throw new Error(`Evaluation ${evaluationId} has no policy`);
  return new Date(stageDueAt(policy.policy.evaluation.appealDecisionDays, submittedAt.toISOString(), calendarFor(OURS, submittedAt)));
}
