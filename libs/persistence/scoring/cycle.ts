import { asOfCutOff } from '#domain/scoring/period.js';
import { Refusal } from '#domain/process/decision.js';
import type { Database, Transaction } from '../database.js';
import { getPolicy } from '../policies/policies.js';
import { lapseOverrides } from '../segmentation/effective.js';
import { refreshStatistics } from '../statistics.js';
import type { EvaluationStatus } from './evaluations.js';
import { refreshGrades } from './grades.js';
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

/** The row of an evaluation while it is locked. */
interface Cycle {
  readonly id: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly segment: string | null;
  readonly official: boolean;
  readonly status: EvaluationStatus;
  readonly policyVersion: number;
  readonly total: number;
  readonly cutOffAt: Date;
}

/** There is no evaluation of this id. */
export class EvaluationUnknown extends Error {
  readonly code = 'evaluationUnknown';

  constructor(id: string) {
    super(`There is no evaluation ${id}`);
    this.name = 'EvaluationUnknown';
  }
}

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
  const { cutOffAt } = await read(db.prisma, evaluationId);
  await lapseOverrides(db, { asOf: asOfCutOff(cutOffAt), at: cutOffAt });
  const frozen = await freeze(db, evaluationId, chunkSize);
  await refreshStatistics(db);
  return frozen;
}

async function freeze(db: Database, evaluationId: string, chunkSize: number): Promise<{ total: number; chunks: number }> {
  return db.transaction(async (tx) => {
    await waitForLandings(tx);
    const cycle = await lock(tx, evaluationId);
    const frozen = await membership(tx, evaluationId);
    if (frozen.chunks > 0) return frozen;
    if (cycle.official) await tx.$executeRaw`
      INSERT INTO evaluation_members (evaluation_id, supplier_id, chunk, segment)
      SELECT ${evaluationId}::uuid, id, (row_number() OVER (ORDER BY id) - 1) / ${chunkSize}::int, segment FROM suppliers
      WHERE status IN ('active', 'on-watch') AND (${cycle.segment}::text IS NULL OR segment = ${cycle.segment})`;
    else await tx.$executeRaw`
      UPDATE evaluation_members m SET chunk = numbered.chunk
      FROM (SELECT supplier_id, (row_number() OVER (ORDER BY supplier_id) - 1) / ${chunkSize}::int AS chunk
        FROM evaluation_members WHERE evaluation_id = ${evaluationId}::uuid) AS numbered
      WHERE m.evaluation_id = ${evaluationId}::uuid AND m.supplier_id = numbered.supplier_id`;
    const fixed = await membership(tx, evaluationId);
    await tx.evaluation.update({ where: { id: evaluationId }, data: { total: fixed.total } });
    return fixed;
  });
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
  const cycle = await read(db.prisma, evaluationId);
  const policy = await getPolicy(db, cycle.policyVersion);
  if (!policy) throw new Error(`Evaluation ${evaluationId} names policy version ${cycle.policyVersion}, which does not exist`);
  const work = async (tx: Transaction): Promise<{ scored: number }> => {
    await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = ${SCORING_LIMIT}`);
    const scored = await writeScores(tx, { ...cycle, evaluationId, chunk, at }, policy);
    // Locked only after the work, so that chunks are scored side by side; what the rules refuse is rolled back.
    const { status } = await lock(tx, evaluationId);
    if (status !== 'running' && status !== 'scored')
      throw new Refusal('wrongStage', `Evaluation ${evaluationId} is ${status}; its scores no longer change`);
    // A statement of its own after the lock: it sees the scores of every chunk that was committed before.
    await tx.$executeRaw`
      UPDATE evaluations SET scored = (SELECT count(*) FROM scores WHERE evaluation_id = ${evaluationId}::uuid)
      WHERE id = ${evaluationId}::uuid`;
    return { scored };
  };
  return db.prisma.$transaction(work, { maxWait: CONNECTION_LIMIT, timeout: SCORING_LIMIT });
}

/** Says that every member has its score. Repeated or late, it changes nothing. @throws EvaluationUnknown */
export async function markScored(db: Database, { evaluationId }: { evaluationId: string }): Promise<void> {
  await move(db, evaluationId, ['running'], { status: 'scored' });
}

/**
 * Makes the grades public. Of an official evaluation they become the suppliers' grades, N included, unless a later
 * period has already been judged: old history must not overwrite what is known since. Answers the policy's appeal
 * window in business days, 0 for an advisory one, which has nothing to appeal against. Repeated, it changes nothing.
 * @throws EvaluationUnknown
 * @throws Refusal `wrongStage` when it failed or was cancelled, or while scores are missing
 */
export async function publishEvaluation(
  db: Database,
  { evaluationId, at }: { evaluationId: string; at: Date },
): Promise<{ appealWindowDays: number }> {
  return db.transaction(async (tx) => {
    const cycle = await lock(tx, evaluationId);
    const policy = await getPolicy(tx, cycle.policyVersion);
    const appealWindowDays = cycle.official ? (policy?.policy.appealWindowDays ?? 0) : 0;
    if (cycle.status === 'published' || cycle.status === 'closed') return { appealWindowDays };
    const scored = await tx.score.count({ where: { evaluationId } });
    if (cycle.status === 'failed' || cycle.status === 'cancelled' || scored < cycle.total)
      throw new Refusal('wrongStage', `Evaluation ${evaluationId} is ${cycle.status} with ${scored} of ${cycle.total} scores`);
    await tx.evaluation.update({ where: { id: evaluationId }, data: { status: 'published', publishedAt: at } });
    if (cycle.official) await refreshGrades(tx, { evaluationId, at });
    return { appealWindowDays };
  });
}

/** Ends a published evaluation once its consequences are under way. Repeated, it changes nothing. @throws EvaluationUnknown */
export async function closeEvaluation(
  db: Database,
  { evaluationId, at }: { evaluationId: string; at: Date },
): Promise<void> {
  await move(db, evaluationId, ['published'], { status: 'closed', closedAt: at });
}

/**
 * Gives up an evaluation that is not published, so that the period can be evaluated again. Repeated, it changes nothing.
 * @throws EvaluationUnknown
 */
export async function abandonEvaluation(
  db: Database,
  { evaluationId, status, at }: { evaluationId: string; status: 'failed' | 'cancelled'; at: Date },
): Promise<void> {
  await move(db, evaluationId, ['running', 'scored', 'reviewing'], { status, closedAt: at });
}

async function move(
  db: Database,
  id: string,
  from: EvaluationStatus[],
  data: { status: EvaluationStatus; closedAt?: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const { status } = await lock(tx, id);
    if (from.includes(status)) await tx.evaluation.update({ where: { id }, data });
  });
}

async function lock(tx: Transaction, id: string): Promise<Cycle> {
  await tx.$queryRaw`SELECT 1 FROM evaluations WHERE id = ${id}::uuid FOR UPDATE`;
  return read(tx, id);
}

async function read(connection: Transaction, id: string): Promise<Cycle> {
  const [row] = await connection.$queryRaw<Cycle[]>`
    SELECT id, to_char(period_start, 'YYYY-MM-DD') AS "periodStart", to_char(period_end, 'YYYY-MM-DD') AS "periodEnd",
      segment, official, status, policy_version AS "policyVersion", total, cut_off_at AS "cutOffAt"
    FROM evaluations WHERE id = ${id}::uuid`;
  if (!row) throw new EvaluationUnknown(id);
  return row;
}
