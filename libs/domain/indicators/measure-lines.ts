import { DateTime } from 'luxon';
import { Exact } from './exact.js';
import { type Measures, measuresFrom } from './measures.js';

/** What was taken back of a receipt, and when: a fact of its own, never a negative quantity. */
export interface ReceiptReversal {
  readonly reversedOn: string;
  readonly quantity: Exact;
}

/** Quantity received on a day (`YYYY-MM-DD` of the receiving site), with what was later taken back of it. */
export interface LineReceipt {
  readonly receivedOn: string;
  readonly quantity: Exact;
  readonly reversals?: readonly ReceiptReversal[];
}

/** An inspected lot of the line. */
export interface LineInspection {
  readonly inspectedOn: string;
  readonly rejectedQuantity: Exact;
  readonly disposition: string | null;
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
  readonly inspections?: readonly LineInspection[];
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
  /** Percent above the quantity due from which a line is over-delivered; absent: 5. */
  readonly overDeliveryPercent?: number;
}

/**
 * Measures raw lines: the plain reference of domain.md §4 that the SQL of persistence must equal.
 *
 * - A line counts once its promised date plus tolerance is not after `asOf`; before that nobody can say whether it is late.
 * - What the buyer cancelled up to the promised date is not due: a part lowers the quantity, the whole takes the line out.
 * - What the buyer cancelled later stays due: it was late already.
 * - What the supplier cancelled, even a part, stays due, and the line has failed for good.
 * - Receipts, reversals, inspections and cancellations after `asOf` do not exist.
 * - What was taken back of a receipt counts as never received, from the day on which it was taken back.
 */
export function measureLines(lines: readonly DeliveryLine[], window: MeasureWindow): Measures {
  const parts = lines.map((line) => measureLine(line, window));
  return measuresFrom((name) => parts.reduce((sum, { [name]: part }) => (part === undefined ? sum : sum.plus(part)), new Exact(0)));
}

function measureLine(line: DeliveryLine, window: MeasureWindow): Partial<Measures> {
  const { from, to, asOf, tolerance } = window;
  const deadline = addDays(line.promisedDate, tolerance);
  const due = quantityDue(line);
  if (line.promisedDate < from || line.promisedDate > to || deadline > asOf || due.lte(0)) return {};

  const failed = line.cancellation?.by === 'supplier' && line.cancellation.on <= asOf;
  const arrivals = line.receipts
    .filter((receipt) => receipt.receivedOn <= asOf)
    .map((receipt) => ({ ...receipt, quantity: netQuantity(receipt, asOf) }))
    .toSorted((a, b) => (a.receivedOn < b.receivedOn ? -1 : 1));
  const inTime = total(arrivals.filter((receipt) => receipt.receivedOn <= deadline));
  const completedOn = failed ? null : dayOfCompletion(arrivals, due);
  const onTime = !failed && inTime.gte(due);
  const leadTime = completedOn && line.orderDate ? daysBetween(line.orderDate, completedOn) : -1;

  return {
    linesDue: 1,
    linesOnTime: onTime ? 1 : 0,
    quantityDue: due,
    quantityInTime: Exact.min(inTime, due),
    linesArrived: completedOn ? 1 : 0,
    daysLate: completedOn ? Math.max(0, daysBetween(line.promisedDate, completedOn)) : 0,
    leadTimeLines: leadTime >= 0 ? 1 : 0,
    leadTimeDays: leadTime >= 0 ? leadTime : 0,
    leadTimeDaysSquared: leadTime >= 0 ? leadTime * leadTime : 0,
    linesInFull: onTime && isAccepted(line, asOf) && total(arrivals).lte(mostAllowed(due, window)) ? 1 : 0,
  };
}

/** What is left of a receipt after what was taken back of it until a day; never less than nothing. */
export function netQuantity(receipt: LineReceipt, asOf: string): Exact {
  const takenBack = (receipt.reversals ?? []).filter((reversal) => reversal.reversedOn <= asOf);
  return takenBack.reduce((left, reversal) => Exact.max(left.minus(reversal.quantity), 0), receipt.quantity);
}

/** Accepted as it was or under concession; without a disposition nothing of the lot may be rejected. */
export function isLotAccepted({ disposition, rejectedQuantity }: Pick<LineInspection, 'disposition' | 'rejectedQuantity'>): boolean {
  return disposition === null ? rejectedQuantity.eq(0) : ['accept', 'concession'].includes(disposition);
}

function isAccepted(line: DeliveryLine, asOf: string): boolean {
  const inspections = (line.inspections ?? []).filter((inspection) => inspection.inspectedOn <= asOf);
  return inspections.every((inspection) => inspection.rejectedQuantity.eq(0) && isLotAccepted(inspection));
}

function mostAllowed(due: Exact, { overDeliveryPercent = 5 }: MeasureWindow): Exact {
  return due.times(100 + overDeliveryPercent).div(100);
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
