import { Refusal, type Actor, type Decision, type DomainEvent, type Moment, type Notification } from '../process/decision.js';
import { checkCommand } from './arc.js';
import { handoverItems, type HandoverItem, type PhaseOutCommand } from './commands.js';
import { dayAfter, ourDue, stepDue } from './deadlines.js';
import { noEffects } from './effects.js';
import { moveShares, lookAtOpenOrders, drained } from './shift.js';
import { planned } from './planned.js';
import { lookAtBackups, prepared } from './prepare.js';
import { chosenBackup } from './shares.js';
import { categoryOf, preparation, refuseUncovered } from './sources.js';
import { waitingFor, type Notice, type PhaseOutStage, type PhaseOutState, type ShiftStep } from './state.js';
import { seenAfter, toBeInvited, type Supply } from './supply.js';
import { faultOfSteps, type PhaseOutTerms } from './terms.js';
import { stay, step, undone } from './decided.js';

export type PhaseOutDecision = Decision<PhaseOutState>;

/** What is known when a case opens. `at` is an ISO instant; ids are UUIDs. */
export interface PhaseOutOpening {
  readonly caseId: string;
  readonly supplierId: string;
  readonly cause: string;
  readonly terms: PhaseOutTerms;
  readonly policyVersion: number;
  /** Ids of all who asked for it. */
  readonly askedBy: readonly string[];
  /** The impact, as the facts said it when it was asked for. */
  readonly supply: Supply;
}

/** The first decision of a case. */
export function openPhaseOut(opening: PhaseOutOpening, at: string): PhaseOutDecision {
  const state: PhaseOutState = {
    ...opening,
    stage: 'choosingBackup',
    openedAt: at,
    approvals: [],
    backups: [],
    overridden: [],
    ownSteps: null,
    notice: null,
    stepsDone: 0,
    waitingSince: null,
    toldAt: null,
    escalated: false,
    checkedOff: {},
    done: [],
    effects: noEffects,
    deadline: null,
    overdue: false,
    sequence: 0,
  };
  const { openLines, openOrders, categories } = opening.supply;
  const opened: DomainEvent = { type: 'opened', data: { cause: opening.cause, openLines, openOrders, categories: categories.length, policyVersion: opening.policyVersion } };
  const decision = prepared(state, preparation(state), at);
  return {
    ...decision,
    events: [opened, ...decision.events],
    notifications: [{ template: 'phaseOut.opened', to: 'owner', params: { openLines, openOrders } }, ...decision.notifications],
  };
}

/**
 * The pure transition of a command. `at` is the workflow's time, `seen` the facts as they are now, for the commands of {@link looksFirst}.
 * @throws Refusal as {@link checkCommand}, and what the facts do not allow
 */
export function decideCommand(before: PhaseOutState, command: PhaseOutCommand, actor: Actor, at: string, seen?: Supply): PhaseOutDecision {
  const state = seen ? { ...before, supply: seenAfter(before.supply, seen) } : before;
  checkCommand(state, command, actor);
  switch (command.name) {
    case 'recordImpact':
      return stay(state, [{ type: 'impactRecorded', data: {} }]);
    case 'chooseBackup':
      return chooseBackup(state, command.facts, at);
    case 'dropBackup':
      return dropBackup(state, command.facts, at);
    case 'overrideSource':
      return overrideSource(state, command.facts.category, actor, at);
    case 'planShift':
      return planShift(state, command.facts.steps);
    case 'approve':
      return approve(state, actor, at);
    case 'reject':
      return end(state, 'rejected', [{ template: 'phaseOut.rejected', to: 'owner' }]);
    case 'cancel':
      return end(state, 'cancelled', [{ template: 'phaseOut.cancelled', to: 'owner' }, { template: 'phaseOut.cancelled', to: 'manager' }]);
    case 'lookAgain':
      return look(state, at);
    case 'waiveOpenOrders':
      return drained(state, at, { type: 'openOrdersWaived', data: { openLines: state.supply.openLines } });
    case 'checkOff':
      return checkOff(state, command.facts, at);
    case 'settle':
      return settle(state);
    case 'abort':
      return abort(state);
  }
}

