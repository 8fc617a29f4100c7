import { defineIndicator } from './definition.js';

/** 100 is the market that we see, more is cheaper. Items that only one supplier delivers have no benchmark and do not count. */
export const priceCompetitiveness = defineIndicator({
  name: 'priceCompetitiveness',
  unit: 'percent',
  direction: 'higherIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.priceCompetitiveness',
  title: 'Price competitiveness',
  formula: 'benchmark / price, weighted by quantity, × 100; the benchmark is the quantity-weighted mean price of the same item, unit and currency over all suppliers in the period',
  numerator: 'quantityAtBenchmark',
  denominator: 'quantityCompared',
  sample: 'linesCompared',
  scale: 100,
});
