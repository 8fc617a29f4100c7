import { defineIndicator } from './definition.js';

/**
 * A median is no sum, but the mean of the one or two answers in the middle is: those are the facts that the measures add
 * up. So the median of a year is looked for in the answers of the year, and cannot be had from those of its months.
 */
export const medianResponseTime = defineIndicator({
  name: 'medianResponseTime',
  unit: 'hours',
  direction: 'lowerIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.medianResponseTime',
  title: 'Median response time',
  formula: 'hours from question to answer of the answer in the middle by that time, or the mean of the two of an even number',
  numerator: 'middleAnswerHours',
  denominator: 'middleAnswers',
  sample: 'answersGiven',
  scale: 1,
});
