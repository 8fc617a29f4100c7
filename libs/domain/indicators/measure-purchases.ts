import { DateTime } from 'luxon';
import { Exact } from './exact.js';
import type { LineCancellation } from './measure-lines.js';
import { isIn, type Period, sumOf } from './measure-quality.js';
import type { Measures } from './measures.js';

/** An order line as it was bought. `currency: null` is the one that need not be said. */
export interface PurchaseLine {
  readonly supplierId: string;
  /** The source together with its code of the item; null: not known. */
  readonly item: string | null;
  readonly unit: string;
  readonly currency: string | null;
  readonly unitPrice: Exact | null;
  readonly transportCost: Exact | null;
  readonly orderedQuantity: Exact;
  readonly promisedDate: string;
  readonly cancellation: LineCancellation | null;
}

interface Priced {
  readonly line: PurchaseLine;
  readonly quantity: Exact;
  readonly price: Exact;
}

/** Quotients are kept with ten places, so that they can be added exactly. */
const places = (quotient: Exact): Exact => quotient.toDecimalPlaces(10, Exact.ROUND_HALF_UP);

/**
 * What one supplier's lines promised in the period cost, compared: the plain reference that the SQL of persistence must equal.
 *
 * - A line counts with its price and with the quantity that nobody had cancelled by `asOf`.
 * - The benchmark is the quantity-weighted mean price of the same item, unit and currency over all suppliers in the period;
 *   where only one supplier delivers, there is none.
 * - The price before is that of the same supplier, item, unit and currency in the period one year earlier.
 * - Money is added in the main currency only: that of most of the lines in question, the first by its code of several.
 */
export function measurePurchases(supplierId: string, lines: readonly PurchaseLine[], period: Period): Partial<Measures> {
  const priced = pricedLines(lines, period.asOf);
  const inPeriod = priced.filter(({ line }) => isIn(line.promisedDate, period));
  const own = inPeriod.filter(({ line }) => line.supplierId === supplierId);
  return { ...compareWithOthers(own, inPeriod), ...compareWithYearBefore(own, priced, period), ...addTransport(own) };
}

function compareWithOthers(own: readonly Priced[], all: readonly Priced[]): Partial<Measures> {
  const compared = own.flatMap((mine) => {
    const same = all.filter((other) => isSameGoods(mine, other));
    const suppliers = new Set(same.map(({ line }) => line.supplierId));
    if (mine.line.item === null || suppliers.size < 2) return [];
    return [{ ...mine, atBenchmark: places(mine.quantity.times(meanPrice(same)).div(mine.price)) }];
  });
  return {
    linesCompared: compared.length,
    quantityCompared: sumOf(compared, ({ quantity }) => quantity),
    quantityAtBenchmark: sumOf(compared, ({ atBenchmark }) => atBenchmark),
  };
}

function compareWithYearBefore(own: readonly Priced[], all: readonly Priced[], { from, to, asOf }: Period): Partial<Measures> {
  const before = { from: yearBefore(from), to: yearBefore(to < asOf ? to : asOf), asOf };
  const compared = own.flatMap((mine) => {
    const same = all.filter(
      (other) => isSameGoods(mine, other) && other.line.supplierId === mine.line.supplierId && isIn(other.line.promisedDate, before),
    );
    if (mine.line.item === null || same.length === 0) return [];
    return [{ ...mine, atPriceBefore: places(mine.quantity.times(meanPrice(same))) }];
  });
  const counted = inMainCurrency(compared);
  return {
    linesWithCostBefore: counted.length,
    costNow: sumOf(counted, costOf),
    costAtPricesBefore: sumOf(counted, ({ atPriceBefore }) => atPriceBefore),
  };
}

function addTransport(own: readonly Priced[]): Partial<Measures> {
  const counted = inMainCurrency(own.filter(({ line }) => line.transportCost !== null));
  return {
    linesWithTransport: counted.length,
    purchaseCost: sumOf(counted, costOf),
    transportCost: sumOf(counted, ({ line }) => line.transportCost ?? new Exact(0)),
  };
}

function pricedLines(lines: readonly PurchaseLine[], asOf: string): Priced[] {
  return lines.flatMap((line) => {
    const { cancellation, orderedQuantity, unitPrice } = line;
    const cancelled = cancellation && cancellation.on <= asOf ? (cancellation.quantity ?? orderedQuantity) : new Exact(0);
    const quantity = orderedQuantity.minus(cancelled);
    return unitPrice?.gt(0) && quantity.gt(0) ? [{ line, quantity, price: unitPrice }] : [];
  });
}

function isSameGoods({ line: a }: Priced, { line: b }: Priced): boolean {
  return a.item === b.item && a.unit === b.unit && a.currency === b.currency;
}

function meanPrice(lines: readonly Priced[]): Exact {
  return sumOf(lines, costOf).div(sumOf(lines, ({ quantity }) => quantity));
}

function costOf({ quantity, price }: Priced): Exact {
  return quantity.times(price);
}

function inMainCurrency<Line extends Priced>(lines: readonly Line[]): Line[] {
  const codes = [...new Set(lines.map(({ line }) => line.currency ?? ''))].toSorted();
  const linesIn = (code: string) => lines.filter(({ line }) => (line.currency ?? '') === code);
  return codes.map(linesIn).toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function yearBefore(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc' }).minus({ years: 1 }).toFormat('yyyy-MM-dd');
}
