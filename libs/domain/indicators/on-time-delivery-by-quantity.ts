import { defineIndicator } from './definition.js';

/** OTD of domain.md §4, by quantity: what of a line came in time counts, even if the rest came late. */
export const onTimeDeliveryByQuantity = defineIndicator({
  name: 'onTimeDeliveryByQuantity',
  unit: 'percent',
  direction: 'higherIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.onTimeDeliveryByQuantity',
  title: 'On-time delivery by quantity',
  formula: 'quantity that arrived by the promised date (per line at most what was due) / quantity due × 100',
  numerator: 'quantityInTime',
  denominator: 'quantityDue',
  sample: 'linesDue',
  scale: 100,
});
