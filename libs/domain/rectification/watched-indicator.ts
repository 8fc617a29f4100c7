import type { Policy } from '../policy/policy.js';
import type { Watch } from './watch.js';

/** What is watched where nothing else opened the case. */
export const WATCHED_BY_DEFAULT = 'onTimeDelivery';

/** Indicators of alerts, by the part of the cause before its colon. */
const ofCause: Readonly<Record<string, string>> = { leadTimeLengthening: 'leadTimeMean', complaintSurge: 'complaintsPerHundredLines' };

/**
 * The indicator that opened a case and the value it has to reach: on-time delivery what the alert asks for, every other one the
 * points of a grade B. `named` is said by who opens it, or the worst of a grade.
 */
export function watchOf({ cause, named }: { cause: string; named: string | null }, { monitoring }: Pick<Policy, 'monitoring'>): Watch {
  const indicator = named ?? ofCause[cause.split(':')[0] ?? ''] ?? WATCHED_BY_DEFAULT;
  return { indicator, target: indicator === WATCHED_BY_DEFAULT && cause !== 'grade' ? monitoring.onTimeDelivery3Months.threshold : null };
}

/** Of the indicators that were weighed in a grade the one that cost most points; null when none was. */
export function worstOf(indicators: readonly { readonly indicator: string; readonly weight: number | null; readonly points?: number | null }[]): string | null {
  const lost = ({ weight, points }: (typeof indicators)[number]) => (weight ?? 0) * (100 - (points ?? 100));
  const [worst] = indicators.filter((each) => lost(each) > 0).sort((a, b) => lost(b) - lost(a));
  return worst?.indicator ?? null;
}
