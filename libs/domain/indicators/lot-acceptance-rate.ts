import { defineIndicator } from './definition.js';

/** Lots by their disposition, accepted as they are or under concession; without one, by whether anything was rejected. */
export const lotAcceptanceRate = defineIndicator({
  name: 'lotAcceptanceRate',
  unit: 'percent',
  direction: 'higherIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.lotAcceptanceRate',
  title: 'Lot acceptance rate',
  formula: 'lots accepted / lots inspected × 100',
  numerator: 'lotsAccepted',
  denominator: 'lotsInspected',
  sample: 'lotsInspected',
  scale: 100,
});
