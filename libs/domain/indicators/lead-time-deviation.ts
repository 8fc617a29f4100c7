import { defineIndicator } from './definition.js';

/**
 * σ is the sample's (n − 1), as the lines of a period are a sample of how the supplier delivers; one line alone has none.
 * From sums alone: n Σd² − (Σd)² over n (n − 1).
 */
export const leadTimeDeviation = defineIndicator({
  name: 'leadTimeDeviation',
  unit: 'days',
  direction: 'lowerIsBetter',
  minimumSample: 5,
  titleKey: 'indicator.leadTimeDeviation',
  title: 'Lead-time deviation',
  formula: 'standard deviation (n − 1) of the days from order date to complete arrival',
  numerator: 'sqrt((leadTimeLines * leadTimeDaysSquared - leadTimeDays * leadTimeDays) / (leadTimeLines * (leadTimeLines - 1)))',
  denominator: 'if(leadTimeLines > 1, 1, 0)',
  sample: 'leadTimeLines',
  scale: 1,
});
