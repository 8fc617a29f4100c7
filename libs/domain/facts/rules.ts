/** Rules that keep a row out until somebody corrects it. */
export const quarantineRules = [
  'wrongColumnCount',
  'unknownField',
  'missingExternalId',
  'textTooLong',
  'missingSupplier',
  'unknownSupplier',
  'missingValue',
  'impossibleValue',
  'negativeValue',
  'missingDate',
  'impossibleDate',
  'datesOutOfOrder',
  'missingPromisedDate',
  'impossiblePromisedDate',
  'missingReceiptDate',
  'impossibleReceiptDate',
  'missingQuantity',
  'impossibleQuantity',
  'negativeQuantity',
  'impossiblePrice',
  'incompleteCancellation',
  'rejectedOverInspected',
  'rejectedOverReceived',
  'inspectedOverReceived',
  'unitMismatch',
  'currencyMismatch',
  'duplicateKey',
  'outsideScale',
  'unknownFile',
] as const;

/** Rules that land a row with a remark. */
export const warningRules = [
  'receiptBeforeOrder',
  'zeroPrice',
  'missingOrderDate',
  'nearDuplicate',
  'farOutlier',
  'supplierChanged',
  'otherSupplierThanLine',
  'reversedOverReceived',
  'paidOverInvoiced',
  'unknownSurvey',
] as const;

export type QuarantineRule = (typeof quarantineRules)[number];
export type WarningRule = (typeof warningRules)[number];

/** What is wrong with one cell of a row: which column, what it held, the rule, and what a person can do about it. */
export interface Problem {
  column: string | null;
  value: string | null;
  rule: QuarantineRule;
  hint: string;
}

/** A remark on a row that landed all the same. */
export interface Warning {
  column: string | null;
  value: string | null;
  rule: WarningRule;
  hint: string;
}

/** The file as a whole cannot be imported: nothing of it lands. The message is for the person who sent it. */
export class FileProblem extends Error {
  readonly code: 'emptyFile' | 'unreadableFile' | 'missingColumn' | 'repeatedColumn';

  constructor(code: FileProblem['code'], message: string) {
    super(message);
    this.name = 'FileProblem';
    this.code = code;
  }
}
