import { Exact } from './exact.js';
import { isLotAccepted, type LineInspection, type LineReceipt, netQuantity } from './measure-lines.js';
import type { Measures } from './measures.js';

/** Which days count, and from which one looks: what happens after `asOf` does not exist. Dates are `YYYY-MM-DD`, inclusive. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
}

/** An inspected lot. */
export interface Inspection extends LineInspection {
  readonly inspectedQuantity: Exact;
  readonly concessionQuantity: Exact;
}

/** Whether a day counts. */
export function isIn(day: string, { from, to, asOf }: Period): boolean {
  return day >= from && day <= to && day <= asOf;
}

/** The sum of a decimal of each fact. */
export function sumOf<Fact>(facts: readonly Fact[], amount: (fact: Fact) => Exact): Exact {
  return facts.reduce((sum, fact) => sum.plus(amount(fact)), new Exact(0));
}

/** Lots inspected in the period, and what was received in it: the plain reference that the SQL of persistence must equal. */
export function measureQuality(inspections: readonly Inspection[], receipts: readonly LineReceipt[], period: Period): Partial<Measures> {
  const lots = inspections.filter((lot) => isIn(lot.inspectedOn, period));
  return {
    lotsInspected: lots.length,
    lotsAccepted: lots.filter(isLotAccepted).length,
    quantityInspected: sumOf(lots, (lot) => lot.inspectedQuantity),
    quantityRejected: sumOf(lots, (lot) => lot.rejectedQuantity),
    quantityConceded: sumOf(lots, (lot) => lot.concessionQuantity),
    quantityReceived: sumOf(
      receipts.filter((receipt) => isIn(receipt.receivedOn, period)),
      (receipt) => netQuantity(receipt, period.asOf),
    ),
  };
}
