import type { AlertSeverity, MonitoringTerms } from './terms.js';
import { alertSeverities } from './terms.js';

type Steps = MonitoringTerms['contractEnding']['steps'];

/**
 * How grave it is that something ends in so many days (negative: it has ended). Null while the first step is not reached.
 * What has ended is as grave as its last step.
 */
export function severityOfEnding(daysLeft: number, steps: Steps): AlertSeverity | null {
  return steps.filter(({ days }) => daysLeft <= days).at(-1)?.severity ?? null;
}

/** The step that is reached, in days before the end; null while none is. */
export function stepOfEnding(daysLeft: number, steps: Steps): number | null {
  return steps.filter(({ days }) => daysLeft <= days).at(-1)?.days ?? null;
}

/** The milder of two severities. */
export function atMost(severity: AlertSeverity, highest: AlertSeverity): AlertSeverity {
  return alertSeverities.indexOf(severity) <= alertSeverities.indexOf(highest) ? severity : highest;
}
