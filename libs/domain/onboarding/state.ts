import type { CaseView, Deadline } from '../process/decision.js';
import type { Qualification } from '../questionnaire/qualify.js';
import type { Placement } from '../segmentation/kraljic.js';
import type { Severity } from '../rectification/terms.js';
import type { Grade, Segment } from '../supplier/status.js';
import { askedNow, type Approval, type PassedOn } from './approvals.js';
import type { ApproverRole, OnboardingTerms } from './terms.js';
import type { SegmentationTerms } from '../segmentation/terms.js';

/** Where an onboarding stands. The last five are ends. */
export const onboardingStages = ['invited', 'checking', 'qualifying', 'segmenting', 'auditing', 'correcting', 'approving', 'contracting', 'trial', 'active', 'rejected', 'withdrawn', 'expired', 'duplicate'] as const;
export type OnboardingStage = (typeof onboardingStages)[number];

/** Version of {@link OnboardingState} as stored; raised when its shape changes. */
export const ONBOARDING_SCHEMA = 1;

/** What whoever asks for a supplier expects of it: proposed where it is placed. */
export interface Expectation {
  readonly segment: Segment | null;
  /** Yearly, in whole units of money. */
  readonly spend: number | null;
}

/** What the deliveries of a trial come to, by the policy and the template of the segment; days are `YYYY-MM-DD`, inclusive. */
export interface TrialGrade {
  readonly grade: Grade;
  /** One decimal; null with grade N. */
  readonly score: string | null;
  readonly from: string;
  readonly to: string;
}

/** A trial that runs, or ran; instants, ISO. */
export interface Trial {
  readonly since: string;
  /** When it was prolonged for want of facts; once. */
  readonly prolongedAt: string | null;
  /** Null while it runs; then a person decides, unless the grade has. */
  readonly judged: TrialGrade | null;
}

/** How the rectifications stand that the findings of the audits have opened, of the severities that hold. */
export interface Corrections {
  /** Not verified yet. */
  readonly open: number;
  /** Given up without success. */
  readonly failed: number;
}

/** What a decision has to know from outside. */
export interface OnboardingSeen {
  readonly corrections?: Corrections;
  readonly trial?: TrialGrade;
}

/** The whole state of a case: plain JSON, enough to start its workflow again from. */
export interface OnboardingState {
  readonly caseId: string;
  readonly supplierId: string;
  readonly cause: string;
  readonly terms: OnboardingTerms;
  /** By which the supplier is placed. */
  readonly segmentation: SegmentationTerms;
  readonly policyVersion: number;
  readonly stage: OnboardingStage;
  readonly openedAt: string;
  /** Who asked for this supplier by any act that an approval judges: none of them approves. */
  readonly askedBy: readonly string[];
  /** Was qualified before: it stays active meanwhile, and needs neither contract nor trial. */
  readonly requalifies: boolean;
  readonly expected?: Expectation;
  /** The agreement on confidentiality and data use that was accepted. */
  readonly agreement: { readonly version: string; readonly at: string; readonly by: string } | null;
  readonly qualification: Qualification | null;
  /** Who goes on although a section is under its minimum. */
  readonly waivedBy: string | null;
  readonly segment: Segment | null;
  /** By which the supplier was placed. */
  readonly segmentAnswers: Readonly<Record<string, string>> | null;
  readonly placement: Pick<Placement, 'explanation'> | null;
  /** Yearly, in whole units of money. */
  readonly expectedSpend: number | null;
  /** The last one on site; `findings`: how many of each severity, each a rectification. */
  readonly audit: { readonly result: 'passed' | 'failed'; readonly findings: readonly Severity[]; readonly by: string } | null;
  readonly approvals: readonly Approval[];
  /** Approvals that were passed on to somebody; whose right it was keeps it. */
  readonly passedOn: readonly PassedOn[];
  readonly trial: Trial | null;
  /** What the supplier was asked besides; the case then waits for it. */
  readonly information: { readonly at: string; readonly by: string } | null;
  /** How often more time was asked for in the supplier's present step. */
  readonly extensions: number;
  /** More time that was asked for and is being decided: when, by whom, and how the step stood; the supplier's clock stands still. */
  readonly extensionRequest: { readonly businessDays: number; readonly at: string; readonly by: string; readonly dueAt: string; readonly overdue: boolean } | null;
  readonly duplicateOf: string | null;
  readonly deadline: Deadline | null;
  readonly overdue: boolean;
  readonly sequence: number;
}

const ends: readonly OnboardingStage[] = ['active', 'rejected', 'withdrawn', 'expired', 'duplicate'];

/** True in a stage that nothing leaves. */
export function isEnd(stage: OnboardingStage): boolean {
  return ends.includes(stage);
}

/** True where the supplier owes a step of this case itself: its answers, or what it was asked for besides. */
export function asksSupplier({ stage, information }: Pick<OnboardingState, 'stage' | 'information'>): boolean {
  return stage === 'invited' || (information !== null && !isEnd(stage));
}

/** Who must act now. */
export function waitingFor(state: OnboardingState): CaseView['waitingFor'] {
  const { stage, information } = state;
  if (isEnd(stage)) return null;
  if (state.extensionRequest !== null) return 'owner';
  if (information !== null || stage === 'invited' || stage === 'correcting') return 'supplier';
  if (stage === 'trial' && state.trial?.judged === null) return null;
  if (stage === 'auditing') return 'quality';
  return stage === 'approving' ? deskOf(askedNow(state)?.roles[0] ?? 'manager') : 'owner';
}

/** What waits for procurement waits for every owner. */
function deskOf(role: ApproverRole): NonNullable<CaseView['waitingFor']> {
  return role === 'procurement' ? 'owner' : role;
}

/** What the case row and every list show. */
export function onboardingView(state: OnboardingState): CaseView {
  const { stage } = state;
  const withdrawn = stage === 'withdrawn' || stage === 'duplicate';
  return { stage, status: withdrawn ? 'cancelled' : isEnd(stage) ? 'closed' : 'open', outcome: isEnd(stage) ? stage : null, waitingFor: waitingFor(state), overdue: state.overdue };
}
