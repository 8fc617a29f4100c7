/** How far the consequences of a published evaluation have been opened. */
export interface ConsequenceStep {
  /** Cases opened by this step. */
  readonly opened: number;
  /** Where the next step begins; null after the last. */
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
  /**
   * Opens the rectifications of a page of official C grades. By an activity and not as children: a cycle may open more cases
   * than a workflow can have children, and its history should not grow with them.
   */
  openConsequences(input: { evaluationId: string; after: string | null; at: string }): Promise<ConsequenceStep>;
  closeEvaluation(input: { evaluationId: string; at: string }): Promise<void>;
  /** Gives an unpublished evaluation up, so that its period can be evaluated again. */
  abandonEvaluation(input: { evaluationId: string; at: string }): Promise<void>;
}
