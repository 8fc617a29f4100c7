import { defineIndicator } from './definition.js';

/** Lines without an order date, or with one after their arrival, say nothing about lead time and are left out. */
export const leadTimeMean = defineIndicator({
  name: 'leadTimeMean',
  unit: 'days',
  direction: 'lowerIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.leadTimeMean',
  title: 'Mean lead time',
  formula: 'days from order date to complete arrival, summed / lines arrived in full with a known order date',
  numerator: 'leadTimeDays',
  denominator: 'leadTimeLines',
  sample: 'leadTimeLines',
  scale: 1,
});
