import { defineIndicator } from './definition.js';

/** OTD of domain.md §4, by lines. */
export const onTimeDelivery = defineIndicator({
  name: 'onTimeDelivery',
  unit: 'percent',
  direction: 'higherIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.onTimeDelivery',
  title: 'On-time delivery',
  formula: 'order lines due whose full quantity arrived by the promised date / order lines due × 100',
  numerator: 'linesOnTime',
  denominator: 'linesDue',
  sample: 'linesDue',
  scale: 100,
});
