import { defineIndicator } from './definition.js';

/**
 * Scheduling theory calls C − d lateness and max(0, C − d) tardiness. The latter is taken: with the
 * signed one a delivery a month early would make good for one a month late, and nobody's line runs on
 * averages. Lines that have not arrived have no lateness yet; on-time delivery already counts them as late.
 */
export const meanLateness = defineIndicator({
  name: 'meanLateness',
  unit: 'days',
  direction: 'lowerIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.meanLateness',
  title: 'Mean lateness',
  formula: 'days from promised date to complete arrival, early arrivals as 0, summed / lines arrived in full',
  numerator: 'daysLate',
  denominator: 'linesArrived',
  sample: 'linesArrived',
  scale: 1,
});
