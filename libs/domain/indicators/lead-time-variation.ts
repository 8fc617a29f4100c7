import { defineIndicator, mean } from './definition.js';
import { Exact } from './exact.js';

/**
 * Coefficient of variation: free of the length of the lead time, so that far and near suppliers compare.
 * σ is the sample's (n − 1), as the lines of a period are a sample of how the supplier delivers; one line alone has none.
 */
export const leadTimeVariation = defineIndicator({
  name: 'leadTimeVariation',
  unit: 'ratio',
  direction: 'lowerIsBetter',
  minimumSample: 5,
  titleKey: 'indicator.leadTimeVariation',
  title: 'Lead-time variation',
  formula: 'standard deviation (n − 1) of the lead times / mean lead time',
  from: ({ leadTimeLines: lines, leadTimeDays: days, leadTimeDaysSquared: squares }) => {
    if (lines < 2) return mean(0, 0, lines);
    const deviation = new Exact(squares)
      .times(lines)
      .minus(new Exact(days).times(days))
      .div(lines * (lines - 1))
      .sqrt();
    return mean(deviation, new Exact(days).div(lines), lines);
  },
});
