import { externalId, factKind, required, text } from '../kind.js';

/** What is bought. Lines name their item by its external id. */
export const items = factKind({
  name: 'items',
  table: 'items',
  means: 'an item that is bought',
  ofSupplier: false,
  columns: {
    externalId: externalId(),
    name: required(text('its name', 1_000)),
    category: text('from the wider to the narrower, joined by " / "'),
    unit: text('the unit it is ordered in'),
  },
});
