import type { DomainEvent, Notification } from '../process/decision.js';
import { toApproval } from './approving.js';
import { changed, stay, step, type OnboardingDecision } from './decided.js';
import type { Corrections, OnboardingState } from './state.js';

const nothingOpen: Corrections = { open: 0, failed: 0 };

/**
 * What an audit on site has found. One that was passed goes on when nothing is left to correct that holds: neither of its own
 * findings nor of those of an audit before it.
 */
export function audited(state: OnboardingState, audit: NonNullable<OnboardingState['audit']>, at: string, before: Corrections = nothingOpen): OnboardingDecision {
  const { result, findings } = audit;
  const event: DomainEvent = { type: 'audited', data: { result, findings: findings.length } };
  const next = { ...state, audit };
  if (result === 'failed') return { ...changed({ ...next, stage: 'auditing' }, at, [event], [{ template: 'onboarding.auditFailed', to: 'owner', params: { findings: findings.length } }]) };
  const open = before.open + findings.filter((severity) => state.terms.findingsHold.includes(severity)).length;
  if (open === 0) return toApproval(next, at, event);
  return step(next, 'correcting', at, { event, notifications: [{ template: 'onboarding.correctionsAsked', to: 'owner', params: { findings: open } }] });
}

/** A rectification of a finding has got on: when none is left the case goes on, or is audited again where that was failed. */
export function lookedAgain(state: OnboardingState, { open, failed }: Corrections = nothingOpen, at: string): OnboardingDecision {
  const event: DomainEvent = { type: 'correctionsSeen', data: { open, failed } };
  if (open > 0) return stay(state, [event]);
  const told: Notification[] = failed > 0 ? [{ template: 'onboarding.correctionsFailed', to: 'owner', params: { findings: failed } }] : state.stage === 'auditing' ? [{ template: 'onboarding.auditAsked', to: 'quality' }] : [];
  if (failed > 0 || state.stage === 'auditing') return { ...stay(state, [event]), notifications: told };
  return toApproval(state, at, event);
}
