import { Exact } from '#domain/indicators/exact.js';
import { Refusal } from '#domain/process/decision.js';
import { capGrade, gradeOf, shownScore } from '#domain/scoring/grade.js';
import type { Explanation } from '#domain/scoring/explanation.js';
import type { Grade } from '#domain/supplier/status.js';
import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '../database.js';
import type { ScoreOverride } from '../generated/client.js';
import { refreshGrades } from '../scoring/grades.js';
import { lockEvaluation, type EvaluationRow } from './row.js';

/** A person's judgement in the place of the computed one. */
export interface OverrideDecision {
  readonly evaluationId: string;
  readonly supplierId: string;
  /** In the review before publication, or because an appeal was upheld. */
  readonly origin: 'review' | 'appeal';
  readonly appealId?: string;
  /** A grade leaves the score as it is, but for N, which has none; a score is graded by the policy's bounds, under the gates that hold. */
  readonly to: { readonly grade: Grade } | { readonly score: number };
  readonly reason: string;
  /** Id of the person or key. */
  readonly decidedBy: string;
  readonly at: Date;
}

interface Judgement {
  readonly score: number | null;
  readonly grade: Grade;
}

/** The score that an override is about, locked. */
interface Scored extends Judgement {
  readonly explanation: Explanation;
  readonly revision: number;
}

/**
 * Puts a person's grade or score in the place of the computed one, which stays in the override's row with the reason; inputs and
 * arithmetic of the score stay as they were. One holds at a time: an earlier one lapses. After an appeal the published score is
 * kept as superseded, the new one has the next revision, and the supplier's grade follows. Answers the override; the score it
 * asks for already is answered with a refusal.
 * @throws EvaluationUnknown
 * @throws Refusal `wrongStage` for a review outside the stage of review, or for an appeal before publication; `noScore`;
 *   `scoreNeeded` for a grade where no score was computed; `unchanged`
 */
export async function overrideScore(tx: Transaction, decision: OverrideDecision): Promise<ScoreOverride> {
  const { evaluationId, supplierId, origin, at } = decision;
  checkStage(await lockEvaluation(tx, evaluationId), origin);
  const scored = await lockScore(tx, evaluationId, supplierId);
  const earlier = await currentOverride(tx, evaluationId, supplierId);
  const computed = earlier ? { score: earlier.computedScore?.toNumber() ?? null, grade: earlier.computedGrade as Grade } : scored;
  const wanted = judged(decision, scored, computed);
  if (wanted.grade === scored.grade && wanted.score === scored.score) throw new Refusal('unchanged', 'This is the score already.');
  if (earlier) await lapse(tx, earlier.id, at);
  if (origin === 'appeal') await keepPublished(tx, decision, scored.revision);
  await write(tx, { evaluationId, supplierId, ...wanted, revision: origin === 'appeal' ? scored.revision + 1 : scored.revision });
  const override = await tx.scoreOverride.create({
    data: {
      id: uuidv5(`override ${supplierId} ${(await countOf(tx, evaluationId, supplierId)) + 1}`, evaluationId),
      evaluationId,
      supplierId,
      origin,
      appealId: decision.appealId ?? null,
      computedScore: computed.score,
      computedGrade: computed.grade,
      score: wanted.score,
      grade: wanted.grade,
      reason: decision.reason,
      decidedBy: decision.decidedBy,
      decidedAt: at,
    },
  });
  if (origin === 'appeal') await refreshGrades(tx, { evaluationId, supplierIds: [supplierId], at });
  return override;
}

/**
 * Takes an override of the review back: the computed score stands again. False when there is none.
 * @throws EvaluationUnknown
 * @throws Refusal `wrongStage` outside the stage of review
 */
export async function takeBackOverride(tx: Transaction, { evaluationId, supplierId, at }: { evaluationId: string; supplierId: string; at: Date }): Promise<boolean> {
  checkStage(await lockEvaluation(tx, evaluationId), 'review');
  const override = await currentOverride(tx, evaluationId, supplierId);
  if (!override) return false;
  const { revision } = await lockScore(tx, evaluationId, supplierId);
  await lapse(tx, override.id, at);
  await write(tx, { evaluationId, supplierId, score: override.computedScore?.toNumber() ?? null, grade: override.computedGrade as Grade, revision });
  return true;
}

function checkStage({ status, reviewedBy, cancelledBy }: EvaluationRow, origin: OverrideDecision['origin']): void {
  if (origin === 'review' && (status !== 'reviewing' || reviewedBy !== null || cancelledBy !== null))
    throw new Refusal('wrongStage', 'Scores are overridden while they are reviewed, before somebody releases them.');
  if (origin === 'appeal' && status !== 'published' && status !== 'closed')
    throw new Refusal('wrongStage', 'What is not published cannot be appealed against.');
}

async function lockScore(tx: Transaction, evaluationId: string, supplierId: string): Promise<Scored> {
  const [row] = await tx.$queryRaw<Scored[]>`
    SELECT score::float8 AS score, grade, explanation, revision FROM scores
    WHERE evaluation_id = ${evaluationId}::uuid AND supplier_id = ${supplierId}::uuid FOR UPDATE`;
  if (!row) throw new Refusal('noScore', 'This supplier has no score in this evaluation.');
  return row;
}

async function currentOverride(tx: Transaction, evaluationId: string, supplierId: string): Promise<ScoreOverride | null> {
  return tx.scoreOverride.findFirst({ where: { evaluationId, supplierId, lapsedAt: null } });
}

function judged({ to }: OverrideDecision, { explanation }: Scored, computed: Judgement): Judgement {
  if ('grade' in to) {
    if (to.grade === 'N') return { score: null, grade: 'N' };
    if (computed.score === null) throw new Refusal('scoreNeeded', 'No score was computed: state the score, and the grade follows from it.');
    return { score: computed.score, grade: to.grade };
  }
  const shown = shownScore(new Exact(to.score));
  return { score: shown.toNumber(), grade: capGrade(gradeOf(shown, explanation.gradeBounds), explanation.gates) };
}

async function lapse(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.scoreOverride.update({ where: { id }, data: { lapsedAt: at } });
}

async function keepPublished(tx: Transaction, { evaluationId, supplierId, at }: OverrideDecision, revision: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO superseded_scores (evaluation_id, supplier_id, revision, segment, score, grade, indicators, explanation,
      policy_version, scored_at, cut_off_at, superseded_at)
    SELECT s.evaluation_id, s.supplier_id, ${revision}::int, s.segment, s.score, s.grade, s.indicators, s.explanation,
      s.policy_version, s.scored_at, coalesce(s.cut_off_at, e.cut_off_at), ${at.toISOString()}::timestamptz
    FROM scores s JOIN evaluations e ON e.id = s.evaluation_id
    WHERE s.evaluation_id = ${evaluationId}::uuid AND s.supplier_id = ${supplierId}::uuid`;
}

async function write(
  tx: Transaction,
  { evaluationId, supplierId, ...data }: { evaluationId: string; supplierId: string; score: number | null; grade: Grade; revision: number },
): Promise<void> {
  await tx.score.update({ where: { evaluationId_supplierId: { evaluationId, supplierId } }, data });
}

async function countOf(tx: Transaction, evaluationId: string, supplierId: string): Promise<number> {
  return tx.scoreOverride.count({ where: { evaluationId, supplierId } });
}
