import { asOfCutOff } from '#domain/scoring/period.js';
import type { Database, Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { getPolicy } from '../policies/policies.js';
import { refreshGrades } from '../scoring/grades.js';
import { scoresSql } from '../scoring/score-sql.js';
import { proposeConsequences } from './consequences.js';
import type { WebhookData } from '#domain/channels/events.js';
import { announce, told } from '../webhooks/announce.js';

/** Scores recomputed in one transaction: a second or two of work, during which their rows are locked. */
export const CHUNK_SIZE = 500;

/** What one step has done; counts are scores. `more` is false once nothing can be restated at present. */
export interface RestatedChunk {
  readonly restated: number;
  readonly unchanged: number;
  readonly more: boolean;
}

/** The evaluation whose scores a step restates. */
interface Judged {
  readonly id: string;
  readonly status: 'published' | 'closed';
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly policyVersion: number;
  readonly cutOffAt: Date;
}

/**
 * Recomputes the next noted scores of one published evaluation, oldest period first, with all facts known now and the policy
 * of that evaluation. A score of which anything differs is kept as superseded and gets the next revision; the others stay
 * untouched. Gates hold as of the evaluation's own cut-off. The supplier's grade, watch and proposals follow in the same
 * transaction, so that a repetition after a crash finds the step done whole or not begun.
 *
 * The cut-off is `at`, or what is later: the arrival of the facts that were noted, and the cut-off of each score before. So
 * whichever of two restatements comes last, its scores know what both brought.
 */
export async function restateChunk(
  db: Database,
  { restatementId, at, chunkSize = CHUNK_SIZE }: { restatementId: string; at: Date; chunkSize?: number },
): Promise<RestatedChunk> {
  return db.transaction(async (tx) => {
    await begin(tx, restatementId);
    await dropOfAbandoned(tx, restatementId);
    const evaluation = await nextEvaluation(tx, restatementId);
    if (!evaluation) return { restated: 0, unchanged: 0, more: false };
    const supplierIds = await takeScores(tx, restatementId, evaluation.id, chunkSize);
    const cutOffAt = await cutOff(tx, { restatementId, evaluationId: evaluation.id, supplierIds, at });
    const restated = await supersede(tx, { restatementId, evaluation, supplierIds, cutOffAt, at });
    await announceRestated(tx, { restatementId, evaluationId: evaluation.id, supplierIds: restated, at });
    await refreshGrades(tx, { evaluationId: evaluation.id, supplierIds: restated, at });
    // Before the cycle has opened its own cases there is nothing to cancel, and a new C is opened by it.
    const closed = evaluation.status === 'closed';
    if (closed) await proposeConsequences(tx, { restatementId, evaluationId: evaluation.id, supplierIds: restated, at });
    await settle(tx, { restatementId, evaluationId: evaluation.id, supplierIds, restated, done: closed });
    return { restated: restated.length, unchanged: supplierIds.length - restated.length, more: true };
  });
}

/** Of official scores: who else looks at rehearsed ones asks for them. */
async function announceRestated(tx: Transaction, { restatementId, evaluationId, supplierIds, at }: { restatementId: string; evaluationId: string; supplierIds: string[]; at: Date }): Promise<void> {
  if (supplierIds.length === 0) return;
  const rows = await tx.$queryRaw<WebhookData<'score.restated'>[]>`
    SELECT s.evaluation_id AS "evaluationId", s.supplier_id AS "supplierId", s.revision, old.restatement_id AS "restatementId",
      old.grade AS "gradeBefore", old.score::float8 AS "scoreBefore", s.grade, s.score::float8 AS score
    FROM scores s JOIN superseded_scores old ON old.evaluation_id = s.evaluation_id AND old.supplier_id = s.supplier_id AND old.restatement_id = ${restatementId}::uuid
    WHERE s.official AND s.evaluation_id = ${evaluationId}::uuid AND s.supplier_id = ANY(${supplierIds}::uuid[])
      AND old.revision = s.revision - 1
    ORDER BY s.supplier_id`;
  await announce(tx, rows.map((data) => told('score.restated', { key: `${evaluationId}:${data.supplierId}:${data.revision}`, data, at })));
}

/** Steps of one restatement go one after the other: a worker that was taken for dead may still be at one. */
async function begin(tx: Transaction, restatementId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM restatements WHERE id = ${restatementId}::uuid FOR UPDATE`;
  await tx.$executeRaw`UPDATE restatements SET status = 'running' WHERE id = ${restatementId}::uuid AND status <> 'running'`;
}

/**
 * An evaluation that was given up has no scores that count. Those of a supplier that was merged stay as they were published:
 * its facts are the survivor's now, whose own periods the merge has noted.
 */
async function dropOfAbandoned(tx: Transaction, restatementId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE restatement_scopes SET fate = coalesce(fate, 'dropped'), done = true FROM evaluations e, suppliers s
    WHERE restatement_id = ${restatementId}::uuid AND NOT done AND e.id = evaluation_id AND s.id = supplier_id
      AND (e.status IN ('failed', 'cancelled') OR s.merged_into_id IS NOT NULL)`;
}

/** Locked against closing, so that its consequences are either opened by the cycle or proposed here. */
async function nextEvaluation(tx: Transaction, restatementId: string): Promise<Judged | null> {
  const [row] = await tx.$queryRaw<Judged[]>`
    SELECT e.id, e.status, to_char(e.period_start, 'YYYY-MM-DD') AS "periodStart", to_char(e.period_end, 'YYYY-MM-DD') AS "periodEnd",
      e.policy_version AS "policyVersion", e.cut_off_at AS "cutOffAt"
    FROM evaluations e
    WHERE e.status IN ('published', 'closed') AND EXISTS (
      SELECT FROM restatement_scopes s WHERE s.restatement_id = ${restatementId}::uuid AND s.evaluation_id = e.id AND s.fate IS NULL)
    ORDER BY e.period_end, e.id LIMIT 1 FOR SHARE OF e`;
  return row ?? null;
}

/**
 * Locks suppliers, scopes and scores of the next chunk, always in this order and by id: of two restatements of one score the
 * second waits here, and reads its facts after the first has written.
 */
async function takeScores(tx: Transaction, restatementId: string, evaluationId: string, chunkSize: number): Promise<string[]> {
  const next = await tx.$queryRaw<{ supplierId: string }[]>`
    SELECT supplier_id AS "supplierId" FROM restatement_scopes
    WHERE restatement_id = ${restatementId}::uuid AND evaluation_id = ${evaluationId}::uuid AND fate IS NULL
    ORDER BY supplier_id LIMIT ${chunkSize}`;
  const ids = next.map((each) => each.supplierId);
  await tx.$queryRaw`SELECT 1 FROM suppliers WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  // One that was merged while its lock was waited for is dropped by the next step.
  const taken = await tx.$queryRaw<{ supplierId: string }[]>`
    SELECT supplier_id AS "supplierId" FROM restatement_scopes
    WHERE restatement_id = ${restatementId}::uuid AND evaluation_id = ${evaluationId}::uuid AND supplier_id = ANY(${ids}::uuid[])
      AND fate IS NULL AND NOT EXISTS (SELECT FROM suppliers s WHERE s.id = supplier_id AND s.merged_into_id IS NOT NULL)
    ORDER BY supplier_id FOR UPDATE`;
  const supplierIds = taken.map((each) => each.supplierId);
  await tx.$queryRaw`
    SELECT 1 FROM scores WHERE evaluation_id = ${evaluationId}::uuid AND supplier_id = ANY(${supplierIds}::uuid[])
    ORDER BY supplier_id FOR UPDATE`;
  return supplierIds;
}

async function cutOff(
  tx: Transaction,
  { restatementId, evaluationId, supplierIds, at }: { restatementId: string; evaluationId: string; supplierIds: string[]; at: Date },
): Promise<Date> {
  const [row] = await tx.$queryRaw<{ cutOffAt: Date }[]>`
    SELECT greatest(${at.toISOString()}::timestamptz, r.requested_at, e.cut_off_at, (
        SELECT max(cut_off_at) FROM scores WHERE evaluation_id = e.id AND supplier_id = ANY(${supplierIds}::uuid[]))) AS "cutOffAt"
    FROM restatements r, evaluations e WHERE r.id = ${restatementId}::uuid AND e.id = ${evaluationId}::uuid`;
  return row?.cutOffAt ?? at;
}

/**
 * Writes a new revision of each score that is computed differently in anything, keeping the old row. Answers whose was. A person's
 * judgement on what was computed before lapses with it, and stays where it is computed as before.
 * Compared and written where it is computed: digits that went through a program's numbers and back would differ by themselves.
 */
async function supersede(
  tx: Transaction,
  step: { restatementId: string; evaluation: Judged; supplierIds: string[]; cutOffAt: Date; at: Date },
): Promise<string[]> {
  const { evaluation } = step;
  const at = step.at.toISOString();
  const changed = await tx.$queryRaw<{ supplierId: string }[]>`
    WITH fresh AS MATERIALIZED (
      SELECT row.supplier_id, row.score, row.grade, row.indicators, row.explanation
      FROM (${await freshScores(tx, step)}) AS row JOIN scores s ON s.evaluation_id = ${evaluation.id}::uuid AND s.supplier_id = row.supplier_id
        LEFT JOIN score_overrides o ON o.evaluation_id = s.evaluation_id AND o.supplier_id = s.supplier_id AND o.lapsed_at IS NULL
      WHERE (CASE WHEN o.id IS NULL THEN s.score ELSE o.computed_score END, coalesce(o.computed_grade, s.grade), s.indicators, s.explanation)
        IS DISTINCT FROM (row.score, row.grade, row.indicators, row.explanation)
    ), lapsed AS (
      UPDATE score_overrides o SET lapsed_at = ${at}::timestamptz FROM fresh
      WHERE o.evaluation_id = ${evaluation.id}::uuid AND o.supplier_id = fresh.supplier_id AND o.lapsed_at IS NULL
    ), kept AS (
      INSERT INTO superseded_scores (evaluation_id, supplier_id, revision, segment, score, grade, indicators, explanation,
        policy_version, scored_at, cut_off_at, superseded_at, restatement_id)
      SELECT s.evaluation_id, s.supplier_id, s.revision, s.segment, s.score, s.grade, s.indicators, s.explanation,
        s.policy_version, s.scored_at, coalesce(s.cut_off_at, e.cut_off_at), ${at}::timestamptz, ${step.restatementId}::uuid
      FROM scores s JOIN fresh USING (supplier_id) JOIN evaluations e ON e.id = s.evaluation_id
      WHERE s.evaluation_id = ${evaluation.id}::uuid
    )
    UPDATE scores s SET score = fresh.score, grade = fresh.grade, indicators = fresh.indicators, explanation = fresh.explanation,
      revision = s.revision + 1, scored_at = ${at}::timestamptz, cut_off_at = ${step.cutOffAt.toISOString()}::timestamptz
    FROM fresh WHERE s.evaluation_id = ${evaluation.id}::uuid AND s.supplier_id = fresh.supplier_id
    RETURNING s.supplier_id AS "supplierId"`;
  return changed.map((each) => each.supplierId);
}

/** In the segment in which each was judged: a supplier that has moved since is not judged anew by another template. */
async function freshScores(
  tx: Transaction,
  { evaluation, supplierIds, cutOffAt }: { evaluation: Judged; supplierIds: string[]; cutOffAt: Date },
): Promise<Prisma.Sql> {
  const policy = await getPolicy(tx, evaluation.policyVersion);
  if (!policy) throw new Error(`Evaluation ${evaluation.id} names policy version ${evaluation.policyVersion}, which does not exist`);
  return scoresSql({
    members: Prisma.sql`
      SELECT supplier_id, segment FROM scores
      WHERE evaluation_id = ${evaluation.id}::uuid AND supplier_id = ANY(${supplierIds}::uuid[])`,
    many: false,
    periodStart: evaluation.periodStart,
    periodEnd: evaluation.periodEnd,
    asOf: asOfCutOff(cutOffAt),
    cutOffAt,
    gatesAt: evaluation.cutOffAt,
    policy: policy.policy,
    policyVersion: policy.version,
  });
}

async function settle(
  tx: Transaction,
  step: { restatementId: string; evaluationId: string; supplierIds: readonly string[]; restated: readonly string[]; done: boolean },
): Promise<void> {
  const { restatementId, evaluationId } = step;
  await tx.$executeRaw`
    UPDATE restatement_scopes sc SET
      fate = CASE WHEN sc.supplier_id = ANY(${[...step.restated]}::uuid[]) THEN 'restated'
        WHEN EXISTS (SELECT FROM scores s WHERE s.evaluation_id = sc.evaluation_id AND s.supplier_id = sc.supplier_id) THEN 'unchanged'
        ELSE 'dropped' END,
      done = ${step.done} OR sc.supplier_id <> ALL(${[...step.restated]}::uuid[])
    WHERE restatement_id = ${restatementId}::uuid AND evaluation_id = ${evaluationId}::uuid
      AND supplier_id = ANY(${[...step.supplierIds]}::uuid[])`;
  // A statement of its own: it sees the fates that the first has written.
  await tx.$executeRaw`
    UPDATE restatements SET (restated, unchanged) = (
        SELECT count(*) FILTER (WHERE fate = 'restated'), count(*) FILTER (WHERE fate = 'unchanged')
        FROM restatement_scopes WHERE restatement_id = ${restatementId}::uuid)
    WHERE id = ${restatementId}::uuid`;
}
