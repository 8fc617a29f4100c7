import { isBeforePublication } from '#domain/evaluation/stages.js';
import { Refusal, SYSTEM } from '#domain/process/decision.js';
import type { Database, Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { lockEvaluation, type EvaluationRow } from './row.js';

/** Who decides what of which cycle, and when. */
interface Decision {
  readonly evaluationId: string;
  /** Id of the person or key. */
  readonly by: string;
  readonly at: Date;
}

/**
 * Says which mean of the ratings is scored. The same decision again changes nothing.
 * @throws EvaluationUnknown
 * @throws Refusal `wrongStage`, `alreadyDecided`
 */
export async function confirmCalibration(db: Database, { evaluationId, use, by, at }: Decision & { use: 'calibrated' | 'raw' }): Promise<void> {
  await decide(db, evaluationId, async (tx, row) => {
    if (row.stage === 'calibrating' && row.ratingsUsed === use && row.calibratedBy === by) return;
    demandStage(row, 'calibrating', 'There is no calibration to be confirmed now.');
    if (row.calibratedBy !== null) throw new Refusal('alreadyDecided', `It is decided already: the ${row.ratingsUsed} ratings are scored.`);
    await tx.evaluation.update({ where: { id: evaluationId }, data: { ratingsUsed: use, calibratedBy: by, calibratedAt: at } });
  });
}

/**
 * Ends the review: the grades are to be published as they are. Repeated by the same person, it changes nothing.
 * @throws EvaluationUnknown
 * @throws Refusal `wrongStage`, `alreadyDecided`
 */
export async function releaseGrades(db: Database, { evaluationId, by, at }: Decision): Promise<void> {
  await decide(db, evaluationId, async (tx, row) => {
    if (row.stage === 'review' && row.reviewedBy === by) return;
    demandStage(row, 'review', 'There is no review to be ended now.');
    if (row.reviewedBy !== null) throw new Refusal('alreadyDecided', 'The grades are released already.');
    await tx.evaluation.update({ where: { id: evaluationId }, data: { reviewedBy: by, reviewedAt: at } });
  });
}

/**
 * Asks that a cycle be given up; it does so at its next step. Asked again, the first reason stays.
 * @throws EvaluationUnknown
 * @throws Refusal `wrongStage` once the grades are public or the cycle has ended
 */
export async function askCancellation(db: Database, { evaluationId, by, reason }: { evaluationId: string; by: string; reason: string }): Promise<void> {
  await decide(db, evaluationId, async (tx, row) => {
    if (row.cancelledBy !== null) return;
    if (!isBeforePublication(row.stage)) throw new Refusal('wrongStage', 'Grades that are public stay, and so does a cycle that has ended.');
    await tx.evaluation.update({ where: { id: evaluationId }, data: { cancelledBy: by, cancelReason: reason } });
  });
}

/** Decides at its deadline what nobody has decided: raw ratings, grades released. Repeated or too late, it changes nothing. @throws EvaluationUnknown */
export async function decideForPeople(
  db: Database,
  { evaluationId, stage, at }: { evaluationId: string; stage: 'calibrating' | 'review'; at: Date },
): Promise<void> {
  await decide(db, evaluationId, async (tx, row) => {
    if (row.stage !== stage || row.cancelledBy !== null) return;
    const by = SYSTEM.id;
    if (stage === 'calibrating' && row.calibratedBy === null)
      await tx.evaluation.update({ where: { id: evaluationId }, data: { ratingsUsed: 'raw', calibratedBy: by, calibratedAt: at } });
    if (stage === 'review' && row.reviewedBy === null)
      await tx.evaluation.update({ where: { id: evaluationId }, data: { reviewedBy: by, reviewedAt: at } });
  });
}

/**
 * Cycles of which something was decided that they have not acted on: perhaps the word never reached them. Of appeals those whose
 * last was decided since the given instant: a cycle that waits for the end of its window need not be told each time.
 */
export async function decidedEvaluations(db: Database, appealsSince: Date, limit: number): Promise<{ id: string }[]> {
  return db.prisma.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT e.id FROM evaluations e
    WHERE (e.status IN ('running', 'scored', 'reviewing') AND (e.cancelled_by IS NOT NULL
        OR (e.stage = 'calibrating' AND e.calibrated_by IS NOT NULL) OR (e.stage = 'review' AND e.reviewed_by IS NOT NULL)))
      OR (e.stage = 'appeals' AND (SELECT max(a.decided_at) FROM appeals a WHERE a.evaluation_id = e.id) >= ${appealsSince.toISOString()}::timestamptz)
    ORDER BY e.id LIMIT ${limit}`);
}

async function decide(db: Database, evaluationId: string, work: (tx: Transaction, row: EvaluationRow) => Promise<void>): Promise<void> {
  await db.transaction(async (tx) => work(tx, await lockEvaluation(tx, evaluationId)));
}

function demandStage(row: EvaluationRow, stage: EvaluationRow['stage'], message: string): void {
  if (row.stage !== stage || row.cancelledBy !== null) throw new Refusal('wrongStage', message);
}
