import type { EvaluationStage } from '#domain/evaluation/stages.js';
import type { Database } from '#persistence/database.js';
import { advance } from '#persistence/evaluations/stages.js';

interface Step {
  readonly evaluationId: string;
  readonly at: Date;
}

async function walk(db: Database, { evaluationId, at }: Step, stages: readonly EvaluationStage[]): Promise<void> {
  for (const from of stages) await advance(db, { evaluationId, from, at });
}

/** Makes the grades of a scored evaluation public, as its workflow does. Repeated, it changes nothing. */
export async function publishEvaluation(db: Database, step: Step): Promise<void> {
  await walk(db, step, ['scoring', 'review']);
}

/** Ends a published evaluation. */
export async function closeEvaluation(db: Database, step: Step): Promise<void> {
  await walk(db, step, ['published', 'appeals', 'consequences']);
}
