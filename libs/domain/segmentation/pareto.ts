import { Decimal } from 'decimal.js';
import type { SegmentationTerms } from './terms.js';

/** 1: up to the first bound of the spend (80 %), 2: up to the second (95 %), 3: the rest. */
export type ParetoClass = 1 | 2 | 3;

/**
 * Classes by spend in one currency, in plain arithmetic. Suppliers are taken from the largest spend down; one belongs to class 1
 * while what the larger ones spend together is still under the first bound, so the supplier that crosses a bound is
 * inside it. Suppliers of equal spend are of equal class. Without spend it is class 3.
 * The SQL of persistence/segmentation/pareto.ts is held equal to this.
 */
export function paretoClasses(bounds: Pick<SegmentationTerms['pareto'], 'first' | 'second'>, spends: readonly Decimal[]): ParetoClass[] {
  const total = sum(spends);
  return spends.map((spend) => {
    if (spend.lte(0)) return 3;
    const larger = sum(spends.filter((other) => other.gt(spend))).times(100);
    if (larger.lt(total.times(bounds.first))) return 1;
    return larger.lt(total.times(bounds.second)) ? 2 : 3;
  });
}

const sum = (numbers: readonly Decimal[]) => numbers.reduce((total, each) => total.plus(each), new Decimal(0));
