import { defineIndicator } from './definition.js';

/** PPM of domain.md §4: from the totals of the period, never the mean of months. */
export const partsPerMillion = defineIndicator({
  name: 'partsPerMillion',
  unit: 'partsPerMillion',
  direction: 'lowerIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.partsPerMillion',
  title: 'Defects per million',
  formula: '(quantity rejected + quantity under concession) / quantity received × 1,000,000',
  numerator: 'quantityRejected + quantityConceded',
  denominator: 'quantityReceived',
  sample: 'if(quantityReceived > 0, lotsInspected, 0)',
  scale: 1_000_000,
});
