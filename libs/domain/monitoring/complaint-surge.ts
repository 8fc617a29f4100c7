import { probabilityOfAtLeast } from './poisson.js';

/** The numbers of the rule; see `complaintSurge` of the policy. */
export interface SurgeTerms {
  readonly baselineWindows: number;
  readonly minimum: number;
  readonly p: number;
}

export interface Surge {
  readonly surges: boolean;
  /** Complaints expected in one window at the supplier's own rate. */
  readonly expected: number;
  /** Probability of so many complaints or more at that rate. */
  readonly probability: number;
}

/**
 * Whether complaints of the latest window are more than the supplier's own rate explains. Half a complaint is added to those
 * of the windows before (Jeffreys' prior of a Poisson rate), so that one year without any does not make the rate 0.
 */
export function judgeSurge({ recent, before }: { recent: number; before: number }, terms: SurgeTerms): Surge {
  const expected = (before + 0.5) / terms.baselineWindows;
  const probability = probabilityOfAtLeast(recent, expected);
  return { surges: recent >= terms.minimum && probability < terms.p, expected, probability };
}
