import type { Decision, DomainEvent, Notification } from '../process/decision.js';
import { dayAfter, daysBetween, nextLook, ourDue, stepDue } from './deadlines.js';
import { step } from './decided.js';
import type { Effect } from './effects.js';
import { changesOf } from './shares.js';
import { uncovered } from './sources.js';
import type { PhaseOutState } from './state.js';

/** The next dated step of the shift; after the last one nothing new is ordered, and what is open drains. */
export function moveShares(state: PhaseOutState, at: string): Decision<PhaseOutState> {
  const { notice, stepsDone, supply } = state;
  if (!notice) return step(state, { stage: state.stage, due: 'keep' });
  if (uncovered(state).length > 0) return held(state, at);
  const changes = changesOf(state, notice, stepsDone, supply);
  const moved = notice.steps[stepsDone]?.moved ?? 100;
  const does: Effect[] = changes.length > 0 ? [{ kind: 'shares', step: stepsDone, changes }] : [];
  const event: DomainEvent = { type: 'shareMoved', data: { step: stepsDone + 1, of: notice.steps.length, moved, changes: changes.length } };
  const params = { step: stepsDone + 1, of: notice.steps.length, moved, blockedFrom: notice.blockedFrom };
  const notifications: Notification[] = [
    { template: 'phaseOut.shareMoved', to: 'supplier', params },
    { template: 'phaseOut.shareMoved', to: 'owner', params },
  ];
  const next = { ...state, stepsDone: stepsDone + 1 };
  if (next.stepsDone < notice.steps.length) return step(next, { stage: 'shifting', due: stepDue(notice, next.stepsDone), does, events: [event], notifications });
  const last =
    supply.openLines === 0
      ? drained(next, at, { type: 'drained', data: { days: 0 } })
      : step(
          { ...next, waitingSince: at, toldAt: at, escalated: false },
          { stage: 'draining', due: nextLook(at), notifications: toldOfOpenOrders(state, 0), events: [{ type: 'drainingBegun', data: { openLines: supply.openLines } }] },
        );
  return {
    ...last,
    state: { ...last.state, done: [...last.state.done, ...does], effects: { does, undoes: [] } },
    events: [event, ...last.events],
    notifications: [...notifications, ...last.notifications],
  };
}

/** A backup has been lost: nothing moves, and no order is blocked, until another source is there or a manager lets it be. */
function held(state: PhaseOutState, at: string): Decision<PhaseOutState> {
  const tell = state.toldAt === null || daysBetween(state.toldAt, at) >= state.terms.remindBackupEvery;
  const categories = uncovered(state).map(({ category }) => category);
  const decision = step(
    { ...state, toldAt: tell ? at : state.toldAt },
    {
      stage: 'shifting',
      due: nextLook(at),
      events: tell ? [{ type: 'stepHeld', data: { step: state.stepsDone + 1, categories: categories.join(', ') } }] : [],
      notifications: tell ? (['owner', 'manager'] as const).map((to) => ({ template: 'phaseOut.stepHeld', to, params: { categories: categories.join(', ') } })) : [],
    },
  );
  return blockedNotBefore(decision, dayAfter(at, 2));
}

/** The date from which nothing new is ordered, moved where it would come before the orders have another place to go. */
function blockedNotBefore(decision: Decision<PhaseOutState>, day: string): Decision<PhaseOutState> {
  const { state } = decision;
  if (!state.notice || state.notice.blockedFrom >= day) return decision;
  const block: Effect = { kind: 'orderBlock', from: day };
  const done = state.done.map((effect) => (effect.kind === 'orderBlock' ? block : effect));
  return { ...decision, state: { ...state, notice: { ...state.notice, blockedFrom: day }, done, effects: { does: [block], undoes: [] } } };
}

/** A day of draining: nothing left goes on to the handover, what is left is told of now and then. */
export function lookAtOpenOrders(state: PhaseOutState, at: string): Decision<PhaseOutState> {
  const { supply, terms } = state;
  const days = daysBetween(state.waitingSince ?? at, at);
  if (supply.openLines === 0) return drained(state, at, { type: 'drained', data: { days } });
  const remind = daysBetween(state.toldAt ?? at, at) >= terms.remindOpenOrdersEvery;
  const climb = !state.escalated && days >= terms.escalateOpenOrdersAfter;
  const events: DomainEvent[] = [
    ...(remind ? [{ type: 'reminded', data: { days, openLines: supply.openLines } }] : []),
    ...(climb ? [{ type: 'escalated', data: { days, openLines: supply.openLines, to: 'manager' } }] : []),
  ];
  return step(
    { ...state, toldAt: remind ? at : state.toldAt, escalated: state.escalated || climb },
    {
      stage: 'draining',
      due: nextLook(at),
      events,
      notifications: [...(remind ? toldOfOpenOrders(state, days) : []), ...(climb ? [{ ...openOrders(state, days), to: 'manager' } as const] : [])],
    },
  );
}

/** On to returns and handover. */
export function drained(state: PhaseOutState, at: string, event: DomainEvent): Decision<PhaseOutState> {
  return step(
    { ...state, waitingSince: null, toldAt: null },
    {
      stage: 'handover',
      due: ourDue(state, at, state.terms.handover),
      events: [event],
      notifications: [
        { template: 'phaseOut.handover', to: 'supplier' },
        { template: 'phaseOut.handover', to: 'owner' },
      ],
    },
  );
}

function toldOfOpenOrders(state: PhaseOutState, days: number): Notification[] {
  return [{ ...openOrders(state, days), to: 'supplier' }, { ...openOrders(state, days), to: 'owner' }];
}

function openOrders({ supply: { openLines, openOrders } }: PhaseOutState, days: number): Omit<Notification, 'to'> {
  return { template: 'phaseOut.openOrders', params: { openLines, openOrders, days } };
}
