import type { CaseView, Deadline } from '../process/decision.js';
import type { RectificationTerms } from './terms.js';

export const rectificationStages = [
  'opened',
  'planning',
  'planReview',
  'implementing',
  'verifying',
  'closed',
  'failed',
  'cancelled',
] as const;

/** Where a rectification stands. The last three are ends. */
export type RectificationStage = (typeof rectificationStages)[number];

/** A step that the supplier owes and that can be extended. */
export type SupplierStage = 'opened' | 'planning' | 'implementing';

export type Severity = 'critical' | 'major' | 'minor';

/** Version of {@link RectificationState} as stored; raised when its shape changes. */
export const RECTIFICATION_SCHEMA = 1;

/** The whole state of a case: plain JSON, enough to start its workflow again from. */
export interface RectificationState {
  readonly caseId: string;
  readonly supplierId: string;
  readonly severity: Severity;
  readonly cause: string;
  readonly terms: RectificationTerms;
  readonly policyVersion: number;
  readonly stage: RectificationStage;
  readonly openedAt: string;
  readonly acceptedBy: string | null;
  readonly returns: number;
  /** Extensions asked for so far, by step; a refused one counts too, else asking again would keep a case open for ever. */
  readonly extensions: Readonly<Partial<Record<SupplierStage, number>>>;
  readonly extensionRequest: {
    readonly businessDays: number;
    readonly at: string;
    readonly by: string;
    /** Whether the step was overdue when it was asked for. */
    readonly overdue: boolean;
  } | null;
  /** The supplier's deadline while the buyer decides – on an extension, a plan or evidence – and the supplier's clock stands still. */
  readonly paused: { readonly dueAt: string; readonly since: string } | null;
  readonly deadline: Deadline | null;
  readonly overdue: boolean;
  readonly sequence: number;
}

/** True in a stage that nothing leaves. */
export function isEnd(stage: RectificationStage): boolean {
  return stage === 'closed' || stage === 'failed' || stage === 'cancelled';
}

/** Who must act now. */
export function waitingFor(state: RectificationState): CaseView['waitingFor'] {
  if (state.extensionRequest) return 'owner';
  switch (state.stage) {
    case 'opened':
    case 'planning':
    case 'implementing':
      return 'supplier';
    case 'planReview':
      return 'owner';
    case 'verifying':
      return 'quality';
    default:
      return null;
  }
}

/** What the case row and every list show. */
export function rectificationView(state: RectificationState): CaseView {
  const outcome = { closed: 'effective', failed: 'failed', cancelled: 'cancelled' } as const;
  return {
    stage: state.stage,
    status: state.stage === 'cancelled' ? 'cancelled' : isEnd(state.stage) ? 'closed' : 'open',
    outcome: state.stage in outcome ? outcome[state.stage as keyof typeof outcome] : null,
    waitingFor: waitingFor(state),
    overdue: state.overdue,
  };
}
