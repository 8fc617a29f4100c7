import type { Due } from '../process/decision.js';
import type { Notice, PhaseOutState } from './state.js';

const A_DAY = 24;

/** Our own people have so many business days; it is reminded and climbs to the managers, but nothing fails by itself. */
export function ourDue({ terms }: PhaseOutState, from: string, businessDays: number): Due {
  return { of: 'buyer', from, businessDays, remindBefore: terms.remindBefore, climbAfter: terms.climbAfter, exhaustedAfter: null };
}

/** Nobody owes anything; the process itself goes on then. */
function elapsing(from: string, hours: number): Due {
  return { of: 'buyer', from, businessDays: 0, hours, elapses: true, remindBefore: [], climbAfter: [], exhaustedAfter: null };
}

/** The next look at facts that only time changes. */
export function nextLook(from: string): Due {
  return elapsing(from, A_DAY);
}

/** The next step of the shift. */
export function stepDue({ at, steps }: Notice, step: number): Due {
  return elapsing(at, (steps[step]?.afterDays ?? 0) * A_DAY);
}

/** The day so many days after an instant, `YYYY-MM-DD`, in UTC. */
export function dayAfter(at: string, days: number): string {
  return new Date(Date.parse(at) + days * A_DAY * 3_600_000).toISOString().slice(0, 10);
}

/** Whole days between two instants. */
export function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / (A_DAY * 3_600_000));
}
