import { asOfCutOff } from '#domain/scoring/period.js';
import { Refusal } from '#domain/process/decision.js';
import type { Database, Transaction } from '../database.js';
import { lockEvaluation, readEvaluation } from '../evaluations/row.js';
import { getPolicy } from '../policies/policies.js';
import { lapseOverrides } from '../segmentation/effective.js';
import { refreshStatistics } from '../statistics.js';
import { waitForLandings } from './landing-lock.js';
import { writeScores } from './write-scores.js';

/**
 * Suppliers scored by one activity. Prices are compared with those of all suppliers, and facts lie in the order in which they came:
 * the fewer the chunks, the fewer the passes over all facts.
 */
export const CHUNK_SIZE = 100_000;
/** The longest that a chunk may take, in milliseconds: so many suppliers with a hundred deliveries each take a minute or two. */
const SCORING_LIMIT = 25 * 60_000;
const CONNECTION_LIMIT = 10_000;

/**
 * Fixes who is scored, in chunks numbered from 0: every active and on-watch supplier of the scope, in the segment it has now,
 * after the overrides that have run out.
 * It first waits for the imports under way, so that each is seen by every chunk or by none (landing-lock.ts).
 * Repeated, it answers what was fixed. @throws EvaluationUnknown
 */
export async function freezeMembership(
  db: Database,
  { evaluationId, chunkSize = CHUNK_SIZE }: { evaluationId: string; chunkSize?: number },
): Promise<{ total: number; chunks: number }> {
  const { cutOffAt } = await readEvaluation(db, evaluationId);
  await lapseOverrides(db, { asOf: asOfCutOff(cutOffAt), at: cutOffAt });
  const frozen = await freeze(db, evaluationId, chunkSize);
  await refreshStatistics(db);
  return frozen;
}

async function freeze(db: Database, evaluationId: string, chunkSize: number): Promise<{ total: number; chunks: number }> {
  return db.transaction(async (tx) => {
    await waitForLandings(tx);
    const cycle = await lockEvaluation(tx, evaluationId);
    const frozen = await membership(tx, evaluationId);
    if (frozen.chunks > 0) return frozen;
    if (cycle.official) await tx.$executeRaw`
      INSERT INTO evaluation_members (evaluation_id, supplier_id, chunk, segment)
      SELECT ${evaluationId}::uuid, id, (row_number() OVER (ORDER BY id) - 1) / ${chunkSize}::int, segment FROM suppliers
      WHERE status IN ('active', 'on-watch') AND (${cycle.segment}::text IS NULL OR segment = ${cycle.segment})`;
    else await chunkList(tx, evaluationId, chunkSize);
    const fixed = await membership(tx, evaluationId);
    await tx.evaluation.update({ where: { id: evaluationId }, data: { total: fixed.total } });
    return fixed;
  });
}

/** A list is new, and the planner takes it for a row or two: without this it would number the whole list again for each of its members. */
async function chunkList(tx: Transaction, evaluationId: string, chunkSize: number): Promise<void> {
  await tx.$executeRaw`SET LOCAL enable_nestloop = off`;
  await tx.$executeRaw`
    UPDATE evaluation_members m SET chunk = numbered.chunk
    FROM (SELECT supplier_id, (row_number() OVER (ORDER BY supplier_id) - 1) / ${chunkSize}::int AS chunk
      FROM evaluation_members WHERE evaluation_id = ${evaluationId}::uuid) AS numbered
    WHERE m.evaluation_id = ${evaluationId}::uuid AND m.supplier_id = numbered.supplier_id`;
}

async function membership(tx: Transaction, evaluationId: string): Promise<{ total: number; chunks: number }> {
  const [row] = await tx.$queryRaw<{ total: number; chunks: number }[]>`
    SELECT count(*)::int AS total, coalesce(max(chunk) + 1, 0)::int AS chunks
    FROM evaluation_members WHERE evaluation_id = ${evaluationId}::uuid`;
  return row ?? { total: 0, chunks: 0 };
}

/**
 * Scores one chunk with the facts known at the cut-off and the evaluation's policy, and writes the scores whole or not at all.
 * Repeated, it writes the same. `at` is when it was scored. @throws EvaluationUnknown
 * @throws Refusal `wrongStage` once the grades are public
 */
export async function scoreChunk(
  db: Database,
  { evaluationId, chunk, at }: { evaluationId: string; chunk: number; at: Date },
): Promise<{ scored: number }> {
  const cycle = await readEvaluation(db, evaluationId);
  const policy = await getPolicy(db, cycle.policyVersion);
  if (!policy) throw new Error(`Evaluation ${evaluationId} names policy version ${cycle.policyVersion}, which does not exist`);
  const work = async (tx: Transaction): Promise<{ scored: number }> => {
    await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = ${SCORING_LIMIT}`);
    const scored = await writeScores(tx, { ...cycle, evaluationId, chunk, at }, policy);
    // Locked only after the work, so that chunks are scored side by side; what the rules refuse is rolled back.
    const { status, total } = await lockEvaluation(tx, evaluationId);
    if (status !== 'running' && status !== 'scored')
      throw new Refusal('wrongStage', `Evaluation ${evaluationId} is ${status}; its scores no longer change`);
    // A statement of its own after the lock: it sees the scores of every chunk that was committed before.
    const known = await tx.score.count({ where: { evaluationId } });
    await tx.evaluation.update({ where: { id: evaluationId }, data: { scored: known, ...(known === total ? { status: 'scored' } : {}) } });
    return { scored };
  };
  return db.prisma.$transaction(work, { maxWait: CONNECTION_LIMIT, timeout: SCORING_LIMIT });
}
