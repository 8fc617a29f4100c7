import type { DomainEvent, Notification } from '../process/decision.js';
import { approvalsNeeded, askedNow, partyOf } from './approvals.js';
import { step, type OnboardingDecision } from './decided.js';
import type { OnboardingState } from './state.js';

/** The decision that asks for the approvals. */
export function toApproval(state: OnboardingState, at: string, event: DomainEvent): OnboardingDecision {
  return step(state, 'approving', at, { event, notifications: approvalsAsked({ ...state, stage: 'approving' }) });
}

/** One mail to each role that is asked now. */
export function approvalsAsked(state: OnboardingState): Notification[] {
  const roles = [...new Set(askedNow(state)?.roles)];
  return roles.map((role) => ({ template: 'onboarding.approvalAsked', to: partyOf(role), params: approvalParams(state) }));
}

/** What a mail about an approval says in figures. */
export function approvalParams(state: OnboardingState): NonNullable<Notification['params']> {
  return { given: state.approvals.length, of: approvalsNeeded(state), segment: state.segment ?? 'routine' };
}
