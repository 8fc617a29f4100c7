import { z } from 'zod';
import { evaluationStages } from '#domain/evaluation/stages.js';
import { grades, segments } from '#domain/supplier/status.js';
import type { StageTimes } from '#persistence/evaluations/stages.js';
import type { RaterCounts } from '#persistence/evaluations/ratings.js';
import type { EvaluationRecord } from '#persistence/scoring/evaluations.js';
import { date, instant } from '../http/answers.js';
import { pageOfItems } from '../http/paging.js';

export const newEvaluation = z.strictObject({
  periodStart: date,
  periodEnd: date.describe('Inclusive.'),
  segment: z.enum(segments).optional().describe('Absent: all segments.'),
  supplierIds: z.array(z.uuid()).min(1).max(10_000).optional().describe('A list makes the evaluation advisory.'),
  collectRatings: z.boolean().optional().describe('Raters are asked by mail before it is scored.'),
});

const who = z.string().describe('Id of a person or key; `steward` where the work itself or a deadline did it.');

export const evaluation = z
  .object({
    id: z.uuid(),
    periodStart: date,
    periodEnd: date,
    segment: z.enum(segments).nullable(),
    official: z.boolean(),
    status: z.enum(['running', 'scored', 'reviewing', 'published', 'closed', 'failed', 'cancelled']),
    stage: z.enum([...evaluationStages, 'failed', 'cancelled']).describe('Finer than the status.'),
    stageDueAt: instant.nullable().describe('When the stage ends if nobody ends it before; null: with its work.'),
    policyVersion: z.int(),
    scheduleId: z.uuid().nullable().describe('The schedule that started it.'),
    collectRatings: z.boolean(),
    ratingsUsed: z.enum(['calibrated', 'raw']).nullable().describe('null: nobody was asked, or it is not decided yet.'),
    calibratedBy: who.nullable(),
    reviewedBy: who.nullable().describe('Who released the grades.'),
    cancelledBy: who.nullable(),
    cancelReason: z.string().nullable(),
    total: z.int(),
    scored: z.int(),
    grades: z.object({ A: z.int(), B: z.int(), C: z.int(), N: z.int() }),
    requestedBy: z.string(),
    cutOffAt: instant,
    createdAt: instant,
    publishedAt: instant.nullable(),
    closedAt: instant.nullable(),
  })
  .meta({ id: 'Evaluation' });
export const evaluations = pageOfItems(evaluation).meta({ id: 'Evaluations' });

export const evaluationInDetail = evaluation
  .extend({
    stages: z
      .array(z.object({ stage: z.enum(evaluationStages), startedAt: instant, dueAt: instant.nullable(), endedAt: instant.nullable(), endedBy: who.nullable() }))
      .describe('The stages entered so far, in their order.'),
    ratings: z.object({ asked: z.int(), answered: z.int(), missing: z.int() }).nullable().describe('Raters; null: nobody was asked.'),
    scorecardsSent: z.int().describe('Suppliers that were mailed their scorecard.'),
  })
  .meta({ id: 'EvaluationInDetail' });

const reason = z.string().trim().min(1).max(2_000);

export const calibrationDecision = z.strictObject({ use: z.enum(['calibrated', 'raw']).describe('Which mean of the ratings is scored.') });
export const cancellation = z.strictObject({ reason });
export const newOverride = z
  .strictObject({
    grade: z.enum(grades).optional().describe('The score stays as computed; N has none.'),
    score: z.number().min(0).max(100).optional().describe('Graded by the bounds of the policy, under the gates that hold.'),
    reason,
  })
  .refine(({ grade, score }) => (grade === undefined) !== (score === undefined), { path: ['grade'], message: 'state either the grade or the score' });

/** An evaluation as lists show it. */
export function shown(record: EvaluationRecord): z.infer<typeof evaluation> {
  return {
    ...record,
    stageDueAt: record.stageDueAt?.toISOString() ?? null,
    cutOffAt: record.cutOffAt.toISOString(),
    createdAt: record.createdAt.toISOString(),
    publishedAt: record.publishedAt?.toISOString() ?? null,
    closedAt: record.closedAt?.toISOString() ?? null,
  };
}

/** One evaluation with the times of its stages. */
export function shownInDetail(
  record: EvaluationRecord,
  { stages, ratings, scorecardsSent }: { stages: readonly StageTimes[]; ratings: RaterCounts | null; scorecardsSent: number },
): z.infer<typeof evaluationInDetail> {
  return {
    ...shown(record),
    stages: stages.map((each) => ({
      ...each,
      startedAt: each.startedAt.toISOString(),
      dueAt: each.dueAt?.toISOString() ?? null,
      endedAt: each.endedAt?.toISOString() ?? null,
    })),
    ratings,
    scorecardsSent,
  };
}
