import { Refusal, type Actor, type Decision, type Due, type Moment, type Notification } from '../process/decision.js';
import { askedFor, carriedBy, checkCommand, firstStep } from './arc.js';
import type { RectificationCommand } from './commands.js';
import { buyerDue, extendedDue, pauseOf, returnDue, standingStill, stepDue, watchDue } from './deadlines.js';
import { entered } from './separation.js';
import { takesFullArc, waitingFor, type Handed, type Part, type RectificationStage, type RectificationState, type Severity, type SupplierStage } from './state.js';
import type { RectificationTerms } from './terms.js';
import { concludeWatch, type Watch, type WatchReading } from './watch.js';

type RectificationDecision = Decision<RectificationState>;

/** What is known when a case opens. `at` is an ISO instant; ids are UUIDs. */
export interface RectificationOpening {
  readonly caseId: string;
  readonly supplierId: string;
  readonly severity: Severity;
  /** `manual:…`, `grade` …: one open case per supplier and cause. */
  readonly cause: string;
  readonly terms: RectificationTerms;
  readonly policyVersion: number;
  readonly watch: Watch;
  /** Ids of those who may see a confidential case; null: whoever may read cases. */
  readonly readers: readonly string[] | null;
}

/** The first decision of a case. */
export function openRectification(opening: RectificationOpening, at: string): RectificationDecision {
  const state: RectificationState = {
    ...opening,
    stage: 'opened',
    openedAt: at,
    countedFrom: at,
    standstills: [],
    carried: [],
    enteredBy: {},
    acceptedBy: null,
    returns: 0,
    reopened: 0,
    watchedFrom: null,
    extensions: {},
    extensionRequest: null,
    paused: null,
    assignee: null,
    mergedInto: null,
    deadline: null,
    overdue: false,
    sequence: 0,
  };
  return {
    state,
    events: [{ type: 'opened', data: { severity: opening.severity, cause: opening.cause, policyVersion: opening.policyVersion } }],
    notifications: [{ template: 'rectification.opened', to: 'supplier' }],
    due: stepDue(state, 'opened', at),
  };
}

/**
 * The pure transition of a person's command. `at` is the workflow's time.
 * @throws Refusal as {@link checkCommand}
 */
export function decideCommand(state: RectificationState, command: RectificationCommand, actor: Actor, at: string): RectificationDecision {
  checkCommand(state, command, actor);
  switch (command.name) {
    case 'acknowledge':
      return acknowledge(state, command.facts.bringsStep ?? false, at);
    case 'submitContainment':
      return submitted(state, { own: 'containment', stage: 'containmentReview', event: 'containmentSubmitted', template: 'rectification.containmentReceived', to: 'owner', carried: [] }, actor, at);
    case 'submitRootCause':
      return submitted(state, { own: 'rootCause', stage: 'causeReview', event: 'rootCauseSubmitted', template: 'rectification.rootCauseReceived', to: 'owner', carried: carriedBy('submitRootCause', state) }, actor, at);
    case 'submitPlan':
      return submitted(state, { own: 'plan', stage: 'planReview', event: 'planSubmitted', template: 'rectification.planReceived', to: 'owner', carried: carriedBy('submitPlan', state) }, actor, at);
    case 'submitEvidence':
      return submitted(state, { own: 'evidence', stage: 'verifying', event: 'evidenceSubmitted', template: 'rectification.evidenceReceived', to: 'quality', carried: [] }, actor, at);
    case 'acceptContainment':
      return accepted(state, { stage: 'findingCause', event: 'containmentAccepted', template: 'rectification.containmentAccepted' }, at);
    case 'acceptRootCause':
      return accepted(state, { stage: 'planning', event: 'rootCauseAccepted', template: 'rectification.rootCauseAccepted' }, at);
    case 'acceptPlan':
      return accepted({ ...state, acceptedBy: actor.id }, { stage: 'implementing', event: 'planAccepted', template: 'rectification.planAccepted' }, at);
    case 'returnContainment':
      return returned(state, { stage: 'containing', event: 'containmentReturned', template: 'rectification.containmentReturned', keeps: [] }, at);
    case 'returnRootCause':
      return returned(state, { stage: 'findingCause', event: 'rootCauseReturned', template: 'rectification.rootCauseReturned', keeps: ['containment'] }, at);
    case 'returnPlan':
      return returned(state, { stage: 'planning', event: 'planReturned', template: 'rectification.planReturned', keeps: ['containment', 'rootCause'] }, at);
    case 'verify':
      return command.facts.result === 'effective' ? verified(state, at) : returnEvidence(state, at);
    case 'decideEffectiveness':
      return command.facts.result === 'effective' ? closeEffective(state) : ineffective(state, at);
    case 'reopen':
      return reopen(state, at);
    case 'reportRecurrence':
      return recurred(state, at);
    case 'requestExtension':
      return requestExtension(state, command.facts.businessDays, actor, at);
    case 'decideExtension':
      return decideExtension(state, command.facts.decision, at);
    case 'reassign':
      return reassign(state, command.facts);
    case 'comment':
      return { state, events: [{ type: 'commented', data: { stage: state.stage } }], notifications: [], due: 'keep' };
    case 'revokeLinks':
      return { state, events: [{ type: 'linksRevoked', data: { stage: state.stage } }], notifications: [], due: 'keep' };
    case 'mergeTwin':
      return mergeInto(state, command.facts.into);
    case 'cancel':
      return step(state, 'cancelled', 'cancelled', null, [{ template: 'rectification.cancelled', to: 'supplier' }]);
  }
}

