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
  linesInFull: { group: 'inFull', nature: 'count', meaning: 'lines on time of which nothing was rejected, every inspected lot was accepted, and not more arrived than the tolerance for over-delivery (5 %)' },
  lotsInspected: { group: 'inspections', nature: 'count', meaning: 'lots inspected in the period' },
  lotsAccepted: { group: 'inspections', nature: 'count', meaning: 'of those, the lots accepted, under concession too; without a disposition, a lot of which nothing was rejected' },
  quantityInspected: { group: 'inspections', nature: 'amount', meaning: 'quantity of the lots inspected in the period' },
  quantityRejected: { group: 'inspections', nature: 'amount', meaning: 'of that quantity, what was rejected' },
  quantityConceded: { group: 'inspections', nature: 'amount', meaning: 'of that quantity, what was accepted under concession' },
  quantityReceived: { group: 'receipts', nature: 'amount', meaning: 'quantity received in the period, without what was taken back' },
  linesCompared: { group: 'prices', nature: 'count', meaning: 'lines promised in the period whose item was also bought from another supplier in the period' },
  quantityCompared: { group: 'prices', nature: 'amount', meaning: 'quantity of those lines' },
  quantityAtBenchmark: { group: 'prices', nature: 'amount', meaning: 'that quantity × benchmark / price, line by line; the benchmark is the quantity-weighted mean price of the same item, unit and currency over all suppliers in the period' },
  costNow: { group: 'costs', nature: 'amount', meaning: 'price × quantity of the lines promised in the period whose item was also bought from the supplier a year before, in the main currency' },
  costAtPricesBefore: { group: 'costs', nature: 'amount', meaning: 'the same quantity at the mean price of the same item, unit and currency a year before' },
  linesWithCostBefore: { group: 'costs', nature: 'count', meaning: 'the lines that were so compared' },
  purchaseCost: { group: 'transport', nature: 'amount', meaning: 'price × quantity of the lines promised in the period whose transport cost is known, in the main currency' },
  transportCost: { group: 'transport', nature: 'amount', meaning: 'the transport cost of those lines' },
  linesWithTransport: { group: 'transport', nature: 'count', meaning: 'the lines whose price and transport cost are known' },
  invoicesChecked: { group: 'invoices', nature: 'count', meaning: 'invoices of the period that were checked' },
  invoicesAccurate: { group: 'invoices', nature: 'count', meaning: 'of those, the invoices whose price, quantity and terms were right' },
  invoicesDue: { group: 'payments', nature: 'count', meaning: 'invoices that we had to pay in the period' },
  invoicesPaidInTime: { group: 'payments', nature: 'count', meaning: 'of those, the invoices that we had paid in full on the day they were due' },
  answersDue: { group: 'answers', nature: 'count', meaning: 'questions, case steps and complaints whose answer was due in the period' },
  answersInTime: { group: 'answers', nature: 'count', meaning: 'of those, what the supplier answered in time' },
  answersGiven: { group: 'answerTimes', nature: 'count', meaning: 'answers that the supplier gave in the period' },
  middleAnswers: { group: 'answerTimes', nature: 'count', meaning: 'of those by the time they took, the one in the middle, or the two of an even number' },
  middleAnswerHours: { group: 'answerTimes', nature: 'amount', meaning: 'hours from question to answer, summed over the one or two in the middle; never add those of two periods' },
  rectificationsJudged: { group: 'rectifications', nature: 'count', meaning: 'cases closed as effective whose time of watch (90 days) ended in the period' },
  rectificationsLasting: { group: 'rectifications', nature: 'count', meaning: 'of those, the cases after which none of the same kind was opened within that time' },
  stoppages: { group: 'stoppages', nature: 'count', meaning: 'stoppages of our line in the period that the supplier caused' },
  stoppageHours: { group: 'stoppages', nature: 'amount', meaning: 'hours that they lasted' },
  satisfactionAnswers: { group: 'surveys', nature: 'count', meaning: 'answers to the after-sales survey (afterSales) in the period' },
  satisfactionPoints: { group: 'surveys', nature: 'amount', meaning: 'the scores of those answers, 0 to 100, summed' },
  npsAnswers: { group: 'surveys', nature: 'count', meaning: 'answers to the recommendation survey (nps) in the period' },
  npsPromoters: { group: 'surveys', nature: 'count', meaning: 'of those, the answers of 9 and 10' },
  npsDetractors: { group: 'surveys', nature: 'count', meaning: 'of those, the answers of 0 to 6' },
  ratingsGiven: { group: 'ratings', nature: 'count', meaning: 'ratings of the supplier by people, one for each rater, in the cycles whose period ends in the period' },
  ratingPoints: { group: 'ratings', nature: 'amount', meaning: 'the scores of those ratings as settled in their cycle, 0 to 100, summed' },
  complaints: { group: 'complaints', nature: 'count', meaning: 'complaints and after-sales cases raised in the period' },
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
