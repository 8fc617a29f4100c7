import type { Due, Standstill } from '../process/decision.js';
import type { RectificationState, SupplierStage } from './state.js';

const HOURS_OF_A_DAY = 24;

/** A deadline of the supplier: reminded, climbed, and in the end failed. */
export function supplierDue(state: RectificationState, from: string, businessDays: number): Due {
  const { remindBefore, climbAfter, exhaustedAfter } = state.terms;
  return { of: 'supplier', from, businessDays, remindBefore, climbAfter, exhaustedAfter };
}

/** The buyer's own waiting is reminded and climbs to the manager, but never fails the supplier's case. */
export function buyerDue(state: RectificationState, from: string): Due {
  const { remindBefore, climbAfter, review } = state.terms;
  return { of: 'buyer', from, businessDays: review, remindBefore, climbAfter: climbAfter.slice(0, 2), exhaustedAfter: null };
}

/** The end of a watch of so many calendar days. */
export function watchDue(from: string, days: number): Due {
  return { of: 'supplier', from, businessDays: 0, hours: days * HOURS_OF_A_DAY, elapses: true, remindBefore: [], climbAfter: [], exhaustedAfter: null };
}

/**
 * When the supplier's step is due that begins at `at`. Root cause and plan count from the opening, and stand still while we
 * decide; who could only begin late still gets the days of a returned step.
 */
export function stepDue(state: RectificationState, stage: SupplierStage, at: string): Due {
  const { terms, severity } = state;
  switch (stage) {
    case 'opened':
      return supplierDue(state, at, terms.acknowledge);
    case 'containing': {
      const due = supplierDue(state, at, terms.containment);
      return severity === 'critical' ? { ...due, hours: terms.criticalContainmentHours } : due;
    }
    case 'findingCause':
      return fromOpening(state, terms.rootCause, at);
    case 'planning':
      return fromOpening(state, terms.plan, at);
    case 'implementing':
      return supplierDue(state, at, terms.implement);
  }
}

function fromOpening(state: RectificationState, businessDays: number, at: string): Due {
  const due = supplierDue(state, state.countedFrom, businessDays);
  return { ...due, ...pausedBy(state.standstills), atLeast: { from: at, businessDays: state.terms.afterReturn } };
}

/**
 * A return grants days and never takes any: the date before the review, moved by the time it took, holds if it is later. What was
 * handed in before its turn is due no earlier than it would have been in its turn.
 */
export function returnDue(state: RectificationState, stage: SupplierStage, at: string): Due {
  const { paused, terms } = state;
  const atLeast = { from: at, businessDays: terms.afterReturn };
  if (paused?.stage === stage) {
    return { ...supplierDue(state, paused.dueAt, 0), ...pausedBy([{ from: paused.since, to: at }]), atLeast };
  }
  if (stage === 'findingCause' || stage === 'planning') return { ...stepDue(standingStill(state, at), stage, at), atLeast };
  return supplierDue(state, at, terms.afterReturn);
}

/** When a step is due whose extension was decided: the wait is added, and the days if they were granted. */
export function extendedDue(state: RectificationState, businessDays: number, at: string): Due {
  const { paused } = state;
  if (!paused) return supplierDue(state, at, businessDays);
  const due = supplierDue(state, paused.dueAt, businessDays);
  return { ...due, ...pausedBy([{ from: paused.since, to: at }]), atLeast: { from: at, businessDays: 1 } };
}

/** The supplier's clock stands still from now on. */
export function pauseOf(state: RectificationState, at: string): RectificationState['paused'] {
  return state.deadline && { dueAt: state.deadline.dueAt, since: at, stage: state.stage };
}

/** The state with the pause that ends now among its standstills. */
export function standingStill(state: RectificationState, at: string): RectificationState {
  if (!state.paused) return state;
  return { ...state, standstills: [...state.standstills, { from: state.paused.since, to: at }] };
}

function pausedBy(standstills: readonly Standstill[]): Pick<Due, 'paused'> {
  return standstills.length > 0 ? { paused: standstills } : {};
}
