import { Refusal, type Actor, type Moment, type Party } from '../process/decision.js';
import type { Qualification } from '../questionnaire/qualify.js';
import { place } from '../segmentation/kraljic.js';
import type { SegmentationTerms } from '../segmentation/terms.js';
import { checkCommand } from './arc.js';
import type { OnboardingCommand, RightFacts } from './commands.js';
import { noFigures } from './placing.js';
import { approvalsNeeded, askedNow, checkNamed, partyOf, rightOf, type Approval, type Authority, type Named } from './approvals.js';
import { approvalParams, approvalsAsked, toApproval } from './approving.js';
import { audited, lookedAgain } from './audit.js';
import { activated, after, changed, dueOf, gone, rejected, stay, step, type OnboardingDecision } from './decided.js';
import { asksForMore, moreDecided } from './extension.js';
import { waitingFor, type Expectation, type OnboardingSeen, type OnboardingState } from './state.js';
import type { OnboardingTerms } from './terms.js';
import { judged } from './trial.js';

/** Where the way in says nothing of a right, there is none. */
const noAuthority: Authority = { roles: [], standsInFor: [] };
const nobody: Named = { mayApprove: false, hands: [] };

/** What is known when a case opens. `at` is an ISO instant; ids are UUIDs. */
export interface OnboardingOpening {
  readonly caseId: string;
  readonly supplierId: string;
  readonly cause: string;
  readonly terms: OnboardingTerms;
  readonly segmentation: SegmentationTerms;
  readonly policyVersion: number;
  readonly askedBy: readonly string[];
  /** True: a supplier that is qualified is asked anew before that runs out. Absent: false. */
  readonly requalifies?: boolean;
  readonly expected?: Expectation;
}

/** The first decision of a case: the supplier is invited. */
export function openOnboarding(opening: OnboardingOpening, at: string): OnboardingDecision {
  const { requalifies = false } = opening;
  const state: OnboardingState = {
    ...opening,
    requalifies,
    stage: 'invited',
    openedAt: at,
    agreement: null,
    qualification: null,
    waivedBy: null,
    segment: null,
    segmentAnswers: null,
    placement: null,
    expectedSpend: null,
    audit: null,
    approvals: [],
    passedOn: [],
    trial: null,
    information: null,
    extensions: 0,
    extensionRequest: null,
    duplicateOf: null,
    deadline: null,
    overdue: false,
    sequence: 0,
  };
  return {
    state,
    events: [{ type: 'opened', data: { questionnaire: opening.terms.questionnaire, policyVersion: opening.policyVersion } }],
    notifications: [{ template: requalifies ? 'onboarding.requalification' : 'onboarding.invited', to: 'supplier' }],
    due: dueOf(state, at),
    ...(requalifies ? {} : { supplier: 'invite' as const }),
  };
}

/**
 * The pure transition of a command. `at` is the workflow's time, `seen` what was read for a command that looks first.
 * @throws Refusal as {@link checkCommand}
 */
