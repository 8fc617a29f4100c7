import type { Decision, DomainEvent, Due, Notification } from '../process/decision.js';
import type { OnboardingStage, OnboardingState } from './state.js';

/** What a transition of an onboarding answers. */
export type OnboardingDecision = Decision<OnboardingState>;

/** A step with what happened and who hears of it. */
interface Step {
  readonly event: DomainEvent;
  readonly notifications?: readonly Notification[];
}

/** The decision that leads to another stage; its deadline begins. */
export function step(state: OnboardingState, stage: OnboardingStage, at: string, { event, notifications = [] }: Step): OnboardingDecision {
  return changed({ ...state, stage }, at, [event], notifications);
}

/** Somebody else has to act, or the same one anew: the deadline begins. */
export function changed(state: OnboardingState, at: string, events: readonly DomainEvent[], notifications: readonly Notification[]): OnboardingDecision {
  const next: OnboardingState = { ...state, extensions: 0, extensionRequest: null, deadline: null, overdue: false };
  return { state: next, events, notifications, due: dueOf(next, at) };
}

/** The decision that leaves the case where it stands, and its deadline. */
export function stay(state: OnboardingState, events: readonly DomainEvent[]): OnboardingDecision {
  return { state, events, notifications: [], due: 'keep' };
}

/** The supplier is rejected for a reason, which is a code; where it was qualified before, it is proposed to be phased out. */
export function rejected(state: OnboardingState, why: string): OnboardingDecision {
  const events: DomainEvent[] = [{ type: 'rejected', data: { stage: state.stage, why } }];
  if (state.requalifies) return notQualifiedAgain(state, 'rejected', events);
  return { ...end(state, 'rejected', events, [{ template: 'onboarding.rejected', to: 'supplier' }, { template: 'onboarding.rejectedOwner', to: 'owner' }]), supplier: 'reject' };
}

/** Who goes before the end is as if it had never been approved: only a new onboarding brings it back. */
export function gone(state: OnboardingState, stage: 'withdrawn' | 'expired' | 'duplicate', notifications: readonly Notification[], data: DomainEvent['data'] = {}): OnboardingDecision {
  const events: DomainEvent[] = [{ type: stage, data: { stage: state.stage, ...data } }];
  if (state.requalifies) return notQualifiedAgain(state, stage, events);
  return { ...end(state, stage, events, notifications), supplier: 'reject' };
}

/** The supplier is in, or stays in. */
export function activated(state: OnboardingState): OnboardingDecision {
  if (state.requalifies) return end(state, 'active', [{ type: 'requalified', data: {} }], [{ template: 'onboarding.requalified', to: 'supplier' }, { template: 'onboarding.requalifiedOwner', to: 'owner' }]);
  return { ...end(state, 'active', [{ type: 'activated', data: {} }], [{ template: 'onboarding.welcome', to: 'supplier' }, { template: 'onboarding.activated', to: 'owner' }]), supplier: 'activate' };
}

/** A decision that follows from something which is told first. */
export function after(event: DomainEvent, decision: OnboardingDecision): OnboardingDecision {
  return { ...decision, events: [event, ...decision.events] };
}

/** The supplier stays what it is: whether we part with it is a manager's decision, and a case of its own. */
function notQualifiedAgain(state: OnboardingState, stage: 'rejected' | 'withdrawn' | 'expired' | 'duplicate', events: readonly DomainEvent[]): OnboardingDecision {
  const told: Notification[] = [
    { template: 'onboarding.notRequalified', to: 'supplier' },
    { template: 'onboarding.notRequalifiedOwner', to: 'owner' },
    { template: 'onboarding.notRequalifiedOwner', to: 'manager' },
  ];
  return { ...end(state, stage, events, told), proposals: [{ kind: 'phaseOut', forRole: 'manager', reason: 'notRequalified' }] };
}

function end(state: OnboardingState, stage: OnboardingStage, events: readonly DomainEvent[], notifications: readonly Notification[]): OnboardingDecision {
  return { state: { ...state, stage, information: null, extensionRequest: null, deadline: null, overdue: false }, events, notifications, due: null };
}

/** The deadline of where a case stands, from an instant on. */
export function dueOf(state: OnboardingState, at: string): Due {
  const { terms, stage, trial } = state;
  const { remindBefore, climbAfter } = terms;
  if (state.information) return { of: 'supplier', from: at, businessDays: terms.inform, remindBefore, climbAfter, exhaustedAfter: null };
  if (stage === 'invited') return { of: 'supplier', from: at, businessDays: terms.answer, remindBefore, climbAfter, exhaustedAfter: terms.exhaustedAfter };
  // What was asked for in between does not make a trial longer.
  if (trial !== null && trial.judged === null) return { of: 'buyer', from: trial.prolongedAt ?? trial.since, businessDays: trial.prolongedAt === null ? terms.trial : terms.prolongTrial, elapses: true, remindBefore: [], climbAfter: [], exhaustedAfter: null };
  // Each correction reminds the supplier by itself.
  if (stage === 'correcting') return { of: 'supplier', from: at, businessDays: terms.correct, remindBefore: [], climbAfter: climbAfter.slice(0, 2), exhaustedAfter: null };
  const days: Partial<Record<OnboardingStage, number>> = { auditing: terms.audit, approving: terms.approve, contracting: terms.contract };
  return { of: 'buyer', from: at, businessDays: days[stage] ?? terms.review, remindBefore, climbAfter: climbAfter.slice(0, 2), exhaustedAfter: null };
}
