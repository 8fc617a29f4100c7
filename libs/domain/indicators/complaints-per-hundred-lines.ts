import { defineIndicator } from './definition.js';

/** By lines due, so that who delivers much is not worse for it. */
export const complaintsPerHundredLines = defineIndicator({
  name: 'complaintsPerHundredLines',
  unit: 'perHundredLines',
  direction: 'lowerIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.complaintsPerHundredLines',
  title: 'Complaints per 100 lines',
  formula: 'complaints and after-sales cases raised in the period / order lines due × 100',
  numerator: 'complaints',
  denominator: 'linesDue',
  sample: 'linesDue',
  scale: 100,
});
