import type { RectificationInput } from '../rectification/contract.js';

/** A page of the cases that a published evaluation opens. */
export interface ConsequencePage {
  readonly openings: readonly Extract<RectificationInput, { opening: object }>[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/** The ports of the cycle. All are idempotent: each can be repeated after a crash. `at` is the workflow's time, ISO. */
export interface EvaluationCycleActivities {
  /** Freezes the membership in chunks. */
  freezeMembership(input: { evaluationId: string }): Promise<{ total: number; chunks: number }>;
  scoreChunk(input: { evaluationId: string; chunk: number; at: string }): Promise<{ scored: number }>;
  markScored(input: { evaluationId: string }): Promise<void>;
  /** Makes the grades public; answers the instant until which suppliers may appeal, null without a window. */
  publishEvaluation(input: { evaluationId: string; at: string }): Promise<{ appealsUntil: string | null }>;
  /** The rectifications that official C grades open, page by page. */
  listConsequences(input: { evaluationId: string; after: string | null; at: string }): Promise<ConsequencePage>;
  closeEvaluation(input: { evaluationId: string; at: string }): Promise<void>;
}
