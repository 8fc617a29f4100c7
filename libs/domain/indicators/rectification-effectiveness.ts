import { defineIndicator } from './definition.js';

/** Recurrence is another case of the same kind within the 90 days: by grade, by alert …; of those opened by hand, one of the same title. */
export const rectificationEffectiveness = defineIndicator({
  name: 'rectificationEffectiveness',
  unit: 'percent',
  direction: 'higherIsBetter',
  minimumSample: 1,
  titleKey: 'indicator.rectificationEffectiveness',
  title: 'Effectiveness of rectifications',
  formula: 'cases closed as effective 90 days ago or earlier without recurrence / all of those × 100; a case belongs to the period in which its 90 days ended',
  numerator: 'rectificationsLasting',
  denominator: 'rectificationsJudged',
  sample: 'rectificationsJudged',
  scale: 100,
});