/** The pure transition of a timer: a reminder, a rung of the ladder, its end, or the end of a watch with what its facts say. */
export function decideMoment(state: RectificationState, moment: Moment, at: string, reading?: WatchReading): RectificationDecision {
  const party = waitingFor(state) ?? 'owner';
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
      return fail(state, 'rectification.failed', at);
    case 'elapse':
      return concludedWatch(state, reading ?? { value: null, sample: 0, reached: null }, at);
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
    state: { ...state, stage, extensionRequest: null, paused: null, assignee: null, deadline: null, overdue: false },
    events: [{ type: event, data: { stage } }],
    notifications,
    due,
  };
}

function acknowledge(state: RectificationState, bringsStep: boolean, at: string): RectificationDecision {
  const stage = firstStep(state);
  const template = stage === 'containing' ? 'rectification.acknowledgedFull' : 'rectification.acknowledged';
  return step(state, stage, 'acknowledged', stepDue(state, stage, at), bringsStep ? [] : [{ template, to: 'supplier' }]);
}

/** Something was handed in: the buyer decides, and the supplier's clock stands still. */
function submitted(
  state: RectificationState,
  { own, stage, event, template, to, carried }: { own: Handed; stage: RectificationStage; event: string; template: string; to: 'owner' | 'quality'; carried: readonly Part[] },
  actor: Actor,
  at: string,
): RectificationDecision {
  const brought: Record<string, string> = carried.length > 0 ? { carried: carried.join('+') } : {};
  // What was carried before was handed in before, perhaps by somebody else.
  const brings = [own, ...carried.filter((part) => !state.carried.includes(part))];
  const decision = step(entered({ ...state, carried }, brings, actor), stage, event, buyerDue(state, at), [{ template, to, params: brought }]);
  return { ...decision, state: { ...decision.state, paused: pauseOf(state, at) }, events: [{ type: event, data: { stage, ...brought } }] };
}

/** Accepted is the step with all that was carried along. */
function accepted(
  state: RectificationState,
  { stage, event, template }: { stage: SupplierStage; event: string; template: string },
  at: string,
): RectificationDecision {
  const next = { ...standingStill(state, at), carried: [] };
  return step(next, stage, event, stepDue(next, stage, at), [{ template, to: 'supplier' }]);
}

function returned(
  state: RectificationState,
  { stage, event, template, keeps }: { stage: SupplierStage; event: string; template: string; keeps: readonly Part[] },
  at: string,
): RectificationDecision {
  const next = { ...standingStill(state, at), returns: state.returns + 1, carried: state.carried.filter((part) => keeps.includes(part)) };
  return step(next, stage, event, returnDue(state, stage, at), [{ template, to: 'supplier' }]);
}

/** The short arc ends here; the full one watches whether the measures help. */
function verified(state: RectificationState, at: string): RectificationDecision {
  if (!takesFullArc(state)) return closeEffective(state);
  return step({ ...standingStill(state, at), watchedFrom: at }, 'watching', 'verified', watchDue(at, state.terms.watchDays), [
    { template: 'rectification.watching', to: 'supplier', params: { days: state.terms.watchDays } },
    { template: 'rectification.watching', to: 'owner', params: { days: state.terms.watchDays } },
  ]);
}

function returnEvidence(state: RectificationState, at: string): RectificationDecision {
  return returned(state, { stage: 'implementing', event: 'evidenceReturned', template: 'rectification.evidenceReturned', keeps: [] }, at);
}

function concludedWatch(state: RectificationState, reading: WatchReading, at: string): RectificationDecision {
  const { terms, watchedFrom } = state;
  const since = watchedFrom ?? at;
  const long = watchDue(since, terms.longWatchDays);
  const days = Math.round((Date.parse(at) - Date.parse(since)) / 86_400_000);
  const conclusion = concludeWatch(reading, { terms, prolonged: days >= terms.longWatchDays });
  const seen = { indicator: state.watch.indicator, value: reading.value, sample: reading.sample, days };
  const telling = (decision: RectificationDecision): RectificationDecision => ({
    ...decision,
    events: decision.events.map((event, index) => (index === 0 ? { ...event, data: { ...event.data, ...seen } } : event)),
  });
  switch (conclusion) {
    case 'effective':
      return telling(closeEffective(state));
    case 'ineffective':
      return telling(ineffective(state, at));
    case 'goesOn':
      return { state: { ...state, deadline: null }, events: [{ type: 'watchProlonged', data: seen }], notifications: [], due: long };
    case 'undecided':
      return telling(
        step(state, 'effectivenessReview', 'effectivenessAsked', buyerDue(state, at), [
          { template: 'rectification.effectivenessAsked', to: 'quality', params: { sample: reading.sample, days } },
        ]),
      );
  }
}

