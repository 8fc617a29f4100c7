import { Refusal, type Actor } from '../process/decision.js';
import type { RectificationCommandName } from './commands.js';
import { waitingFor, type Handed, type RectificationState } from './state.js';

/** What each decision of the second pair of eyes is on, besides what was carried along. */
const judged: Partial<Record<RectificationCommandName, Handed>> = {
  acceptContainment: 'containment',
  acceptRootCause: 'rootCause',
  acceptPlan: 'plan',
  verify: 'evidence',
  decideEffectiveness: 'evidence',
};

/** Decisions that are not made by who accepted the plan either. */
const notByWhoAccepted: readonly RectificationCommandName[] = ['verify', 'decideEffectiveness'];

/** The state once `brought` was handed in: what one of us has entered for the supplier is noted with who it was. */
export function entered(state: RectificationState, brought: readonly Handed[], actor: Actor): RectificationState {
  const others = Object.entries(state.enteredBy).filter(([each]) => !brought.includes(each as Handed));
  const own = actor.kind === 'contact' ? [] : brought.map((each) => [each, actor.id] as const);
  return { ...state, enteredBy: Object.fromEntries([...others, ...own]) };
}

/**
 * Refuses a decision to who cannot be its second pair of eyes. A program that belongs to nobody passes on what the supplier has told
 * another system: that is no word of a person who would then judge it. The way in asks also for the keys that a person has made, as that person.
 * @throws Refusal `separationOfDuties`
 */
export function checkSeparation(state: RectificationState, name: RectificationCommandName, actor: Actor): void {
  if (notByWhoAccepted.includes(name) && actor.id === state.acceptedBy) {
    throw new Refusal('separationOfDuties', 'Who accepted the plan cannot verify it; somebody else has to.');
  }
  if (actor.kind !== 'integration' && enteredFor(state, name).includes(actor.id)) {
    throw new Refusal('separationOfDuties', 'You entered this for the supplier; somebody else has to decide on it.');
  }
  if (name === 'decideExtension' && state.extensionRequest?.by === actor.id) {
    throw new Refusal('separationOfDuties', 'Who asked for the extension cannot decide it.');
  }
}

/** Ids of who cannot make the decision that the case waits for; empty where it waits for none. */
export function barred(state: RectificationState): string[] {
  if (state.extensionRequest) return [state.extensionRequest.by];
  const decision = decisions[state.stage];
  if (decision === undefined || waitingFor(state) === 'supplier') return [];
  const accepted = notByWhoAccepted.includes(decision) && state.acceptedBy !== null ? [state.acceptedBy] : [];
  return [...accepted, ...enteredFor(state, decision)];
}

/** Ids of all who have had a hand in what others have to decide. */
export function hands({ acceptedBy, enteredBy, extensionRequest }: RectificationState): string[] {
  return [...(acceptedBy === null ? [] : [acceptedBy]), ...Object.values(enteredBy), ...(extensionRequest ? [extensionRequest.by] : [])];
}

const decisions: Partial<Record<RectificationState['stage'], RectificationCommandName>> = {
  containmentReview: 'acceptContainment',
  causeReview: 'acceptRootCause',
  planReview: 'acceptPlan',
  verifying: 'verify',
  effectivenessReview: 'decideEffectiveness',
};

function enteredFor({ enteredBy, carried }: RectificationState, name: RectificationCommandName): string[] {
  const own = judged[name];
  return own === undefined ? [] : [own, ...carried].flatMap((each) => enteredBy[each] ?? []);
}
