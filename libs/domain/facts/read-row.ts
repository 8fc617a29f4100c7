import { supplierCodeOf } from '../supplier/code.js';
import { readDate, readDecimal, type Cell } from './cells.js';
import { digits, textLimit, type OrderLineFact, type ReceiptFact } from './facts.js';
import type { Agreed, Mapping } from './mapping.js';
import type { Problem, QuarantineRule, Warning } from './rules.js';

/** One row of a file, its cells by column name. */
export type Row = Readonly<Record<string, string | undefined>>;

/** The supplier a row speaks of. */
export interface RowSupplier {
  code: string;
  name: string;
}

/** What became of a row: left out by the mapping's own filter, kept for a person, or facts. */
export type ReadRow =
  | { kind: 'filtered' }
  | { kind: 'quarantined'; problems: Problem[] }
  | { kind: 'facts'; supplier: RowSupplier; orderLine: OrderLineFact; receipt: ReceiptFact | null; warnings: Warning[] };

/**
 * Reads one row by the mapping and the cleaning rules (domain.md §3). Whether the supplier is known and whether the key
 * repeats is decided where the whole file and the stored facts are at hand. A row without a receipt date is a line that
 * has not arrived yet.
 */
export function readRow(mapping: Mapping, row: Row): ReadRow {
  if (mapping.filter?.leaveOut.includes(cellText(row, mapping.filter.column))) return { kind: 'filtered' };
  const cells = new Cells(mapping, row);
  const supplier = readSupplier(cells);
  const orderLine = readOrderLine(cells);
  const receipt = readReceipt(cells, orderLine);
  if (cells.problems.length > 0) return { kind: 'quarantined', problems: cells.problems };
  return { kind: 'facts', supplier, orderLine, receipt, warnings: remarksOn(cells, orderLine, receipt) };
}

/** The problem of a row that has more or fewer cells than the header has columns. */
export function wrongColumnCount(expected: number, found: number): Problem {
  const hint = `The first line names ${expected} columns, this row has ${found} cells. Look for a missing quote or separator.`;
  return { column: null, value: String(found), rule: 'wrongColumnCount', hint };
}

const cellText = (row: Row, column: string): string => (row[column] ?? '').trim();

/** The cells of one row, with the problems found so far. A column that two facts share is blamed once. */
class Cells {
  readonly problems: Problem[] = [];

  constructor(
    readonly mapping: Mapping,
    private readonly row: Row,
  ) {}

  text(column: string): string {
    return cellText(this.row, column);
  }

  optional(column: string): string | null {
    return this.text(column) || null;
  }

  /** Notes the problem and stands in with an empty text: the row is quarantined and the value never used. */
  blame(column: string, rule: QuarantineRule, hint: string): '' {
    if (!this.problems.some((problem) => problem.column === column && problem.rule === rule)) {
      this.problems.push({ column, value: this.row[column] ?? '', rule, hint });
    }
    return '';
  }
}

function readSupplier(cells: Cells): RowSupplier {
  const { column, holds } = cells.mapping.supplier;
  const name = cells.text(column);
  const code = holds === 'code' ? name : supplierCodeOf(name);
  if (code === '') cells.blame(column, 'missingSupplier', `Give the supplier's ${holds}.`);
  if (name.length > textLimit) cells.blame(column, 'textTooLong', tooLong);
  return { code, name };
}

function readOrderLine(cells: Cells): OrderLineFact {
  const from = cells.mapping.orderLine;
  const promisedDate = readPromisedDate(cells, from.promisedDate);
  return {
    externalId: readExternalId(cells, from.externalId),
    orderNumber: cells.optional(from.orderNumber),
    item: cells.optional(from.item),
    category: from.category.map((column) => cells.text(column)).filter((text) => text !== '').join(' / ') || null,
    orderedQuantity: readQuantity(cells, from.orderedQuantity, 'ordered'),
    unit: readAgreed(cells, cells.mapping.unit, 'unitMismatch'),
    unitPrice: readPrice(cells, from.unitPrice, digits.unitPrice),
    lineValue: readPrice(cells, from.lineValue, digits.lineValue),
    currency: readAgreed(cells, cells.mapping.currency, 'currencyMismatch'),
    orderDate: known(readDate(cells.text(from.orderDate), cells.mapping.dates)),
    originalPromisedDate: promisedDate,
    promisedDate,
  };
}

