import { choice, externalId, factKind, past, reference, required, text } from '../kind.js';

/** What the carrier or a sensor tells of a shipment; an arrival is provisional until the goods receipt. */
export const trackingEvents = factKind({
  name: 'trackingEvents',
  table: 'tracking_events',
  means: 'what the carrier or a sensor tells of a shipment',
  columns: {
    externalId: externalId(),
    shipmentExternalId: required(reference('external id of the shipment')),
    kind: required(choice(['departed', 'inTransit', 'customs', 'delayed', 'damaged', 'arrived'], 'what happened')),
    occurredOn: required(past('when it happened')),
    place: text('where'),
  },
  day: 'occurredOn',
  parent: { kind: 'shipments', column: 'shipmentExternalId' },
});
