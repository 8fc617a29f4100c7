import type { CaseView, Deadline } from '../process/decision.js';
import type { HandoverItem } from './commands.js';
import type { Effect, Effects } from './effects.js';
import type { Supply } from './supply.js';
import type { PhaseOutTerms } from './terms.js';

export const phaseOutStages = [
  'choosingBackup',
  'awaitingBackup',
  'approving',
  'shifting',
  'draining',
  'handover',
  'settling',
  'closed',
  'rejected',
  'cancelled',
  'aborted',
] as const;

/** Where a phase-out stands. The last four are ends. */
export type PhaseOutStage = (typeof phaseOutStages)[number];

/** Version of {@link PhaseOutState} as stored; raised when its shape changes. */
export const PHASE_OUT_SCHEMA = 1;

/** Who takes over in a category, and how much of all orders in it, percent. */
export interface Backup {
  readonly category: string;
  readonly supplierId: string;
  readonly share: number;
}

/** A step of the shift: so many days after the notice so much of the share has moved, percent. */
export interface ShiftStep {
  readonly afterDays: number;
  readonly moved: number;
}

/** What the last approval has set in motion. */
export interface Notice {
  readonly at: string;
  /** Days, `YYYY-MM-DD`: the end of the notice period, and from when nothing new is ordered. */
  readonly endsOn: string;
  readonly blockedFrom: string;
  readonly steps: readonly ShiftStep[];
  /** The share in each category before anything moved. */
  readonly shares: readonly { readonly category: string; readonly share: number }[];
}

/** The whole state of a case: plain JSON, enough to start its workflow again from. */
export interface PhaseOutState {
  readonly caseId: string;
  readonly supplierId: string;
  readonly cause: string;
  readonly terms: PhaseOutTerms;
  readonly policyVersion: number;
  readonly stage: PhaseOutStage;
  readonly openedAt: string;
  /** Ids of all who asked for it: none of them approves it. */
  readonly askedBy: readonly string[];
  readonly approvals: readonly { readonly by: string; readonly at: string }[];
  /** What the facts said when they were last looked at. */
  readonly supply: Supply;
  readonly backups: readonly Backup[];
  /** Categories that a manager lets be left without a source. */
  readonly overridden: readonly { readonly category: string; readonly by: string }[];
  /** Steps other than the policy's; null: the policy's. */
  readonly ownSteps: readonly ShiftStep[] | null;
  readonly notice: Notice | null;
  readonly stepsDone: number;
  /** Since when the present wait – for a backup, for open orders – lasts, and when it was last told of. */
  readonly waitingSince: string | null;
  readonly toldAt: string | null;
  readonly escalated: boolean;
  readonly checkedOff: Readonly<Partial<Record<HandoverItem, 'done' | 'notApplicable'>>>;
  /** What is in effect outside of the case, oldest first: what an abort undoes, in reverse. */
  readonly done: readonly Effect[];
  /** What the last decision changed outside of the case. */
  readonly effects: Effects;
  readonly deadline: Deadline | null;
  readonly overdue: boolean;
  readonly sequence: number;
}

const outcomes = { closed: 'phasedOut', rejected: 'rejected', cancelled: 'cancelled', aborted: 'aborted' } as const;

/** True in a stage that nothing leaves. */
export function isEnd(stage: PhaseOutStage): stage is keyof typeof outcomes {
  return stage in outcomes;
}

/** Who must act now; nobody while time, a backup or open orders are waited for. */
export function waitingFor({ stage }: Pick<PhaseOutState, 'stage'>): CaseView['waitingFor'] {
  switch (stage) {
    case 'choosingBackup':
    case 'handover':
    case 'settling':
      return 'owner';
    case 'approving':
      return 'manager';
    default:
      return null;
  }
}

/** What the case row and every list show. */
export function phaseOutView(state: PhaseOutState): CaseView {
  const { stage, overdue } = state;
  const withdrawn = stage === 'cancelled' || stage === 'aborted';
  return {
    stage,
    status: withdrawn ? 'cancelled' : isEnd(stage) ? 'closed' : 'open',
    outcome: isEnd(stage) ? outcomes[stage] : null,
    waitingFor: waitingFor(state),
    overdue,
  };
}
