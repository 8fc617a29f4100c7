import { Refusal, type Actor } from '../process/decision.js';
import { rectificationCommands, type RectificationCommand, type RectificationCommandName } from './commands.js';
import { barred, checkSeparation } from './separation.js';
import { isEnd, rectificationStages, takesFullArc, waitingFor, type Part, type RectificationStage, type RectificationState, type SupplierStage } from './state.js';

const open: readonly RectificationStage[] = rectificationStages.filter((stage) => !isEnd(stage));
/** Never the containment. */
const extendable: readonly RectificationStage[] = ['opened', 'findingCause', 'planning', 'implementing'];

/** In which stages each command is allowed. What is handed in may come before its turn; what was carried along may be returned. */
const allowedIn: Record<RectificationCommandName, readonly RectificationStage[]> = {
  acknowledge: ['opened'],
  submitContainment: ['containing'],
  acceptContainment: ['containmentReview'],
  returnContainment: ['containmentReview', 'causeReview', 'planReview'],
  submitRootCause: ['containing', 'findingCause'],
  acceptRootCause: ['causeReview'],
  returnRootCause: ['causeReview', 'planReview'],
  submitPlan: ['containing', 'findingCause', 'planning'],
  acceptPlan: ['planReview'],
  returnPlan: ['planReview'],
  submitEvidence: ['implementing'],
  verify: ['verifying'],
  decideEffectiveness: ['effectivenessReview'],
  reopen: ['watching', 'effectivenessReview'],
  reportRecurrence: ['watching', 'effectivenessReview'],
  requestExtension: extendable,
  decideExtension: extendable,
  reassign: open,
  comment: open,
  revokeLinks: open,
  mergeTwin: open,
  cancel: open,
};

/** Where each part is reviewed on its own; elsewhere it is returned only if it was carried along. */
const partOf: Partial<Record<RectificationCommandName, { readonly part: Part; readonly review: RectificationStage }>> = {
  returnContainment: { part: 'containment', review: 'containmentReview' },
  returnRootCause: { part: 'rootCause', review: 'causeReview' },
};

/** Business days that are shown as an example of asking for more time. */
export const USUAL_EXTENSION = 5;

/** What follows when the supplier has acknowledged. */
export function firstStep(state: RectificationState): 'containing' | 'planning' {
  return takesFullArc(state) ? 'containing' : 'planning';
}

/** The parts that an answer handed in from `stage` brings along, besides those carried before. */
export function carriedBy(name: 'submitRootCause' | 'submitPlan', { stage, carried }: RectificationState): readonly Part[] {
  const skipped: readonly Part[] = stage === 'containing' ? (name === 'submitPlan' ? ['containment', 'rootCause'] : ['containment']) : [];
  const plans: readonly Part[] = stage === 'findingCause' && name === 'submitPlan' ? ['rootCause'] : [];
  return [...new Set([...carried, ...skipped, ...plans])];
}

/** Extensions asked for in the present step. */
export function askedFor(state: RectificationState): number {
  return state.extensions[state.stage as SupplierStage] ?? 0;
}

/** Business days that a mail may show as an example of asking for more time; 0 where it would be refused. A reply to the opening is for the step after it. */
export function extensionToOffer(state: RectificationState): number {
  const { extensionsPerStep, extensionLimit } = state.terms;
  const asked = state.stage === 'opened' ? 0 : askedFor(state);
  return asked < extensionsPerStep ? Math.min(USUAL_EXTENSION, extensionLimit) : 0;
}

/** The command names that the stage allows, for screens; who may give them is the guard's business. */
export function allowedCommands(state: RectificationState): RectificationCommandName[] {
  return (Object.keys(allowedIn) as RectificationCommandName[]).filter((name) => {
    if (!allowedHere(state, name)) return false;
    if (name === 'decideExtension') return state.extensionRequest !== null;
    if (name === 'requestExtension') return state.extensionRequest === null && askedFor(state) < state.terms.extensionsPerStep;
    if (name === 'reopen') return state.reopened < state.terms.reopenings;
    return true;
  });
}

function allowedHere(state: RectificationState, name: RectificationCommandName): boolean {
  if (!allowedIn[name].includes(state.stage)) return false;
  const returned = partOf[name];
  return returned === undefined || returned.review === state.stage || state.carried.includes(returned.part);
}

/**
 * Refuses what the stage, the limits or the separation of duties do not allow.
 * Synchronous and without effects: the workflow's validator and the API call it before anything is queued.
 * @throws Refusal with a stable code
 */
export function checkCommand(state: RectificationState, command: RectificationCommand, actor: Actor): void {
  if (isEnd(state.stage)) throw new Refusal('caseEnded', `The case has ended (${state.stage}); nothing more can be done in it.`);
  if (command.name === 'requestExtension' && state.stage === 'containing') {
    throw new Refusal('notExtendable', 'The containment is never extended.');
  }
  if (!allowedHere(state, command.name)) {
    const stages = allowedIn[command.name].join(', ');
    throw new Refusal('wrongStage', `${command.name} is possible in stage ${stages}; the case is in stage ${state.stage}.`);
  }
  if (rectificationCommands[command.name].by === 'buyer' && actor.kind === 'contact') {
    throw new Refusal('notForSuppliers', `${command.name} is decided by the buyer.`);
  }
  checkSeparation(state, command.name, actor);
  checkDetails(state, command);
}

function checkDetails(state: RectificationState, command: RectificationCommand): void {
  switch (command.name) {
    case 'requestExtension':
      return checkExtension(state, command.facts.businessDays);
    case 'decideExtension':
      if (!state.extensionRequest) throw new Refusal('noExtensionPending', 'Nobody has asked for an extension of this step.');
      return;
    case 'reopen':
      if (state.reopened >= state.terms.reopenings) {
        throw new Refusal('reopenedBefore', `The case has been reopened ${state.reopened} times; it is not reopened again.`);
      }
      return;
    case 'reportRecurrence':
      if (!isAfterMeasures(state, command.facts.factsFrom)) throw new Refusal('beforeTheWatch', 'These facts are older than the measures; the watch has yet to judge them.');
      return;
    case 'reassign':
      return checkReassignment(state, command.facts);
    case 'mergeTwin':
      if (command.facts.into === state.caseId) throw new Refusal('notATwin', 'A case is not its own twin.');
      return;
  }
}

/** Facts of before the verification say nothing about the measures: late bookings, or a period that began before. */
function isAfterMeasures({ watchedFrom }: RectificationState, factsFrom: string | undefined): boolean {
  return factsFrom === undefined || watchedFrom === null || factsFrom >= watchedFrom.slice(0, 10);
}

function checkReassignment(state: RectificationState, { what, to }: { what: 'owner' | 'step'; to: string }): void {
  if (what !== 'step') return;
  if (waitingFor(state) === null) throw new Refusal('nobodyWaits', 'Nobody has to act in this stage; there is no step to reassign.');
  if (barred(state).includes(to)) throw new Refusal('separationOfDuties', 'Who entered, asked for or accepted what is to be decided here cannot decide it.');
}

function checkExtension(state: RectificationState, businessDays: number): void {
  if (state.extensionRequest) throw new Refusal('extensionPending', 'An extension of this step is already being decided.');
  const { extensionsPerStep, extensionLimit } = state.terms;
  if (askedFor(state) >= extensionsPerStep) {
    throw new Refusal('extensionLimit', `This step has had its ${extensionsPerStep} extensions.`);
  }
  if (businessDays > extensionLimit) {
    throw new Refusal('extensionLimit', `An extension can be at most ${extensionLimit} business days.`);
  }
}
