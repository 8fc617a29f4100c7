import { Refusal, type Actor } from '../process/decision.js';
import { answerFaults as segmentFaults, place } from '../segmentation/kraljic.js';
import { noFigures } from './placing.js';
import { checkDuties, checkNamed, rightOf } from './approvals.js';
import { onboardingCommands, type OnboardingCommand, type OnboardingCommandName, type RightFacts } from './commands.js';
import { checkDecision, checkRequest, mayAskForMore } from './extension.js';
import { isEnd, onboardingStages, type OnboardingStage, type OnboardingState } from './state.js';

const open: readonly OnboardingStage[] = onboardingStages.filter((stage) => !isEnd(stage));

/** In which stages each command is allowed. */
const allowedIn: Record<OnboardingCommandName, readonly OnboardingStage[]> = {
  answerQuestionnaire: ['invited'],
  acceptAgreement: open,
  requestInformation: open.filter((stage) => stage !== 'invited'),
  provideInformation: open,
  requestExtension: open,
  decideExtension: open,
  acceptDocuments: ['checking'],
  waiveMinimum: ['qualifying'],
  segment: ['segmenting'],
  recordAudit: ['auditing', 'correcting'],
  lookAgain: ['auditing', 'correcting'],
  approve: ['approving'],
  passApproval: ['approving'],
  agreeContract: ['contracting'],
  concludeTrial: ['trial'],
  reject: open,
  withdraw: open,
  markDuplicate: open,
};

/** While the supplier owes information these wait for it: they would decide without what was asked for. */
const decisions: readonly OnboardingCommandName[] = ['acceptDocuments', 'waiveMinimum', 'segment', 'recordAudit', 'lookAgain', 'approve', 'passApproval', 'agreeContract', 'concludeTrial'];

/** The command names that the stage allows, for screens; who may give them is the guard's business. */
export function allowedCommands(state: OnboardingState): OnboardingCommandName[] {
  return (Object.keys(allowedIn) as OnboardingCommandName[]).filter((name) => {
    if (name === 'requestExtension') return mayAskForMore(state);
    if (name === 'decideExtension') return state.extensionRequest !== null;
    return allowedIn[name].includes(state.stage) && fits(state, name);
  });
}

/** Commands that are decided by what the facts say. */
export const looksFirst: readonly OnboardingCommandName[] = ['recordAudit', 'lookAgain'];

function fits({ information, agreement, terms, audit }: OnboardingState, name: OnboardingCommandName): boolean {
  if (name === 'lookAgain' && audit === null) return false;
  if (name === 'provideInformation') return information !== null;
  if (name === 'acceptAgreement') return agreement?.version !== terms.agreement;
  if (name === 'requestInformation') return information === null;
  return information === null || !decisions.includes(name);
}

/**
 * Refuses what the stage, the answers or the separation of duties do not allow.
 * Synchronous and without effects: the workflow's validator and the API call it before anything is queued.
 * @throws Refusal with a stable code
 */
export function checkCommand(state: OnboardingState, command: OnboardingCommand, actor: Actor): void {
  if (isEnd(state.stage)) throw new Refusal('caseEnded', `The onboarding has ended (${state.stage}); nothing more can be done in it.`);
  if (onboardingCommands[command.name].by === 'buyer' && actor.kind === 'contact') throw new Refusal('notForSuppliers', `${command.name} is decided by the buyer.`);
  if (!allowedIn[command.name].includes(state.stage)) {
    throw new Refusal('wrongStage', `${command.name} is possible in stage ${allowedIn[command.name].join(', ')}; the case is in stage ${state.stage}.`);
  }
  if (!fits(state, command.name)) throw unfit(state, command.name);
  checkDetails(state, command, actor);
}

function unfit({ information }: OnboardingState, name: OnboardingCommandName): Refusal {
  if (name === 'provideInformation') return new Refusal('nothingAsked', 'Nothing was asked of the supplier.');
  if (name === 'acceptAgreement') return new Refusal('acceptedAlready', 'The agreement has been accepted in this version.');
  if (name === 'lookAgain' && information === null) return new Refusal('nothingFound', 'No audit has found anything yet.');
  return new Refusal('informationPending', `The supplier was asked for information on ${information?.at.slice(0, 10)}; it has not answered yet.`);
}

function checkDetails(state: OnboardingState, command: OnboardingCommand, actor: Actor): void {
  switch (command.name) {
    case 'answerQuestionnaire':
      return checkAgreement(state, command.facts.agreement);
    case 'acceptAgreement':
      return checkAgreement(state, command.facts.agreement);
    case 'segment':
      return checkSegment(state, command.facts.answers);
    case 'approve':
      return checkApproval(state, actor, command.facts);
    case 'passApproval':
      return checkPassing(state, actor, command.facts);
    case 'requestExtension':
      return checkRequest(state, command.facts.businessDays);
    case 'decideExtension':
      return checkDecision(state, actor);
    case 'waiveMinimum':
      return byPeople(actor);
    case 'concludeTrial':
      if (command.facts.result === 'passed' && state.agreement?.version !== state.terms.agreement) {
        throw new Refusal('agreementMissing', `The supplier has not accepted the agreement ${state.terms.agreement}; without it nobody becomes active.`);
      }
      return;
    case 'markDuplicate':
      if (command.facts.of === state.supplierId) throw new Refusal('notADuplicate', 'A supplier is not its own duplicate.');
      return;
  }
}

function checkAgreement({ terms }: OnboardingState, version: string | undefined): void {
  if (version !== undefined && version !== terms.agreement) throw new Refusal('agreementUnknown', `The agreement to be accepted is ${terms.agreement}.`);
}

// Screens ask about a command before its content is known: what is absent is then not judged.
function checkSegment({ segmentation }: OnboardingState, answers: Readonly<Record<string, string>> | undefined): void {
  if (answers === undefined) return;
  const faults = segmentFaults(segmentation, answers);
  if (faults.length > 0) throw new Refusal('segmentAnswers', faults.map(({ path, message }) => `${path}: ${message}`).join('; '));
  if (place(segmentation, answers, noFigures).segment === null) throw new Refusal('segmentAnswers', 'Too little is answered to place the supplier; answer more of the questions of segmentation.');
}

// What the way in knows of the right comes with the command; a screen that asks before does not know it yet.
function checkApproval(state: OnboardingState, actor: Actor, { authority }: RightFacts): void {
  checkDuties(state, actor);
  if (authority) rightOf(state, actor, authority);
}

function checkPassing(state: OnboardingState, actor: Actor, { to, authority, named }: { to?: string } & RightFacts): void {
  checkApproval(state, actor, { authority });
  if (to !== undefined && named) checkNamed(state, { from: actor, to, named });
}

function byPeople(actor: Actor): void {
  if (actor.kind === 'system') throw new Refusal('separationOfDuties', 'A supplier is approved by people.');
}
