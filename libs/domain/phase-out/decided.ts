import type { Decision, DomainEvent, Due, Notification } from '../process/decision.js';
import { noEffects, statusActOf, type Effect, type FinalEffect } from './effects.js';
import type { SupplierAct } from '../supplier/status.js';
import type { PhaseOutStage, PhaseOutState } from './state.js';

/** A step to a stage – or to the next part of the same – with what it does outside. */
export interface Step {
  readonly stage: PhaseOutStage;
  readonly due: Due | null | 'keep';
  readonly does?: readonly (Effect | FinalEffect)[];
  readonly events?: readonly DomainEvent[];
  readonly notifications?: readonly Notification[];
}

const lasting: readonly (Effect | FinalEffect)['kind'][] = ['accessRevoked', 'inactive', 'backupInvited'];

/** The decision that takes a step: what it does outside is written into the state with it, so that it can be undone. */
export function step(state: PhaseOutState, { stage, due, does = [], events = [], notifications = [] }: Step): Decision<PhaseOutState> {
  const undoable = does.filter((effect): effect is Effect => !lasting.includes(effect.kind));
  const kept = due === 'keep';
  return {
    state: {
      ...state,
      stage,
      done: [...state.done, ...undoable],
      effects: { does, undoes: [] },
      deadline: kept ? state.deadline : null,
      overdue: kept && state.overdue,
    },
    events,
    notifications,
    due,
    ...supplierAct(does.map((effect) => statusActOf(effect, 'does'))),
  };
}

function supplierAct(acts: readonly (SupplierAct | null)[]): { supplier?: SupplierAct } {
  const act = acts.find((each) => each !== null);
  return act ? { supplier: act } : {};
}

/** The decision that changes nothing of where the case stands. */
export function stay(state: PhaseOutState, events: readonly DomainEvent[], notifications: readonly Notification[] = []): Decision<PhaseOutState> {
  return { state: { ...state, effects: noEffects }, events, notifications, due: 'keep' };
}

/** The decision with all that was done undone, the latest first. */
export function undone(decision: Decision<PhaseOutState>, done: readonly Effect[]): Decision<PhaseOutState> {
  const undoes = done.toReversed();
  return {
    ...decision,
    ...supplierAct(undoes.map((effect) => statusActOf(effect, 'undoes'))),
    state: { ...decision.state, done: [], effects: { does: [], undoes } },
    events: [...decision.events, ...undoes.map((effect): DomainEvent => ({ type: 'undone', data: { what: effect.kind, ...(effect.kind === 'shares' ? { step: effect.step } : {}) } }))],
  };
}
