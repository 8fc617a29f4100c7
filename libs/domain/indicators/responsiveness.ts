import { defineIndicator } from './definition.js';

/** What the supplier was asked and when it had to answer; a deadline that was extended counts as extended. */
export const responsiveness = defineIndicator({
  name: 'responsiveness',
  unit: 'percent',
  direction: 'higherIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.responsiveness',
  title: 'Responsiveness',
  formula: 'questions, case steps and complaints answered in time / those whose answer was due × 100',
  numerator: 'answersInTime',
  denominator: 'answersDue',
  sample: 'answersDue',
  scale: 100,
});
