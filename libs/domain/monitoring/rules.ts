import type { AlertSeverity } from './terms.js';

/** Every alert rule, the default one first (domain.md §6, Monitoring). */
export const alertRules = [
  'onTimeDelivery3Months',
  'leadTimeLengthening',
  'certificateEnding',
  'contractEnding',
  'soleSourceInBottleneck',
  'complaintSurge',
  'spendConcentration',
  'supplyStopped',
] as const;
export type AlertRule = (typeof alertRules)[number];

/** Where an alert stands; a snoozed one opens again when its date has come, a closed one stays closed. */
export const alertStatuses = ['open', 'acknowledged', 'snoozed', 'closed'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/** Why an alert was closed: by its rule (see the rules), or by a person. */
export const closingReasons = ['recovered', 'lapsed', 'continued', 'closedByPerson'] as const;
export type ClosingReason = (typeof closingReasons)[number];

/** Why a rule has nothing to say of somebody. */
export const silenceReasons = ['off', 'tooFewLines', 'tooFewMonths', 'historyTooShort', 'noCertificates', 'noContracts', 'notSegmented', 'sourceSilent'] as const;

/** Whom a rule could not judge, and why. */
export interface Silence {
  readonly rule: AlertRule;
  readonly reason: (typeof silenceReasons)[number];
  /** How many; 0 for a rule that the policy has switched off. */
  readonly count: number;
  readonly of: 'suppliers' | 'categories';
}

/** Rules of which the supplier itself is told. How far we depend on it is our own affair. */
export const rulesToldToSupplier: ReadonlySet<AlertRule> = new Set([
  'onTimeDelivery3Months',
  'leadTimeLengthening',
  'certificateEnding',
  'contractEnding',
  'complaintSurge',
  'supplyStopped',
]);

/** The cause of every case of a supplier that suddenly stopped, whether a person has reported it or a rule has found it. */
export const DISRUPTION_CAUSE = 'disruption';

/** The cause of the case that an alert opens: a supplier has one open case for each. */
export function causeOfAlert({ rule, subject }: { rule: AlertRule; subject: string }): string {
  if (rule === 'supplyStopped') return DISRUPTION_CAUSE;
  return subject === '' ? rule : `${rule}:${subject}`;
}

/** How grave the case is that an alert opens. */
export function severityOfCase({ rule, severity }: { rule: AlertRule; severity: AlertSeverity }): 'critical' | 'major' | 'minor' {
  if (rule === 'supplyStopped') return 'critical';
  return severity === 'high' ? 'major' : 'minor';
}
