import { defineIndicator } from './definition.js';

/** NPS of the survey named `nps`: promoters % − detractors %, from −100 to 100. */
export const netPromoterScore = defineIndicator({
  name: 'netPromoterScore',
  unit: 'percent',
  direction: 'higherIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.netPromoterScore',
  title: 'Net promoter score',
  formula: '(answers of 9 and 10 − answers of 0 to 6) / answers × 100',
  numerator: 'npsPromoters - npsDetractors',
  denominator: 'npsAnswers',
  sample: 'npsAnswers',
  scale: 100,
});
