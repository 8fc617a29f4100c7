import { date, externalId, factKind, past, quantity, reference, required, text } from '../kind.js';

/** What the supplier sent off (an advance shipping notice). */
export const shipments = factKind({
  name: 'shipments',
  table: 'shipments',
  means: 'a shipment on its way (advance shipping notice)',
  columns: {
    externalId: externalId(),
    lineExternalId: required(reference('external id of the order line')),
    quantity: required(quantity('what was sent')),
    shippedOn: required(past('when it left')),
    expectedOn: date('when it should arrive'),
    batch: text('batch or lot'),
    trackingNumber: text('the number of the carrier'),
  },
  day: 'shippedOn',
  parent: { kind: 'orderLines', column: 'lineExternalId' },
  complete: (shipment, say) => {
    if (shipment['expectedOn'] && shipment['expectedOn'] < (shipment['shippedOn'] ?? '')) say.problem('expectedOn', 'datesOutOfOrder', 'It cannot be expected before it was sent.');
  },
});
