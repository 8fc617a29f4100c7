import { defineIndicator } from './definition.js';

/** Mean score of the survey named `afterSales`. */
export const afterSalesSatisfaction = defineIndicator({
  name: 'afterSalesSatisfaction',
  unit: 'points',
  direction: 'higherIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.afterSalesSatisfaction',
  title: 'After-sales satisfaction',
  formula: 'scores of the after-sales survey, 0 to 100, summed / answers',
  numerator: 'satisfactionPoints',
  denominator: 'satisfactionAnswers',
  sample: 'satisfactionAnswers',
  scale: 1,
});
