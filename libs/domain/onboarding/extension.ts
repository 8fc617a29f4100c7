import { Refusal, type Actor, type Due } from '../process/decision.js';
import { changed, type OnboardingDecision } from './decided.js';
import { asksSupplier, type OnboardingState } from './state.js';

/** Business days that are shown as an example of asking for more time. */
const USUAL_EXTENSION = 5;

/** True where the supplier has a step that can be given more time, and may still ask for it. */
export function mayAskForMore(state: OnboardingState): boolean {
  return asksSupplier(state) && state.extensionRequest === null && state.extensions < state.terms.extensionsPerStep && state.terms.extensionLimit > 0;
}

/** Business days that a mail may show as an example of asking for more time; 0 where it would be refused. */
export function extensionToOffer(state: OnboardingState): number {
  return mayAskForMore(state) ? Math.min(USUAL_EXTENSION, state.terms.extensionLimit) : 0;
}

/**
 * Refuses a request for more time that the step or the policy does not allow.
 * @throws Refusal
 */
export function checkRequest(state: OnboardingState, businessDays: number | undefined): void {
  const { extensionsPerStep, extensionLimit } = state.terms;
  if (!asksSupplier(state)) throw new Refusal('notExtendable', 'The supplier has no step now that could be given more time.');
  if (state.extensionRequest !== null) throw new Refusal('extensionPending', 'An extension of this step is already being decided.');
  if (state.extensions >= extensionsPerStep) throw new Refusal('extensionLimit', `This step has had its ${extensionsPerStep} extensions.`);
  // Screens ask about a command before its content is known.
  if (businessDays !== undefined && businessDays > extensionLimit) throw new Refusal('extensionLimit', `An extension can be at most ${extensionLimit} business days.`);
}

/**
 * Refuses the decision where nothing was asked for, and to who has asked.
 * @throws Refusal
 */
export function checkDecision({ extensionRequest }: OnboardingState, actor: Actor): void {
  if (extensionRequest === null) throw new Refusal('noExtensionPending', 'Nobody has asked for an extension of this step.');
  if (extensionRequest.by === actor.id) throw new Refusal('separationOfDuties', 'Who asked for the extension cannot decide it.');
}

/** The owner decides; until then the supplier’s clock stands still. */
export function asksForMore(state: OnboardingState, businessDays: number, actor: Actor, at: string): OnboardingDecision {
  const { terms, deadline, overdue, stage } = state;
  const extensionRequest = { businessDays, at, by: actor.id, dueAt: deadline?.dueAt ?? at, overdue };
  return {
    state: { ...state, extensions: state.extensions + 1, extensionRequest, deadline: null, overdue: false },
    events: [{ type: 'extensionRequested', data: { businessDays, stage } }],
    notifications: [{ template: 'onboarding.extensionRequested', to: 'owner', params: { businessDays } }],
    due: { of: 'buyer', from: at, businessDays: terms.review, remindBefore: terms.remindBefore, climbAfter: terms.climbAfter.slice(0, 2), exhaustedAfter: null },
  };
}

/** The date of before, later by the time that the decision took and by the days that were granted. */
export function moreDecided(state: OnboardingState, decision: 'grant' | 'refuse', at: string): OnboardingDecision {
  const { extensionRequest: request, extensions, terms } = state;
  if (request === null) throw new Refusal('noExtensionPending', 'Nobody has asked for an extension of this step.');
  const granted = decision === 'grant';
  const { businessDays } = request;
  const event = { type: granted ? 'extensionGranted' : 'extensionRefused', data: { businessDays, stage: state.stage } };
  const told = changed(state, at, [event], [{ template: granted ? 'onboarding.extensionGranted' : 'onboarding.extensionRefused', to: 'supplier', params: { businessDays } }]);
  const due: Due = {
    of: 'supplier',
    from: request.dueAt,
    businessDays: granted ? businessDays : 0,
    paused: [{ from: request.at, to: at }],
    atLeast: { from: at, businessDays: 1 },
    remindBefore: terms.remindBefore,
    climbAfter: terms.climbAfter,
    exhaustedAfter: state.information === null ? terms.exhaustedAfter : null,
  };
  return { ...told, state: { ...told.state, extensions, overdue: !granted && request.overdue }, due };
}
