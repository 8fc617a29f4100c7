import { Exact } from './exact.js';
import { measureCatalogue, type MeasureName, type MeasureNature, measureNames } from './measure-catalogue.js';

/**
 * What the facts of one supplier and one period add up to: for each measure of the catalogue a sum over facts, so that
 * PostgreSQL can compute all of them in one pass. Counts are numbers, amounts exact decimals.
 */
export type Measures = {
  readonly [Name in MeasureName]: (typeof measureCatalogue)[Name]['nature'] extends 'count' ? number : Exact;
};

/** Measures by name as decimals, in any of which a formula may calculate. */
export type MeasureValues = Readonly<Record<MeasureName, Exact>>;

const zeros: Record<MeasureNature, number | Exact> = { count: 0, amount: new Exact(0) };

/** The measures of a supplier without facts. */
export const noMeasures: Measures = measuresFrom((name) => zeros[measureCatalogue[name].nature]);

/** Measures from whatever number or decimal text is found under each name; nothing found is 0. */
export function measuresFrom(valueOf: (name: MeasureName) => number | string | Exact | null | undefined): Measures {
  const entries = measureNames.map((name) => {
    const value = valueOf(name) ?? 0;
    return [name, measureCatalogue[name].nature === 'count' ? Number(value) : new Exact(value)];
  });
  return Object.fromEntries(entries) as Measures;
}

/** The same measures, all as decimals. */
export function measureValues(measures: Measures): MeasureValues {
  const entries = measureNames.map((name) => [name, new Exact(measures[name])]);
  return Object.fromEntries(entries) as MeasureValues;
}

/** The measures of two sets of facts together, fact by fact of one query: see the catalogue for what compares with a whole period. */
export function addMeasures(a: Measures, b: Measures): Measures {
  return measuresFrom((name) => new Exact(a[name]).plus(b[name]));
}