function readReceipt(cells: Cells, orderLine: OrderLineFact): ReceiptFact | null {
  const from = cells.mapping.receipt;
  if (!from) return null;
  const receivedOn = readDate(cells.text(from.receivedOn), cells.mapping.dates);
  if (receivedOn.is === 'unknown') return null;
  return {
    externalId: readExternalId(cells, from.externalId),
    lineExternalId: orderLine.externalId,
    quantity: readQuantity(cells, from.quantity, 'received'),
    receivedOn: known(receivedOn) ?? cells.blame(from.receivedOn, 'impossibleReceiptDate', impossibleDate(cells.mapping)),
  };
}

function readExternalId(cells: Cells, column: string): string {
  const id = cells.text(column);
  if (id === '') cells.blame(column, 'missingExternalId', 'Give the id by which the source knows this row.');
  if (id.length > textLimit) cells.blame(column, 'textTooLong', tooLong);
  return id;
}

function readPromisedDate(cells: Cells, column: string): string {
  const date = readDate(cells.text(column), cells.mapping.dates);
  if (date.is === 'value') return date.value;
  if (date.is === 'unknown') return cells.blame(column, 'missingPromisedDate', 'Give the date the supplier promised.');
  return cells.blame(column, 'impossiblePromisedDate', impossibleDate(cells.mapping));
}

function readQuantity(cells: Cells, column: string, of: 'ordered' | 'received'): string {
  const quantity = readDecimal(cells.text(column), digits.quantity);
  if (quantity.is === 'negative') return cells.blame(column, 'negativeQuantity', 'A return or a reversal is a fact of its own, not a negative quantity.');
  if (quantity.is === 'unknown') return cells.blame(column, 'missingQuantity', `Give the ${of} quantity.`);
  if (quantity.is === 'impossible') return cells.blame(column, 'impossibleQuantity', plainDecimal(digits.quantity));
  if (of === 'ordered' && quantity.value === '0') return cells.blame(column, 'impossibleQuantity', 'An order line of nothing cannot be late; give a quantity above 0.');
  return quantity.value;
}

function readPrice(cells: Cells, column: string, limit: { whole: number; decimals: number }): string | null {
  const price = readDecimal(cells.text(column), limit);
  if (price.is === 'impossible' || price.is === 'negative') return cells.blame(column, 'impossiblePrice', plainDecimal(limit));
  return known(price);
}

function readAgreed(cells: Cells, agreed: Agreed, rule: 'unitMismatch' | 'currencyMismatch'): string {
  if ('constant' in agreed) return agreed.constant;
  const text = cells.text(agreed.column);
  if (agreed.allowed.includes(text)) return text;
  return cells.blame(agreed.column, rule, `This mapping agrees on ${agreed.allowed.join(', ')}.`);
}

function remarksOn(cells: Cells, orderLine: OrderLineFact, receipt: ReceiptFact | null): Warning[] {
  const from = cells.mapping.orderLine;
  const remarks: Warning[] = [];
  const remark = (column: string, rule: Warning['rule'], hint: string) => remarks.push({ column, value: cells.text(column), rule, hint });
  if (orderLine.orderDate === null) remark(from.orderDate, 'missingOrderDate', 'Without an order date this line says nothing about lead time.');
  if (orderLine.unitPrice === '0') remark(from.unitPrice, 'zeroPrice', 'A price of 0 counts as given; check whether it was rounded away or never filled in.');
  if (receipt && cells.mapping.receipt && orderLine.orderDate !== null && receipt.receivedOn < orderLine.orderDate) {
    remark(cells.mapping.receipt.receivedOn, 'receiptBeforeOrder', `Received before it was ordered (${orderLine.orderDate}); check both dates.`);
  }
  return remarks;
}

const known = (cell: Cell<string>): string | null => (cell.is === 'value' ? cell.value : null);

const tooLong = `At most ${textLimit} characters; look for a shifted column.`;

const plainDecimal = (limit: { whole: number; decimals: number }): string =>
  `Write a plain number that is not negative, with a point and at most ${limit.decimals} decimals, such as 1250.5.`;

const impossibleDate = ({ dates }: Mapping): string =>
  `Write a real date from ${dates.earliest} to ${dates.latest} in one of the forms ${dates.forms.join(', ')}.`;