/** The pure transition of a timer: a reminder, a rung, or the time to look and go on. */
export function decideMoment(before: PhaseOutState, moment: Moment, at: string, seen?: Supply): PhaseOutDecision {
  const state = seen ? { ...before, supply: seenAfter(before.supply, seen) } : before;
  const party = waitingFor(state) ?? 'owner';
  switch (moment.kind) {
    case 'remind':
      return stay(state, [{ type: 'reminded', data: { index: moment.index } }], [{ template: 'phaseOut.reminder', to: party }]);
    case 'climb':
    case 'exhaust': {
      const to = moment.index === 0 && moment.kind === 'climb' ? party : 'manager';
      return stay({ ...state, overdue: true }, [{ type: 'escalated', data: { rung: moment.index, to } }], [{ template: 'phaseOut.overdue', to, params: { rung: moment.index } }]);
    }
    case 'elapse':
      return look(state, at);
  }
}

/** What the facts of now mean for the stage. */
function look(state: PhaseOutState, at: string): PhaseOutDecision {
  switch (state.stage) {
    case 'choosingBackup':
    case 'awaitingBackup':
      return lookAtBackups(state, at);
    case 'shifting':
      return moveShares(state, at);
    case 'draining':
      return lookAtOpenOrders(state, at);
    default:
      return stay(state, []);
  }
}

function chooseBackup(state: PhaseOutState, asked: { category: string; supplierId: string; share?: number | undefined }, at: string): PhaseOutDecision {
  const backup = chosenBackup(state, asked);
  const others = state.backups.filter(({ category, supplierId }) => category !== backup.category || supplierId !== backup.supplierId);
  const next = { ...state, backups: [...others, backup] };
  const decision = withEvent({ type: 'backupChosen', data: { category: backup.category, backupId: backup.supplierId, share: backup.share } }, prepared(next, preparation(next), at));
  const { status = null } = state.supply.backups.find(({ supplierId }) => supplierId === backup.supplierId) ?? {};
  return status !== null && toBeInvited.includes(status) ? inviting(decision, backup.supplierId) : decision;
}

/** A backup that nobody is bringing in yet is invited. */
function inviting(decision: PhaseOutDecision, supplierId: string): PhaseOutDecision {
  const { state, events } = decision;
  return {
    ...decision,
    state: { ...state, effects: { ...state.effects, does: [...state.effects.does, { kind: 'backupInvited', supplierId }] } },
    events: [...events, { type: 'backupInvited', data: { backupId: supplierId } }],
  };
}

function dropBackup(state: PhaseOutState, { category, supplierId }: { category: string; supplierId: string }, at: string): PhaseOutDecision {
  const backups = state.backups.filter((each) => each.category !== category || each.supplierId !== supplierId);
  if (backups.length === state.backups.length) throw new Refusal('notChosen', 'This supplier was not chosen as a backup of the category.');
  const next = { ...state, backups };
  return withEvent({ type: 'backupDropped', data: { category, backupId: supplierId } }, prepared(next, preparation(next), at));
}

function overrideSource(state: PhaseOutState, category: string, actor: Actor, at: string): PhaseOutDecision {
  if (!categoryOf(state, category)) throw new Refusal('unknownCategory', `The supplier does not supply ${JSON.stringify(category)}.`);
  const next = { ...state, overridden: [...state.overridden.filter((each) => each.category !== category), { category, by: actor.id }] };
  if (state.stage === 'shifting') return stay(next, [{ type: 'sourceOverridden', data: { category } }]);
  return withEvent({ type: 'sourceOverridden', data: { category } }, prepared(next, preparation(next), at));
}

function planShift(state: PhaseOutState, steps: readonly ShiftStep[]): PhaseOutDecision {
  const fault = faultOfSteps(steps.map(({ afterDays, moved }) => ({ at: afterDays, moved })));
  if (fault) throw new Refusal('stepsNotPossible', `These steps are no plan: ${fault}.`);
  return stay({ ...state, ownSteps: steps }, [{ type: 'shiftPlanned', data: { steps: steps.length, days: steps.at(-1)?.afterDays ?? 0 } }]);
}

