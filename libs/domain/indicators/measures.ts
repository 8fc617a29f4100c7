import { Exact } from './exact.js';
import { measureCatalogue, type MeasureName, measureNames } from './measure-catalogue.js';

/**
 * What the facts of one supplier and one period add up to: for each measure of the catalogue a sum over facts, so that
 * PostgreSQL can compute all of them in one pass. Counts are numbers, amounts exact decimals.
 */
export type Measures = {
  readonly [Name in MeasureName]: (typeof measureCatalogue)[Name]['nature'] extends 'count' ? number : Exact;
};

/** The measures of a supplier without facts. */
export const noMeasures: Measures = measuresFrom(() => 0);

/** Measures from whatever number or decimal text is found under each name; nothing found is 0. */
export function measuresFrom(valueOf: (name: MeasureName) => number | string | Exact | null | undefined): Measures {
  const entries = measureNames.map((name) => {
    const value = valueOf(name) ?? 0;
    return [name, measureCatalogue[name].nature === 'count' ? Number(value) : new Exact(value)];
  });
  return Object.fromEntries(entries) as Measures;
}
