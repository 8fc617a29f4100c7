/** The ports of a restatement. All are idempotent: each can be repeated after a crash. `at` is the workflow's time, ISO. */
export interface RestatementActivities {
  /** Recomputes a chunk of the noted scores; `more` is false once nothing can be restated at present. Counts are scores. */
  restateChunk(input: { restatementId: string; at: string }): Promise<{ restated: number; unchanged: number; more: boolean }>;
  /** Proposes the consequences of scores whose evaluation has closed since they were restated. */
  proposeChunk(input: { restatementId: string; at: string }): Promise<{ more: boolean }>;
  /** `waiting`: the rest cannot be restated before an evaluation that is under way has moved on. */
  finishRestatement(input: { restatementId: string; at: string }): Promise<{ status: 'waiting' | 'completed' }>;
}
