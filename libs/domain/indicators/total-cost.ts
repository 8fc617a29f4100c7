import { defineIndicator } from './definition.js';

/** What 100 of price come to at our door. No fact tells the cost of inventory, so it is not in it. */
export const totalCost = defineIndicator({
  name: 'totalCost',
  unit: 'percent',
  direction: 'lowerIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.totalCost',
  title: 'Total cost of purchase',
  formula: '(purchase + transport) / purchase × 100, over the lines whose transport cost is known',
  numerator: 'purchaseCost + transportCost',
  denominator: 'purchaseCost',
  sample: 'linesWithTransport',
  scale: 100,
});