export function decideCommand(state: OnboardingState, command: OnboardingCommand, actor: Actor, at: string, seen: OnboardingSeen = {}): OnboardingDecision {
  checkCommand(state, command, actor);
  switch (command.name) {
    case 'answerQuestionnaire':
      return answered(agreed(asking(state, actor), command.facts.agreement, actor, at), command.facts.qualification, at);
    case 'acceptAgreement':
      return stay(agreed(state, command.facts.agreement, actor, at), [{ type: 'agreementAccepted', data: { version: command.facts.agreement } }]);
    case 'requestInformation':
      return changed({ ...state, information: { at, by: actor.id } }, at, [{ type: 'informationRequested', data: { stage: state.stage } }], [{ template: 'onboarding.informationAsked', to: 'supplier' }]);
    case 'provideInformation':
      return provided(state, at);
    case 'requestExtension':
      return asksForMore(state, command.facts.businessDays, actor, at);
    case 'decideExtension':
      return moreDecided(state, command.facts.decision, at);
    case 'acceptDocuments':
      return documentsAccepted(asking(state, actor), at);
    case 'waiveMinimum':
      return step({ ...asking(state, actor), waivedBy: actor.id }, 'segmenting', at, { event: { type: 'minimumWaived', data: {} } });
    case 'segment':
      return segmented(asking(state, actor), command.facts, at);
    case 'recordAudit':
      return audited(asking(state, actor), { result: command.facts.result, findings: command.facts.severities ?? [], by: actor.id }, at, seen.corrections);
    case 'lookAgain':
      return lookedAgain(state, seen.corrections, at);
    case 'approve':
      return approved(state, { ...rightOf(state, actor, command.facts.authority ?? noAuthority), by: actor.id, at }, at);
    case 'passApproval':
      return passedOn(state, command.facts, actor);
    case 'agreeContract':
      return step({ ...state, trial: { since: at, prolongedAt: null, judged: null } }, 'trial', at, { event: { type: 'contractAgreed', data: {} }, notifications: [{ template: 'onboarding.trialStarted', to: 'supplier' }] });
    case 'concludeTrial':
      return command.facts.result === 'failed' ? rejected(state, 'trialFailed') : activated(state);
    case 'reject':
      return rejected(state, 'rejected');
    case 'withdraw':
      return gone(state, 'withdrawn', [{ template: 'onboarding.withdrawn', to: actor.kind === 'contact' ? 'owner' : 'supplier' }]);
    case 'markDuplicate':
      return gone({ ...state, duplicateOf: command.facts.of }, 'duplicate', [{ template: 'onboarding.withdrawn', to: 'supplier' }], { of: command.facts.of });
  }
}

/**
 * The pure transition of a timer. Only an invitation that nobody answers expires; our own steps climb and wait. A trial that has
 * run its time is judged by what its deliveries come to.
 */
export function decideMoment(state: OnboardingState, moment: Moment, at: string, seen: OnboardingSeen = {}): OnboardingDecision {
  switch (moment.kind) {
    case 'climb':
      return climb(state, moment.index);
    case 'exhaust':
      return gone(state, 'expired', [{ template: 'onboarding.expired', to: 'supplier' }, { template: 'onboarding.expired', to: 'owner' }]);
    case 'elapse':
      return judged(state, seen.trial, at);
    case 'remind':
      return { ...stay(state, [{ type: 'reminded', data: { index: moment.index } }]), notifications: owing(state).map((to) => ({ template: 'onboarding.reminder', to, params: { stage: state.stage } })) };
  }
}

/** Whoever of ours brings the supplier a step towards its approval asks for it. */
function asking(state: OnboardingState, actor: Actor): OnboardingState {
  return actor.kind === 'contact' ? state : { ...state, askedBy: [...new Set([...state.askedBy, actor.id])] };
}

function agreed(state: OnboardingState, version: string | undefined, actor: Actor, at: string): OnboardingState {
  return version === undefined ? state : { ...state, agreement: { version, at, by: actor.id } };
}

function answered(state: OnboardingState, qualification: Qualification | undefined, at: string): OnboardingDecision {
  if (qualification?.version !== state.terms.questionnaire) throw new Refusal('answersIncomplete', `The answers are not to the questionnaire ${state.terms.questionnaire}.`);
  return step({ ...state, qualification }, 'checking', at, {
    event: { type: 'questionnaireAnswered', data: { score: qualification.score, reached: qualification.reached, agreement: state.agreement?.version ?? null } },
    notifications: [{ template: 'onboarding.answersReceived', to: 'owner', params: { score: qualification.score } }],
  });
}

function provided(state: OnboardingState, at: string): OnboardingDecision {
  const to = waitingFor({ ...state, information: null, extensionRequest: null });
  return changed({ ...state, information: null }, at, [{ type: 'informationProvided', data: { stage: state.stage } }], [{ template: 'onboarding.informationReceived', to: to ?? 'owner' }]);
}

