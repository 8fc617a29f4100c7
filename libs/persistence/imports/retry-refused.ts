/** Why corrected rows cannot be taken: there is no such import or mapping any more, or rows that do not wait there. */
export class RetryRefused extends Error {
  constructor(
    readonly code: 'unknownImport' | 'unknownMapping' | 'notQuarantined' | 'unknownColumn' | 'repeatedLine',
    message: string,
    /** The lines that are at fault. */
    readonly lines: readonly number[] = [],
  ) {
    super(message);
    this.name = 'RetryRefused';
  }
}
