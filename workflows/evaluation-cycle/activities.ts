import type { AbandonedStage, EvaluationStage } from '#domain/evaluation/stages.js';

/** Which mean of the ratings is scored. */
export type RatingsUse = 'calibrated' | 'raw';

/** Where a cycle stands, as its row says. Instants are ISO. */
export interface CycleStanding {
  readonly stage: EvaluationStage | AbandonedStage;
  /** When the stage ends if nobody ends it before; null: with its work. */
  readonly dueAt: string | null;
  /** When those who must act are reminded; null: not any more. */
  readonly remindAt: string | null;
  /** In the stage of appeals: until when suppliers may appeal; `dueAt` is later while appeals are being decided. */
  readonly appealsUntil: string | null;
  /** A person has asked that it be given up. */
  readonly cancelAsked: boolean;
  /** What was decided of the calibration; null: nothing yet. */
  readonly ratingsUsed: RatingsUse | null;
  /** A person has released the grades. */
  readonly released: boolean;
  readonly official: boolean;
  /** Its suppliers are sent their scorecards. */
  readonly scorecards: boolean;
}

/** What managers are asked for. */
export type ManagersTask = 'calibration' | 'review' | 'appeals';

/** The ports of the cycle itself. All are idempotent: each can be repeated after a crash. `at` is the workflow's time, ISO. */
export interface EvaluationCycleActivities {
  /** Freezes the membership in chunks and enters the first stage; of a cycle that has begun, says where it stands. */
  beginCycle(input: { evaluationId: string; at: string }): Promise<CycleStanding & { total: number; chunks: number }>;
  readStanding(input: { evaluationId: string; at: string }): Promise<CycleStanding>;
  /**
   * Goes from a finished stage to the next, with all that this means: the times of both, publication, the end. A cycle that stands
   * elsewhere stays, and so does one that is not to be published because it was asked to be given up.
   */
  advance(input: { evaluationId: string; from: EvaluationStage; at: string }): Promise<CycleStanding>;
  /** At the deadline of a stage decides what nobody has decided: raw ratings, grades released. */
  decideForPeople(input: { evaluationId: string; stage: 'calibrating' | 'review'; at: string }): Promise<CycleStanding>;
  /** The appeals are still to be decided: the stage lasts until then. */
  extendAppeals(input: { evaluationId: string; until: string; at: string }): Promise<CycleStanding>;
  /** Mails the managers what waits for them, or on the due day, that it still does. */
  tellManagers(input: { evaluationId: string; task: ManagersTask; reminder: boolean; at: string }): Promise<void>;
  scoreChunk(input: { evaluationId: string; chunk: number; at: string }): Promise<{ scored: number }>;
  /** Stores the openings of the rectifications of all official C grades; who reads them starts them. Answers how many. */
  storeOpenings(input: { evaluationId: string; at: string }): Promise<{ stored: number }>;
  /** Gives an unpublished evaluation up, so that its period can be evaluated again. */
  abandonEvaluation(input: { evaluationId: string; as: AbandonedStage; at: string }): Promise<void>;
}

/** What the cycle needs of the ratings by people. Idempotent. */
export interface RatingActivities {
  /** Asks the raters of the cycle's suppliers; null: nobody is assigned. */
  prepareRatings(input: { evaluationId: string; at: string }): Promise<{ surveyId: string | null }>;
  /** Computes the calibrated ratings beside the raw ones. Counts are suppliers. */
  calibrateRatings(input: { evaluationId: string; at: string }): Promise<{ suppliers: number; adjusted: number }>;
  /** Makes one of them the rating that is scored. */
  settleRatings(input: { evaluationId: string; use: RatingsUse; at: string }): Promise<void>;
}

/** What the cycle needs once its grades are public. Idempotent. */
export interface PublicationActivities {
  sendScorecards(input: { evaluationId: string; at: string }): Promise<{ sent: number }>;
  /** Appeals that nobody has decided, and until when they must be; null: there are none. */
  appealsOf(input: { evaluationId: string; at: string }): Promise<{ open: number; decideBy: string | null }>;
  /** Ends the appeals that nobody has decided: their scores stand, without consequences. */
  lapseAppeals(input: { evaluationId: string; at: string }): Promise<{ undecided: number }>;
  proposeConsequences(input: { evaluationId: string; at: string }): Promise<{ proposed: number }>;
}
