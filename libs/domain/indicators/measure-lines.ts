import { DateTime } from 'luxon';
import { Exact } from './exact.js';
import { addMeasures, type Measures, noMeasures } from './measures.js';

/** Quantity received for a line on a day (`YYYY-MM-DD` of the receiving site). Reversals are facts of their own, never negative. */
export interface LineReceipt {
  readonly receivedOn: string;
  readonly quantity: Exact;
}

/** Who took back how much of a line, and when; `quantity: null` is the whole line. */
export interface LineCancellation {
  readonly by: 'buyer' | 'supplier';
  readonly on: string;
  readonly quantity: Exact | null;
}

/** An order line as the facts have it, with everything received for it. Dates are `YYYY-MM-DD`. */
export interface DeliveryLine {
  readonly orderedQuantity: Exact;
  readonly orderDate: string | null;
  /** The original date, reset only by a change that the buyer asked for. */
  readonly promisedDate: string;
  readonly cancellation: LineCancellation | null;
  readonly receipts: readonly LineReceipt[];
}

/** Which promised dates count, and from which day one looks. */
export interface MeasureWindow {
  /** First promised date, inclusive. */
  readonly from: string;
  /** Last promised date, inclusive. */
  readonly to: string;
  /** What happens after this day does not exist. */
  readonly asOf: string;
  /** Days after the promised date that still count as in time. */
  readonly tolerance: number;
}

/**
 * Measures raw lines: the plain reference of domain.md §4 that the SQL of persistence must equal.
 *
 * - A line counts once its promised date plus tolerance is not after `asOf`; before that nobody can say whether it is late.
 * - What the buyer cancelled up to the promised date is not due: a part lowers the quantity, the whole takes the line out.
 * - What the buyer cancelled later stays due: it was late already.
 * - What the supplier cancelled, even a part, stays due, and the line has failed for good.
 * - Receipts and cancellations after `asOf` do not exist.
 */
export function measureLines(lines: readonly DeliveryLine[], window: MeasureWindow): Measures {
  return lines.reduce((sum, line) => addMeasures(sum, measureLine(line, window)), noMeasures);
}

function measureLine(line: DeliveryLine, window: MeasureWindow): Measures {
  const { from, to, asOf, tolerance } = window;
  const deadline = addDays(line.promisedDate, tolerance);
  const due = quantityDue(line);
  if (line.promisedDate < from || line.promisedDate > to || deadline > asOf || due.lte(0)) return noMeasures;

  const failed = line.cancellation?.by === 'supplier' && line.cancellation.on <= asOf;
  const arrivals = line.receipts
    .filter((receipt) => receipt.receivedOn <= asOf)
    .toSorted((a, b) => (a.receivedOn < b.receivedOn ? -1 : 1));
  const inTime = total(arrivals.filter((receipt) => receipt.receivedOn <= deadline));
  const completedOn = failed ? null : dayOfCompletion(arrivals, due);
  const leadTime = completedOn && line.orderDate ? daysBetween(line.orderDate, completedOn) : -1;

  return {
    linesDue: 1,
    linesOnTime: !failed && inTime.gte(due) ? 1 : 0,
    quantityDue: due,
    quantityInTime: Exact.min(inTime, due),
    linesArrived: completedOn ? 1 : 0,
    daysLate: completedOn ? Math.max(0, daysBetween(line.promisedDate, completedOn)) : 0,
    leadTimeLines: leadTime >= 0 ? 1 : 0,
    leadTimeDays: leadTime >= 0 ? leadTime : 0,
    leadTimeDaysSquared: leadTime >= 0 ? leadTime * leadTime : 0,
  };
}

function quantityDue(line: DeliveryLine): Exact {
  const { cancellation, orderedQuantity } = line;
  if (cancellation?.by !== 'buyer' || cancellation.on > line.promisedDate) return orderedQuantity;
  return orderedQuantity.minus(cancellation.quantity ?? orderedQuantity);
}

function dayOfCompletion(arrivals: readonly LineReceipt[], due: Exact): string | null {
  let arrived = new Exact(0);
  for (const receipt of arrivals) {
    arrived = arrived.plus(receipt.quantity);
    if (arrived.gte(due)) return receipt.receivedOn;
  }
  return null;
}

function total(receipts: readonly LineReceipt[]): Exact {
  return receipts.reduce((sum, receipt) => sum.plus(receipt.quantity), new Exact(0));
}

function addDays(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

function daysBetween(from: string, to: string): number {
  return DateTime.fromISO(to, { zone: 'utc' }).diff(DateTime.fromISO(from, { zone: 'utc' }), 'days').days;
}
