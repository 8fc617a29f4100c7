import { Refusal, SYSTEM, type Actor, type Decision, type Due, type Moment, type Notification } from '../process/decision.js';
import { rectificationCommands, type RectificationCommand, type RectificationCommandName } from './commands.js';
import { isEnd, type RectificationStage, type RectificationState, type Severity, type SupplierStage } from './state.js';
import type { RectificationTerms } from './terms.js';

type RectificationDecision = Decision<RectificationState>;

/** In which stages each command is allowed. An extension can be asked for and decided in any step of the supplier. */
const allowedIn: Record<RectificationCommandName, readonly RectificationStage[]> = {
  acknowledge: ['opened'],
  submitPlan: ['planning'],
  acceptPlan: ['planReview'],
  returnPlan: ['planReview'],
  submitEvidence: ['implementing'],
  verify: ['verifying'],
  requestExtension: ['opened', 'planning', 'implementing'],
  decideExtension: ['opened', 'planning', 'implementing'],
  cancel: ['opened', 'planning', 'planReview', 'implementing', 'verifying'],
};

/** The command names that the stage allows, for screens; who may give them is the guard's business. */
export function allowedCommands(state: RectificationState): RectificationCommandName[] {
  return (Object.keys(allowedIn) as RectificationCommandName[]).filter((name) => {
    if (!allowedIn[name].includes(state.stage)) return false;
    if (name === 'decideExtension') return state.extensionRequest !== null;
    if (name === 'requestExtension') return state.extensionRequest === null && askedFor(state) < state.terms.extensionsPerStep;
    return true;
  });
}

/** What is known when a case opens. `at` is an ISO instant; ids are UUIDs. */
export interface RectificationOpening {
  readonly caseId: string;
  readonly supplierId: string;
  readonly severity: Severity;
  /** `manual:…`, `grade` …: one open case per supplier and cause. */
  readonly cause: string;
  readonly terms: RectificationTerms;
  readonly policyVersion: number;
}

/** The first decision of a case. */
export function openRectification(opening: RectificationOpening, at: string): RectificationDecision {
  const state: RectificationState = {
    ...opening,
    stage: 'opened',
    openedAt: at,
    acceptedBy: null,
    returns: 0,
    extensions: {},
    extensionRequest: null,
    paused: null,
    deadline: null,
    overdue: false,
    sequence: 0,
  };
  return {
    state,
    events: [{ type: 'opened', data: { severity: opening.severity, cause: opening.cause, policyVersion: opening.policyVersion } }],
    notifications: [{ template: 'rectification.opened', to: 'supplier' }],
    due: supplierDue(state, at, opening.terms.acknowledge),
  };
}

/**
 * Refuses what the stage, the limits or the separation of duties do not allow.
 * Synchronous and without effects: the workflow's validator and the API call it before anything is queued.
 * @throws Refusal with a stable code
 */
