import type { DomainEvent, Notification } from '../process/decision.js';
import { activated, after, changed, type OnboardingDecision } from './decided.js';
import type { OnboardingState, TrialGrade } from './state.js';

/**
 * The time of a trial is over. With a grade that the policy asks for the supplier is active; without enough facts for a grade the
 * trial is prolonged once; in all other cases the owner decides, with the grade before them.
 */
export function judged(state: OnboardingState, seen: TrialGrade | undefined, at: string): OnboardingDecision {
  const { trial, terms, agreement } = state;
  if (trial === null || seen === undefined) throw new Error('Only a trial elapses, and it is graded first.');
  const { grade, score, from, to } = seen;
  if (grade === 'N' && trial.prolongedAt === null) {
    const told: Notification[] = (['supplier', 'owner'] as const).map((party) => ({ template: party === 'owner' ? 'onboarding.trialProlongedOwner' : 'onboarding.trialProlonged', to: party }));
    return changed({ ...state, trial: { ...trial, prolongedAt: at } }, at, [{ type: 'trialProlonged', data: { from, to } }], told);
  }
  const next = { ...state, trial: { ...trial, judged: seen } };
  const event: DomainEvent = { type: 'trialJudged', data: { grade, score, from, to } };
  const passed = (terms.trialGrades as readonly string[]).includes(grade) && agreement?.version === terms.agreement;
  if (!passed) return changed(next, at, [event], [{ template: 'onboarding.trialJudged', to: 'owner', params: { grade, score: score ?? '–' } }]);
  return after(event, activated(next));
}
