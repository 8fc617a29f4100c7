import { defineIndicator } from './definition.js';

/**
 * The price index of Paasche over the items bought in both years. Amounts of different currencies cannot be added: only
 * the currency of most of the lines compared counts.
 */
export const costChange = defineIndicator({
  name: 'costChange',
  unit: 'percent',
  direction: 'lowerIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.costChange',
  title: 'Cost change',
  formula: '(cost now − cost of the same quantity at the prices of a year before) / the latter × 100',
  numerator: 'costNow - costAtPricesBefore',
  denominator: 'costAtPricesBefore',
  sample: 'linesWithCostBefore',
  scale: 100,
});
