import { Exact } from './exact.js';

/**
 * What the facts of one supplier and one period add up to. Every field is a sum, so measures of
 * months add up to those of the year, and PostgreSQL can compute them in one pass.
 * "Arrived" lines are those that had arrived in full by the day the period was looked at.
 */
export interface Measures {
  /** Lines whose promised date lies in the period and is over, without what the buyer cancelled in time. */
  readonly linesDue: number;
  /** Lines due whose full quantity arrived by the promised date (+ tolerance). */
  readonly linesOnTime: number;
  /** Quantity of the lines due. */
  readonly quantityDue: Exact;
  /** Of that quantity, what arrived by the promised date (+ tolerance); per line never more than was due. */
  readonly quantityInTime: Exact;
  /** Lines due that arrived in full, in time or late. */
  readonly linesArrived: number;
  /** Days from promised date to complete arrival, summed over arrived lines; an early line adds 0. */
  readonly daysLate: number;
  /** Arrived lines whose order date is known and not after their complete arrival. */
  readonly leadTimeLines: number;
  /** Days from order to complete arrival, summed over those lines. */
  readonly leadTimeDays: number;
  /** The same days squared, summed. */
  readonly leadTimeDaysSquared: number;
}

/** The measures of a supplier without facts. */
export const noMeasures: Measures = {
  linesDue: 0,
  linesOnTime: 0,
  quantityDue: new Exact(0),
  quantityInTime: new Exact(0),
  linesArrived: 0,
  daysLate: 0,
  leadTimeLines: 0,
  leadTimeDays: 0,
  leadTimeDaysSquared: 0,
};

/** The measures of two sets of lines together. */
export function addMeasures(a: Measures, b: Measures): Measures {
  return {
    linesDue: a.linesDue + b.linesDue,
    linesOnTime: a.linesOnTime + b.linesOnTime,
    quantityDue: a.quantityDue.plus(b.quantityDue),
    quantityInTime: a.quantityInTime.plus(b.quantityInTime),
    linesArrived: a.linesArrived + b.linesArrived,
    daysLate: a.daysLate + b.daysLate,
    leadTimeLines: a.leadTimeLines + b.leadTimeLines,
    leadTimeDays: a.leadTimeDays + b.leadTimeDays,
    leadTimeDaysSquared: a.leadTimeDaysSquared + b.leadTimeDaysSquared,
  };
}
