import type { PhaseOutState, ShiftStep } from './state.js';

/** How a phase-out goes on from its notice: calendar days of notice, and the steps in which the share moves. */
export interface Planned {
  readonly days: number;
  readonly steps: readonly ShiftStep[];
}

/** What the last approval will set in motion: the contract's notice, else the policy's, and the case's own steps, else the policy's. */
export function planned({ terms, ownSteps, supply }: Pick<PhaseOutState, 'terms' | 'ownSteps' | 'supply'>): Planned {
  const days = supply.noticeDays ?? terms.noticeDays;
  return { days, steps: ownSteps ?? terms.steps.map(({ ofNotice, moved }) => ({ afterDays: Math.round((days * ofNotice) / 100), moved })) };
}