function approve(state: PhaseOutState, actor: Actor, at: string): PhaseOutDecision {
  refuseUncovered(state);
  const approvals = [...state.approvals, { by: actor.id, at }];
  const approved: DomainEvent = { type: 'approved', data: { count: approvals.length, of: state.terms.approvals } };
  const next = { ...state, approvals };
  if (approvals.length < state.terms.approvals) {
    const decision = step(next, { stage: 'approving', due: ourDue(state, at, state.terms.approve) });
    const asked: Notification = { template: 'phaseOut.approvalAsked', to: 'manager', params: { given: approvals.length, of: state.terms.approvals } };
    return { ...decision, events: [approved], notifications: [asked] };
  }
  return withEvent(approved, giveNotice(next, at));
}

/** The approvals are there: the supplier is told, and everything that follows has its date. */
function giveNotice(state: PhaseOutState, at: string): PhaseOutDecision {
  const notice = noticeOf(state, at);
  const { endsOn, blockedFrom } = notice;
  const effects = [{ kind: 'status' }, { kind: 'notice', endsOn }, { kind: 'orderBlock', from: blockedFrom }] as const;
  const params = { endsOn, blockedFrom };
  return step(
    { ...state, notice },
    {
      stage: 'shifting',
      due: stepDue(notice, 0),
      does: effects,
      events: [{ type: 'noticeGiven', data: { endsOn, blockedFrom, steps: notice.steps.length } }],
      notifications: [
        { template: 'phaseOut.notice', to: 'supplier', params },
        { template: 'phaseOut.approved', to: 'owner', params },
        { template: 'phaseOut.approved', to: 'manager', params },
      ],
    },
  );
}

function noticeOf(state: PhaseOutState, at: string): Notice {
  const { days, steps } = planned(state);
  return {
    at,
    endsOn: dayAfter(at, days),
    blockedFrom: dayAfter(at, steps.at(-1)?.afterDays ?? days),
    steps,
    shares: state.supply.categories.map(({ category, share }) => ({ category, share })),
  };
}

function checkOff(state: PhaseOutState, { item, result }: { item: HandoverItem; result: 'done' | 'notApplicable' }, at: string): PhaseOutDecision {
  const checkedOff = { ...state.checkedOff, [item]: result };
  const event: DomainEvent = { type: 'checkedOff', data: { item, result } };
  const next = { ...state, checkedOff };
  if (handoverItems.some((each) => checkedOff[each] === undefined)) return stay(next, [event]);
  return withEvent(
    event,
    step(next, {
      stage: 'settling',
      due: ourDue(state, at, state.terms.settle),
      events: [{ type: 'handedOver', data: {} }],
      notifications: [{ template: 'phaseOut.settlementAsked', to: 'owner' }],
    }),
  );
}

/** The last mail leaves with the commit that revokes the access. */
function settle(state: PhaseOutState): PhaseOutDecision {
  return step(state, {
    stage: 'closed',
    due: null,
    does: [{ kind: 'accessRevoked' }, { kind: 'inactive' }],
    events: [{ type: 'settled', data: {} }, { type: 'closed', data: {} }],
    notifications: [
      { template: 'phaseOut.closed', to: 'supplier' },
      { template: 'phaseOut.closed', to: 'owner' },
      { template: 'phaseOut.closed', to: 'manager' },
    ],
  });
}

function abort(state: PhaseOutState): PhaseOutDecision {
  const told = state.done.some(({ kind }) => kind === 'notice');
  const decision = end(state, 'aborted', [
    ...(told ? [{ template: 'phaseOut.noticeRetracted', to: 'supplier' } as const] : []),
    { template: 'phaseOut.aborted', to: 'owner', params: { undone: state.done.length } },
    { template: 'phaseOut.aborted', to: 'manager', params: { undone: state.done.length } },
  ]);
  return undone(decision, state.done);
}

function end(state: PhaseOutState, stage: Extract<PhaseOutStage, 'rejected' | 'cancelled' | 'aborted'>, notifications: Notification[]): PhaseOutDecision {
  return step(state, { stage, due: null, events: [{ type: stage, data: { stage: state.stage } }], notifications });
}

function withEvent(event: DomainEvent, decision: PhaseOutDecision): PhaseOutDecision {
  return { ...decision, events: [event, ...decision.events] };
}
