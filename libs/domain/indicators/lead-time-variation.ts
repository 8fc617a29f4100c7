import { defineIndicator } from './definition.js';
import { leadTimeDeviation } from './lead-time-deviation.js';

/** Coefficient of variation: free of the length of the lead time, so that far and near suppliers compare. */
export const leadTimeVariation = defineIndicator({
  name: 'leadTimeVariation',
  unit: 'ratio',
  direction: 'lowerIsBetter',
  minimumSample: 5,
  titleKey: 'indicator.leadTimeVariation',
  title: 'Lead-time variation',
  formula: 'standard deviation (n − 1) of the lead times / mean lead time',
  numerator: leadTimeDeviation.numerator,
  denominator: 'leadTimeDays / leadTimeLines',
  sample: 'leadTimeLines',
  scale: 1,
});
