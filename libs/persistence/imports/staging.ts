import { hash } from 'node:crypto';
import { contentOf } from '#domain/facts/facts.js';
import type { ReadRow, Row } from '#domain/facts/read-row.js';

/** One column per value of a row, in the order of {@link stagedLine}. `problems` marks the rows that are quarantined. */
export const createStaging = `
  CREATE TEMPORARY TABLE staged (
    line integer NOT NULL,
    raw json NOT NULL,
    problems json,
    warnings json,
    supplier_code text,
    supplier_name text,
    external_id text,
    order_number text,
    item text,
    category text,
    ordered_quantity numeric(18,4),
    unit text,
    unit_price numeric(18,6),
    line_value numeric(18,2),
    currency text,
    order_date date,
    original_promised_date date,
    promised_date date,
    content_hash text,
    receipt_external_id text,
    received_quantity numeric(18,4),
    received_on date,
    receipt_hash text
  ) ON COMMIT DROP`;

export const copyIntoStaging = 'COPY staged FROM STDIN';

const factColumns = 19;
const nothing = Array<null>(factColumns).fill(null);

/** A row as one line of COPY's text format. */
export function stagedLine(line: number, raw: Row, read: Exclude<ReadRow, { kind: 'filtered' }>): string {
  const head = [String(line), JSON.stringify(raw)];
  const values = read.kind === 'quarantined' ? [...head, JSON.stringify(read.problems), null, ...nothing] : [...head, ...factValues(read)];
  return values.map(copyText).join('\t') + '\n';
}

function factValues({ supplier, orderLine, receipt, warnings }: Extract<ReadRow, { kind: 'facts' }>): (string | null)[] {
  return [
    null,
    warnings.length > 0 ? JSON.stringify(warnings) : null,
    supplier.code,
    supplier.name,
    orderLine.externalId,
    orderLine.orderNumber,
    orderLine.item,
    orderLine.category,
    orderLine.orderedQuantity,
    orderLine.unit,
    orderLine.unitPrice,
    orderLine.lineValue,
    orderLine.currency,
    orderLine.orderDate,
    orderLine.originalPromisedDate,
    orderLine.promisedDate,
    hash('sha256', contentOf(supplier.code, orderLine)),
    ...(receipt
      ? [receipt.externalId, receipt.quantity, receipt.receivedOn, hash('sha256', contentOf(supplier.code, receipt))]
      : [null, null, null, null]),
  ];
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyText(value: string | null): string {
  return value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}
