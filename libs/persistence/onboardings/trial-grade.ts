import type { TrialGrade } from '#domain/onboarding/state.js';
import { asOfCutOff } from '#domain/scoring/period.js';
import type { Segment } from '#domain/supplier/status.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';
import { currentPolicy, getPolicy } from '../policies/policies.js';
import { computeScores } from '../scoring/score-sql.js';

/** A trial to be graded. */
export interface GradedTrial {
  readonly supplierId: string;
  readonly segment: Segment;
  readonly policyVersion: number;
  readonly since: Date;
  readonly at: Date;
}

/** The grade of the deliveries of a trial, as an evaluation of its days would give it: by the policy that the case began with. Nothing is written. */
export async function gradeTrial(db: Database, { supplierId, segment, policyVersion, since, at }: GradedTrial): Promise<TrialGrade> {
  const { policy, version } = (await getPolicy(db, policyVersion)) ?? (await currentPolicy(db));
  const [from, to] = [since.toISOString().slice(0, 10), at.toISOString().slice(0, 10)];
  const [scored] = await computeScores(db, {
    members: Prisma.sql`SELECT ${supplierId}::uuid AS supplier_id, ${segment}::text AS segment`,
    periodStart: from,
    periodEnd: to,
    asOf: asOfCutOff(at),
    cutOffAt: at,
    policy,
    policyVersion: version,
    many: false,
  });
  return { grade: scored?.grade ?? 'N', score: scored?.score ?? null, from, to };
}
