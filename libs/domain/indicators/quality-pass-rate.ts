import { defineIndicator } from './definition.js';

/** What was accepted under concession was accepted; PPM counts it as a defect. */
export const qualityPassRate = defineIndicator({
  name: 'qualityPassRate',
  unit: 'percent',
  direction: 'higherIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.qualityPassRate',
  title: 'Quality pass rate',
  formula: '(quantity inspected − quantity rejected) / quantity inspected × 100',
  numerator: 'quantityInspected - quantityRejected',
  denominator: 'quantityInspected',
  sample: 'lotsInspected',
  scale: 100,
});
