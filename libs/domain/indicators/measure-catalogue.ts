/** `count` is a whole number of facts or days, `amount` a decimal. */
export type MeasureNature = 'count' | 'amount';

/** What one measure adds up. */
export interface MeasureDefinition {
  /** The facts that it needs; a query computes whole groups. */
  readonly group: string;
  readonly nature: MeasureNature;
  /** For people who write formulas. */
  readonly meaning: string;
}

/** Every measure by its name in formulas, one line each. Nothing that happened after the day looked from is in any of them. */
export const measureCatalogue = {
  linesDue: { group: 'deliveries', nature: 'count', meaning: 'order lines whose promised date (+ tolerance) lies in the period and is over, without what the buyer cancelled in time' },
  linesOnTime: { group: 'deliveries', nature: 'count', meaning: 'lines due whose full quantity arrived by the promised date (+ tolerance)' },
  quantityDue: { group: 'deliveries', nature: 'amount', meaning: 'quantity of the lines due' },
  quantityInTime: { group: 'deliveries', nature: 'amount', meaning: 'of that quantity, what arrived by the promised date (+ tolerance); per line never more than was due' },
  linesArrived: { group: 'deliveries', nature: 'count', meaning: 'lines due that arrived in full, in time or late' },
  daysLate: { group: 'deliveries', nature: 'count', meaning: 'days from promised date to complete arrival, summed over arrived lines; an early line adds 0' },
  leadTimeLines: { group: 'deliveries', nature: 'count', meaning: 'arrived lines whose order date is known and not after their complete arrival' },
  leadTimeDays: { group: 'deliveries', nature: 'count', meaning: 'days from order to complete arrival, summed over those lines' },
  leadTimeDaysSquared: { group: 'deliveries', nature: 'count', meaning: 'the same days squared, summed' },
} as const satisfies Readonly<Record<string, MeasureDefinition>>;

/** The name of a measure, as formulas use it. */
export type MeasureName = keyof typeof measureCatalogue;

/** Measures that are computed together. */
export type MeasureGroup = (typeof measureCatalogue)[MeasureName]['group'];

/** All names, in the order of the catalogue. */
export const measureNames = Object.keys(measureCatalogue) as MeasureName[];

/** All groups, in the order of the catalogue. */
export const measureGroups: readonly MeasureGroup[] = [...new Set(measureNames.map((name) => measureCatalogue[name].group))];

/** The groups that must be computed to know these measures. */
export function groupsOf(names: Iterable<MeasureName>): MeasureGroup[] {
  const needed = new Set([...names].map((name) => measureCatalogue[name].group));
  return measureGroups.filter((group) => needed.has(group));
}
