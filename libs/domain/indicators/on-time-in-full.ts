import { defineIndicator } from './definition.js';

/** OTIF of domain.md §4. Without an inspection a line counts as accepted: not every lot is inspected. */
export const onTimeInFull = defineIndicator({
  name: 'onTimeInFull',
  unit: 'percent',
  direction: 'higherIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.onTimeInFull',
  title: 'On time, in full',
  formula: 'order lines on time with nothing short, at most 5 % too much, and accepted / order lines due × 100',
  numerator: 'linesInFull',
  denominator: 'linesDue',
  sample: 'linesDue',
  scale: 100,
});
