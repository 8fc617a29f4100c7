/** Why a row of a list is not invited, until somebody corrects it. */
export const invitationRules = [
  'wrongColumnCount',
  'missingValue',
  'textTooLong',
  'unknownCountry',
  'unknownLanguage',
  'impossibleEmail',
  'unknownSegment',
  'impossibleSpend',
  'unknownWord',
  'blocked',
  'twiceInFile',
  'pendingAlready',
  'knownAlready',
  'knownBefore',
] as const;
export type InvitationRule = (typeof invitationRules)[number];

/** What is wrong with a row: which column, what it held, the rule, what to do, and which supplier stands in the way. */
export interface InvitationProblem {
  readonly column: string | null;
  readonly value: string | null;
  readonly rule: InvitationRule;
  readonly hint: string;
  readonly supplierId?: string;
  /** The line that says the same. */
  readonly otherLine?: number;
}