function closeEffective(state: RectificationState): RectificationDecision {
  return step(state, 'closed', 'closedEffective', null, [
    { template: 'rectification.closedEffective', to: 'supplier' },
    { template: 'rectification.closedEffective', to: 'owner' },
  ]);
}

/** The measures did not help: once the supplier may begin again, then the case has failed. */
function ineffective(state: RectificationState, at: string): RectificationDecision {
  const found = { type: 'foundIneffective', data: { stage: state.stage } };
  const decision = state.reopened < state.terms.reopenings ? reopen(state, at) : fail(state, 'rectification.failedAgain', at);
  return { ...decision, events: [found, ...decision.events] };
}

/** It has happened again while it was watched: nothing is left to be measured. */
function recurred(state: RectificationState, at: string): RectificationDecision {
  const decision = ineffective(state, at);
  return { ...decision, events: [{ type: 'recurred', data: { stage: state.stage } }, ...decision.events.slice(1)] };
}

function reopen(state: RectificationState, at: string): RectificationDecision {
  const again: RectificationState = {
    ...state,
    countedFrom: at,
    standstills: [],
    carried: [],
    enteredBy: {},
    acceptedBy: null,
    extensions: {},
    watchedFrom: null,
    reopened: state.reopened + 1,
  };
  const stage = firstStep(again);
  return step(again, stage, 'reopened', stepDue(again, stage, at), [
    { template: 'rectification.reopened', to: 'supplier' },
    { template: 'rectification.reopened', to: 'owner' },
  ]);
}

function requestExtension(state: RectificationState, businessDays: number, actor: Actor, at: string): RectificationDecision {
  return {
    state: {
      ...state,
      extensions: { ...state.extensions, [state.stage]: askedFor(state) + 1 },
      extensionRequest: { businessDays, at, by: actor.id, overdue: state.overdue },
      paused: pauseOf(state, at),
      assignee: null,
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
  if (!request || !state.paused) throw new Refusal('noExtensionPending', 'Nobody has asked for an extension of this step.');
  const { businessDays } = request;
  const granted = decision === 'grant';
  return {
    state: { ...standingStill(state, at), extensionRequest: null, paused: null, assignee: null, deadline: null, overdue: !granted && request.overdue },
    events: [{ type: granted ? 'extensionGranted' : 'extensionRefused', data: { businessDays, stage: state.stage } }],
    notifications: [{ template: granted ? 'rectification.extensionGranted' : 'rectification.extensionRefused', to: 'supplier', params: { businessDays } }],
    due: extendedDue(state, granted ? businessDays : 0, at),
  };
}

/** Who now has to act is told; of a confidential case that person may see it from then on. */
function reassign(state: RectificationState, { what, to }: { what: 'owner' | 'step'; to: string }): RectificationDecision {
  const readers = state.readers === null ? null : [...new Set([...state.readers, to])];
  const party = what === 'owner' ? 'owner' : (waitingFor(state) ?? 'owner');
  return {
    state: { ...state, readers, assignee: what === 'step' ? to : state.assignee },
    events: [{ type: 'reassigned', data: { what, to, stage: state.stage } }],
    notifications: [{ template: 'rectification.reassigned', to: party, params: { what } }],
    due: 'keep',
    ...(what === 'owner' ? { owner: to } : {}),
  };
}

function mergeInto(state: RectificationState, into: string): RectificationDecision {
  const decision = step({ ...state, mergedInto: into }, 'merged', 'merged', null, [{ template: 'rectification.merged', to: 'supplier', params: { into } }]);
  return { ...decision, events: [{ type: 'merged', data: { into } }], mergeInto: into };
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

/** The ladder is exhausted, or the measures have not helped a second time. */
function fail(state: RectificationState, template: 'rectification.failed' | 'rectification.failedAgain', at: string): RectificationDecision {
  const decision = step(state, 'failed', 'failed', null, [
    { template, to: 'supplier' },
    { template, to: 'owner' },
    { template: 'phaseOut.proposed', to: 'manager' },
  ]);
  return {
    ...decision,
    state: { ...decision.state, overdue: template === 'rectification.failed' },
    events: [{ type: 'failed', data: { stage: state.stage, at } }, { type: 'phaseOutProposed', data: { by: 'steward' } }],
    proposals: [{ kind: 'phaseOut', forRole: 'manager', reason: 'rectificationFailed' }],
  };
}