/** What the scores of the sections say decides whether a manager is asked first. */
function documentsAccepted(state: OnboardingState, at: string): OnboardingDecision {
  const missed = state.qualification?.sections.filter(({ reached }) => !reached).map(({ criterion }) => criterion) ?? [];
  const event = { type: 'qualified', data: { score: state.qualification?.score ?? 0, under: missed.join('+') } };
  if (missed.length === 0) return step(state, 'segmenting', at, { event });
  return step(state, 'qualifying', at, { event, notifications: [{ template: 'onboarding.minimumMissed', to: 'manager', params: { score: state.qualification?.score ?? 0 } }] });
}

function segmented(state: OnboardingState, { answers, expectedSpend }: { answers: Readonly<Record<string, string>>; expectedSpend: number }, at: string): OnboardingDecision {
  const placed = place(state.segmentation, answers, noFigures);
  if (placed.segment === null) throw new Error('Too little is answered to place the supplier.');
  const next: OnboardingState = { ...state, segment: placed.segment, segmentAnswers: answers, placement: { explanation: placed.explanation }, expectedSpend };
  const event = { type: 'segmented', data: { segment: placed.segment, expectedSpend, approvals: approvalsNeeded(next) } };
  if (!state.terms.auditFor.includes(placed.segment)) return toApproval(next, at, event);
  return step(next, 'auditing', at, { event, notifications: [{ template: 'onboarding.auditAsked', to: 'quality' }] });
}

/** Within a step the deadline stays what it is; the next step begins with its own. */
function approved(before: OnboardingState, approval: Approval, at: string): OnboardingDecision {
  const state = { ...before, approvals: [...before.approvals, approval] };
  const { step: number, role, inPlaceOf } = approval;
  const event = { type: 'approved', data: { given: state.approvals.length, of: approvalsNeeded(state), step: number + 1, role, inPlaceOf } };
  const next = askedNow(state);
  if (next === null && state.requalifies) return after(event, activated(state));
  if (next === null) return step(state, 'contracting', at, { event, notifications: [{ template: 'onboarding.approved', to: 'owner' }] });
  return next.step === number ? stay(state, [event]) : changed(state, at, [event], approvalsAsked(state));
}

function passedOn(state: OnboardingState, { to, authority = noAuthority, named = nobody }: { to: string } & RightFacts, actor: Actor): OnboardingDecision {
  const { step: number, role, inPlaceOf } = rightOf(state, actor, authority);
  checkNamed(state, { from: actor, to, named });
  // A deputy passes on whose right it is, not a new one.
  const from = inPlaceOf ?? actor.id;
  // Whoever passes on anew has thought better of it.
  const kept = state.passedOn.filter((each) => each.step !== number || each.role !== role || each.from !== from);
  const next = { ...state, passedOn: [...kept, { step: number, role, from, to }] };
  return { ...stay(next, [{ type: 'approvalPassedOn', data: { step: number + 1, role, to } }]), notifications: [{ template: 'onboarding.approvalPassedOn', to: partyOf(role), person: to, params: approvalParams(next) }] };
}

/** Rung 0 tells who owes the step; the next ones climb. */
function climb(state: OnboardingState, index: number): OnboardingDecision {
  const parties: Party[] = state.stage === 'correcting' && state.information === null ? ['owner'] : owing(state);
  const ladder: Party[][] = parties.includes('supplier') ? [['supplier'], ['escalationContact'], ['owner'], ['manager']] : [parties, ['owner', 'manager']];
  const told = [...new Set(ladder[Math.min(index, ladder.length - 1)])];
  return {
    ...stay({ ...state, overdue: true }, [{ type: 'escalated', data: { rung: index, to: told.join('+') } }]),
    notifications: told.map((to) => ({ template: 'onboarding.overdue', to, params: { rung: index, stage: state.stage } })),
  };
}

/** Who owes the step: an approval all roles that are asked for it. */
function owing(state: OnboardingState): Party[] {
  const roles = state.stage === 'approving' && state.information === null ? askedNow(state)?.roles : undefined;
  return roles ? [...new Set(roles.map(partyOf))] : [waitingFor(state) ?? 'owner'];
}
