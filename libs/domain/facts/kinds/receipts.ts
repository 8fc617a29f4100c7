import { compared, externalId, factKind, past, quantity, reference, required, unit } from '../kind.js';

/** Goods received for an order line of the same source; a line can be received in parts, and a receipt may arrive before its line. */
export const receipts = factKind({
  name: 'receipts',
  table: 'receipts',
  means: 'goods received for an order line',
  columns: {
    externalId: externalId(),
    lineExternalId: required(reference('external id of the order line')),
    quantity: required(quantity('what arrived')),
    receivedOn: required(past('the day of the receiving site', { missing: 'missingReceiptDate', impossible: 'impossibleReceiptDate' })),
    unit: compared(unit('must be that of the order line')),
  },
  day: 'receivedOn',
  parent: { kind: 'orderLines', column: 'lineExternalId' },
});
