import type { AbandonedStage, EvaluationStage } from '#domain/evaluation/stages.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { EvaluationStatus } from '../scoring/evaluations.js';

/** The row of an evaluation as its cycle works with it. Dates are `YYYY-MM-DD`. */
export interface EvaluationRow {
  readonly id: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly segment: string | null;
  readonly official: boolean;
  readonly status: EvaluationStatus;
  readonly stage: EvaluationStage | AbandonedStage;
  readonly stageDueAt: Date | null;
  readonly policyVersion: number;
  readonly total: number;
  readonly collectRatings: boolean;
  readonly ratingsUsed: 'calibrated' | 'raw' | null;
  readonly calibratedBy: string | null;
  readonly reviewedBy: string | null;
  readonly cancelledBy: string | null;
  readonly cutOffAt: Date;
  readonly publishedAt: Date | null;
}

/** There is no evaluation of this id. */
export class EvaluationUnknown extends Error {
  readonly code = 'evaluationUnknown';

  constructor(id: string) {
    super(`There is no evaluation ${id}`);
    this.name = 'EvaluationUnknown';
  }
}

/** Reads the row locked, so that whoever else decides something of it waits. @throws EvaluationUnknown */
export async function lockEvaluation(tx: Transaction, id: string): Promise<EvaluationRow> {
  await tx.$queryRaw`SELECT 1 FROM evaluations WHERE id = ${id}::uuid FOR UPDATE`;
  return readEvaluation(tx, id);
}

/** @throws EvaluationUnknown */
export async function readEvaluation(db: Database | Transaction, id: string): Promise<EvaluationRow> {
  const [row] = await connectionOf(db).$queryRaw<EvaluationRow[]>`
    SELECT id, to_char(period_start, 'YYYY-MM-DD') AS "periodStart", to_char(period_end, 'YYYY-MM-DD') AS "periodEnd",
      segment, official, status, stage, stage_due_at AS "stageDueAt", policy_version AS "policyVersion", total,
      collect_ratings AS "collectRatings", ratings_used AS "ratingsUsed", calibrated_by AS "calibratedBy",
      reviewed_by AS "reviewedBy", cancelled_by AS "cancelledBy", cut_off_at AS "cutOffAt", published_at AS "publishedAt"
    FROM evaluations WHERE id = ${id}::uuid`;
  if (!row) throw new EvaluationUnknown(id);
  return row;
}