export function checkCommand(state: RectificationState, command: RectificationCommand, actor: Actor): void {
  if (isEnd(state.stage)) throw new Refusal('caseEnded', `The case has ended (${state.stage}); nothing more can be done in it.`);
  if (!allowedIn[command.name].includes(state.stage)) {
    const stages = allowedIn[command.name].join(', ');
    throw new Refusal('wrongStage', `${command.name} is possible in stage ${stages}; the case is in stage ${state.stage}.`);
  }
  if (rectificationCommands[command.name].by === 'buyer' && actor.kind === 'contact') {
    throw new Refusal('notForSuppliers', `${command.name} is decided by the buyer.`);
  }
  if (command.name === 'verify' && actor.id === state.acceptedBy) {
    throw new Refusal('separationOfDuties', 'Who accepted the plan cannot verify it; somebody else has to.');
  }
  if (command.name === 'requestExtension') checkExtension(state, command.facts.businessDays);
  if (command.name === 'decideExtension') {
    if (!state.extensionRequest) throw new Refusal('noExtensionPending', 'Nobody has asked for an extension of this step.');
    if (state.extensionRequest.by === actor.id) {
      throw new Refusal('separationOfDuties', 'Who asked for the extension cannot decide it.');
    }
  }
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

/**
 * The pure transition of a person's command. `at` is the workflow's time.
 * @throws Refusal as {@link checkCommand}
 */
export function decideCommand(state: RectificationState, command: RectificationCommand, actor: Actor, at: string): RectificationDecision {
  checkCommand(state, command, actor);
  switch (command.name) {
    case 'acknowledge':
      return step(state, 'planning', 'acknowledged', planDue(state, at), [
        { template: 'rectification.acknowledged', to: 'supplier' },
      ]);
    case 'submitPlan':
      return pausing(
        step(state, 'planReview', 'planSubmitted', buyerDue(state, at), [{ template: 'rectification.planReceived', to: 'owner' }]),
        pauseOf(state, at),
      );
    case 'acceptPlan':
      return step({ ...state, acceptedBy: actor.id }, 'implementing', 'planAccepted', supplierDue(state, at, state.terms.implement), [
        { template: 'rectification.planAccepted', to: 'supplier' },
      ]);
    case 'returnPlan':
      return step(returned(state), 'planning', 'planReturned', returnDue(state, at), [
        { template: 'rectification.planReturned', to: 'supplier' },
      ]);
    case 'submitEvidence':
      return pausing(
        step(state, 'verifying', 'evidenceSubmitted', buyerDue(state, at), [
          { template: 'rectification.evidenceReceived', to: 'quality' },
        ]),
        pauseOf(state, at),
      );
    case 'verify':
      return command.facts.result === 'effective' ? closeEffective(state) : returnEvidence(state, at);
    case 'requestExtension':
      return requestExtension(state, command.facts.businessDays, actor, at);
    case 'decideExtension':
      return decideExtension(state, command.facts.decision, at);
    case 'cancel':
      return step(state, 'cancelled', 'cancelled', null, [{ template: 'rectification.cancelled', to: 'supplier' }]);
  }
}

/** The pure transition of a timer: a reminder, a rung of the ladder, or its end. */
export function decideMoment(state: RectificationState, moment: Moment, at: string): RectificationDecision {
  const party = waitingParty(state);
  switch (moment.kind) {
    case 'remind':
      return {
        state,
        events: [{ type: 'reminded', data: { index: moment.index } }],
        notifications: [{ template: 'rectification.reminder', to: party }],
        due: 'keep',
      };
    case 'climb':
      return climb(state, moment.index, party);
    case 'exhaust':
      return fail(state, at);
  }
}

function step(
  state: RectificationState,
  stage: RectificationStage,
  event: string,
  due: Due | null,
  notifications: Notification[],
): RectificationDecision {
  return {
    state: { ...state, stage, extensionRequest: null, paused: null, deadline: null, overdue: false },
    events: [{ type: event, data: { stage } }],
    notifications,
    due,
  };
}

function closeEffective(state: RectificationState): RectificationDecision {
  return step(state, 'closed', 'closedEffective', null, [
    { template: 'rectification.closedEffective', to: 'supplier' },
    { template: 'rectification.closedEffective', to: 'owner' },
  ]);
}

function returnEvidence(state: RectificationState, at: string): RectificationDecision {
  return step(returned(state), 'implementing', 'evidenceReturned', returnDue(state, at), [
    { template: 'rectification.evidenceReturned', to: 'supplier' },
  ]);
}

function requestExtension(state: RectificationState, businessDays: number, actor: Actor, at: string): RectificationDecision {
  return {
    state: {
      ...state,
      extensions: { ...state.extensions, [state.stage]: askedFor(state) + 1 },
      extensionRequest: { businessDays, at, by: actor.id, overdue: state.overdue },
      paused: pauseOf(state, at),
      deadline: null,
      overdue: false,
    },
    events: [{ type: 'extensionRequested', data: { businessDays, stage: state.stage } }],
    notifications: [{ template: 'rectification.extensionRequested', to: 'owner', params: { businessDays } }],
    due: buyerDue(state, at),
  };
}

function decideExtension(state: RectificationState, decision: 'grant' | 'refuse', at: string): RectificationDecision {
  const request = state.extensionRequest;
  const { paused } = state;
  if (!request || !paused) throw new Refusal('noExtensionPending', 'Nobody has asked for an extension of this step.');
  const granted = decision === 'grant';
  const stage = state.stage as SupplierStage;
  const due: Due = {
    ...supplierDue(state, paused.dueAt, granted ? request.businessDays : 0),
    paused: { from: paused.since, to: at },
    atLeast: { from: at, businessDays: 1 },
  };
  return {
    state: { ...state, extensionRequest: null, paused: null, deadline: null, overdue: !granted && request.overdue },
    events: [{ type: granted ? 'extensionGranted' : 'extensionRefused', data: { businessDays: request.businessDays, stage } }],
    notifications: [
      {
        template: granted ? 'rectification.extensionGranted' : 'rectification.extensionRefused',
        to: 'supplier',
        params: { businessDays: request.businessDays },
      },
    ],
    due,
  };
}

/** Rung 0 tells who owes the step; the next ones climb, on the buyer's side from the owner to the manager. */
function climb(state: RectificationState, index: number, party: Notification['to']): RectificationDecision {
  const ladder: Notification['to'][] =
    party === 'supplier' ? ['supplier', 'escalationContact', 'owner', 'manager'] : [party, 'manager'];
  const to = ladder[Math.min(index, ladder.length - 1)] ?? 'manager';
  return {
    state: { ...state, overdue: true },
    events: [{ type: 'escalated', data: { rung: index, to } }],
    notifications: [{ template: 'rectification.overdue', to, params: { rung: index } }],
    due: 'keep',
  };
}

function fail(state: RectificationState, at: string): RectificationDecision {
  const decision = step(state, 'failed', 'failed', null, [
    { template: 'rectification.failed', to: 'supplier' },
    { template: 'rectification.failed', to: 'owner' },
    { template: 'phaseOut.proposed', to: 'manager' },
  ]);
  return {
    ...decision,
    state: { ...decision.state, overdue: true },
    events: [{ type: 'failed', data: { stage: state.stage, at } }, { type: 'phaseOutProposed', data: { by: SYSTEM.id } }],
    proposals: [{ kind: 'phaseOut', forRole: 'manager', reason: 'rectificationFailed' }],
  };
}

function returned(state: RectificationState): RectificationState {
  return { ...state, returns: state.returns + 1, acceptedBy: state.stage === 'planReview' ? null : state.acceptedBy };
}

function askedFor(state: RectificationState): number {
  return state.extensions[state.stage as SupplierStage] ?? 0;
}

function waitingParty(state: RectificationState): Notification['to'] {
  if (state.extensionRequest) return 'owner';
  if (state.stage === 'planReview') return 'owner';
  if (state.stage === 'verifying') return 'quality';
  return 'supplier';
}

function supplierDue(state: RectificationState, from: string, businessDays: number): Due {
  const { remindBefore, climbAfter, exhaustedAfter } = state.terms;
  return { of: 'supplier', from, businessDays, remindBefore, climbAfter, exhaustedAfter };
}

function pauseOf(state: RectificationState, at: string): RectificationState['paused'] {
  return state.deadline && { dueAt: state.deadline.dueAt, since: at };
}

function pausing(decision: RectificationDecision, paused: RectificationState['paused']): RectificationDecision {
  return { ...decision, state: { ...decision.state, paused } };
}

/** A return grants days and never takes any: the date before the review, moved by the time it took, holds if it is later. */
function returnDue(state: RectificationState, at: string): Due {
  const granted = supplierDue(state, at, state.terms.afterReturn);
  if (!state.paused) return granted;
  const { dueAt, since } = state.paused;
  return { ...granted, from: dueAt, businessDays: 0, paused: { from: since, to: at }, atLeast: { from: at, businessDays: granted.businessDays } };
}

/** The plan is due from opening; who acknowledges late still gets the days of a returned step. */
function planDue(state: RectificationState, at: string): Due {
  const due = supplierDue(state, state.openedAt, state.terms.plan);
  return { ...due, atLeast: { from: at, businessDays: state.terms.afterReturn } };
}

/** The buyer's own waiting is reminded and climbs to the manager, but never fails the supplier's case. */
function buyerDue(state: RectificationState, from: string): Due {
  const { remindBefore, climbAfter, review } = state.terms;
  return { of: 'buyer', from, businessDays: review, remindBefore, climbAfter: climbAfter.slice(0, 2), exhaustedAfter: null };
}
