import { defineIndicator } from './definition.js';

/** A plain sum. With deliveries and no stoppage it is 0 hours; without either there is nothing to say. */
export const lineStoppageHours = defineIndicator({
  name: 'lineStoppageHours',
  unit: 'hours',
  direction: 'lowerIsBetter',
  minimumSample: 1,
  titleKey: 'indicator.lineStoppageHours',
  title: 'Line stoppages',
  formula: 'hours that our line stood still because of the supplier, summed',
  numerator: 'stoppageHours',
  denominator: 'min(1, linesDue + stoppages)',
  sample: 'linesDue + stoppages',
  scale: 1,
});
