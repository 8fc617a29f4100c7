import { Refusal, type Actor } from '../process/decision.js';
import type { PhaseOutCommand, PhaseOutCommandName } from './commands.js';
import { awaited, uncovered } from './sources.js';
import { isEnd, phaseOutStages, type PhaseOutStage, type PhaseOutState } from './state.js';

const open: readonly PhaseOutStage[] = phaseOutStages.filter((stage) => !isEnd(stage));
const preparing: readonly PhaseOutStage[] = ['choosingBackup', 'awaitingBackup', 'approving'];

/** In which stages each command is allowed. */
const allowedIn: Record<PhaseOutCommandName, readonly PhaseOutStage[]> = {
  recordImpact: preparing,
  chooseBackup: preparing,
  dropBackup: preparing,
  overrideSource: [...preparing, 'shifting'],
  planShift: preparing,
  approve: preparing,
  reject: preparing,
  cancel: preparing,
  lookAgain: ['choosingBackup', 'awaitingBackup', 'draining'],
  waiveOpenOrders: ['draining'],
  checkOff: ['handover'],
  settle: ['settling'],
  abort: open,
};

/** What was approved by one is not changed under the eyes of the next. */
const beforeApproval: readonly PhaseOutCommandName[] = ['chooseBackup', 'dropBackup', 'overrideSource', 'planShift'];

/** Commands decided on the facts as they are at that moment. */
export const looksFirst: readonly PhaseOutCommandName[] = ['chooseBackup', 'dropBackup', 'overrideSource', 'approve', 'lookAgain'];

/** The command names that the stage allows, for screens; who may give them is the guard's business. */
export function allowedCommands(state: PhaseOutState): PhaseOutCommandName[] {
  return (Object.keys(allowedIn) as PhaseOutCommandName[]).filter(
    (name) => allowedIn[name].includes(state.stage) && !isSettled(state, name) && hasObject(state, name) && (name !== 'approve' || (uncovered(state).length === 0 && awaited(state).length === 0)),
  );
}

/**
 * Refuses what the stage or the separation of duties does not allow.
 * Synchronous and without effects: the workflow's validator and the API call it before anything is queued.
 * @throws Refusal with a stable code
 */
export function checkCommand(state: PhaseOutState, command: PhaseOutCommand, actor: Actor): void {
  if (isEnd(state.stage)) throw new Refusal('caseEnded', `The phase-out has ended (${state.stage}); nothing more can be done in it.`);
  if (!allowedIn[command.name].includes(state.stage)) {
    throw new Refusal('wrongStage', `${command.name} is possible in stage ${allowedIn[command.name].join(', ')}; the case is in stage ${state.stage}.`);
  }
  if (actor.kind === 'contact') throw new Refusal('notForSuppliers', `${command.name} is decided by the buyer.`);
  if (isSettled(state, command.name)) {
    throw new Refusal('approvedAlready', 'The first approval was given to the plan as it is; cancel the phase-out to make another.');
  }
  if (command.name === 'approve') checkApproval(state, actor);
}

/** Whether there is something to give the command about: a category to supply, a backup to drop. */
function hasObject({ supply, backups }: PhaseOutState, name: PhaseOutCommandName): boolean {
  if (name === 'dropBackup') return backups.length > 0;
  return (name !== 'chooseBackup' && name !== 'overrideSource') || supply.categories.length > 0;
}

function isSettled({ stage, approvals }: PhaseOutState, name: PhaseOutCommandName): boolean {
  return preparing.includes(stage) && approvals.length > 0 && beforeApproval.includes(name);
}

function checkApproval(state: PhaseOutState, actor: Actor): void {
  if (state.askedBy.includes(actor.id)) throw new Refusal('separationOfDuties', 'Who asked for the phase-out cannot approve it; two others have to.');
  if (state.approvals.some(({ by }) => by === actor.id)) throw new Refusal('separationOfDuties', 'You have approved it once; the second approval is another person’s.');
  if (actor.kind === 'system') throw new Refusal('separationOfDuties', 'A phase-out is approved by people.');
}
