import type { CaseView, Deadline, Standstill } from '../process/decision.js';
import type { RectificationTerms, Severity } from './terms.js';
import type { Watch } from './watch.js';

export type { Severity } from './terms.js';

export const rectificationStages = [
  'opened',
  'containing',
  'containmentReview',
  'findingCause',
  'causeReview',
  'planning',
  'planReview',
  'implementing',
  'verifying',
  'watching',
  'effectivenessReview',
  'closed',
  'failed',
  'cancelled',
  'merged',
] as const;

/** Where a rectification stands. The last four are ends. */
export type RectificationStage = (typeof rectificationStages)[number];

/** A step that the supplier owes. */
export type SupplierStage = 'opened' | 'containing' | 'findingCause' | 'planning' | 'implementing';

/** What the supplier can hand in before its turn, together with a later answer. */
export type Part = 'containment' | 'rootCause';

/** What the supplier hands in, step by step. */
export type Handed = Part | 'plan' | 'evidence';

/** Version of {@link RectificationState} as stored; raised when its shape changes. */
export const RECTIFICATION_SCHEMA = 3;

/** The whole state of a case: plain JSON, enough to start its workflow again from. */
export interface RectificationState {
  readonly caseId: string;
  readonly supplierId: string;
  readonly severity: Severity;
  readonly cause: string;
  readonly terms: RectificationTerms;
  readonly policyVersion: number;
  /** The indicator that opened the case: on it is watched whether the measures help. */
  readonly watch: Watch;
  /** Of a confidential case the ids of those who may see it; null: whoever may read cases. */
  readonly readers: readonly string[] | null;
  readonly stage: RectificationStage;
  readonly openedAt: string;
  /** From when the deadlines of root cause and plan count: the opening, or the last reopening. */
  readonly countedFrom: string;
  /** When since then the supplier waited for us. */
  readonly standstills: readonly Standstill[];
  /** What the present answer of the supplier brings besides its own step, as it was handed in before its turn. */
  readonly carried: readonly Part[];
  /** Who of ours has entered the newest of each for the supplier, as after a call; what the supplier sent itself is not here. */
  readonly enteredBy: Readonly<Partial<Record<Handed, string>>>;
  readonly acceptedBy: string | null;
  readonly returns: number;
  readonly reopened: number;
  /** Since when it is watched whether the measures help. */
  readonly watchedFrom: string | null;
  /** Extensions asked for so far, by step; a refused one counts too, else asking again would keep a case open for ever. */
  readonly extensions: Readonly<Partial<Record<SupplierStage, number>>>;
  readonly extensionRequest: {
    readonly businessDays: number;
    readonly at: string;
    readonly by: string;
    /** Whether the step was overdue when it was asked for. */
    readonly overdue: boolean;
  } | null;
  /** The supplier's deadline, and its step, while the buyer decides on what was handed in or asked for and the supplier's clock stands still. */
  readonly paused: { readonly dueAt: string; readonly since: string; readonly stage: RectificationStage } | null;
  /** Who does the present step instead of whose it is. */
  readonly assignee: string | null;
  /** The older case into which this one ended. */
  readonly mergedInto: string | null;
  readonly deadline: Deadline | null;
  readonly overdue: boolean;
  readonly sequence: number;
}

const outcomes = { closed: 'effective', failed: 'failed', cancelled: 'cancelled', merged: 'merged' } as const;

/** True in a stage that nothing leaves. */
export function isEnd(stage: RectificationStage): stage is keyof typeof outcomes {
  return stage in outcomes;
}

/** True of a case that takes the full 8D; the others go from acknowledgement to the plan and end with verification. */
export function takesFullArc({ terms, severity }: Pick<RectificationState, 'terms' | 'severity'>): boolean {
  return !terms.shortArcFor.includes(severity);
}

/** Who must act now; nobody while the measures are watched. */
export function waitingFor(state: RectificationState): CaseView['waitingFor'] {
  if (state.extensionRequest) return 'owner';
  switch (state.stage) {
    case 'opened':
    case 'containing':
    case 'findingCause':
    case 'planning':
    case 'implementing':
      return 'supplier';
    case 'containmentReview':
    case 'causeReview':
    case 'planReview':
      return 'owner';
    case 'verifying':
    case 'effectivenessReview':
      return 'quality';
    default:
      return null;
  }
}

/** What the case row and every list show. */
export function rectificationView(state: RectificationState): CaseView {
  const { stage } = state;
  const ended = isEnd(stage);
  const withdrawn = stage === 'cancelled' || stage === 'merged';
  return {
    stage,
    status: withdrawn ? 'cancelled' : ended ? 'closed' : 'open',
    outcome: ended ? outcomes[stage] : null,
    waitingFor: waitingFor(state),
    overdue: state.overdue,
  };
}
