/** Every alert rule, the default one first (domain.md §6, Monitoring). */
export const alertRules = [
  'onTimeDelivery3Months',
  'leadTimeLengthening',
  'certificateEnding',
  'contractEnding',
  'soleSourceInBottleneck',
  'complaintSurge',
  'spendConcentration',
] as const;
export type AlertRule = (typeof alertRules)[number];

/** Where an alert stands; a snoozed one opens again when its date has come, a closed one stays closed. */
export const alertStatuses = ['open', 'acknowledged', 'snoozed', 'closed'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/** Why an alert was closed: by its rule (see the rules), or by a person. */
export const closingReasons = ['recovered', 'lapsed', 'continued', 'closedByPerson'] as const;
export type ClosingReason = (typeof closingReasons)[number];

/** Why a rule has nothing to say of somebody. */
export const silenceReasons = ['off', 'tooFewLines', 'tooFewMonths', 'historyTooShort', 'noCertificates', 'noContracts', 'notSegmented'] as const;

/** Whom a rule could not judge, and why. */
export interface Silence {
  readonly rule: AlertRule;
  readonly reason: (typeof silenceReasons)[number];
  /** How many; 0 for a rule that the policy has switched off. */
  readonly count: number;
  readonly of: 'suppliers' | 'categories';
}
