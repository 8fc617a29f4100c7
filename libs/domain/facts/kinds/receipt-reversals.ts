import { externalId, factKind, past, quantity, reference, required } from '../kind.js';

/** A receipt taken back, wholly or in part: a fact of its own, never a negative quantity. */
export const receiptReversals = factKind({
  name: 'receiptReversals',
  table: 'receipt_reversals',
  means: 'a receipt taken back, wholly or in part',
  columns: {
    externalId: externalId(),
    receiptExternalId: required(reference('external id of the receipt')),
    quantity: required(quantity('how much is taken back', { positive: true })),
    reversedOn: required(past('when it was taken back')),
  },
  day: 'reversedOn',
  parent: { kind: 'receipts', column: 'receiptExternalId' },
});
