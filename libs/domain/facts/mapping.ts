import { FileProblem } from './rules.js';

/** Where a value that the facts need comes from: the same for every row, or a column whose values must be among those agreed. */
export type Agreed = { constant: string } | { column: string; allowed: readonly string[] };

/**
 * How the columns of one source's file become facts. Column names are those of the header line, compared exactly
 * after trimming. `source` together with a row's external id is the identity of a fact, so it never changes once used.
 */
export interface Mapping {
  name: string;
  source: string;
  /** Rows whose cell equals one of the values are left out and counted as filtered. */
  filter: { column: string; leaveOut: readonly string[] } | null;
  supplier: {
    /** The column with the supplier's name, from which the code is made, or with the code itself. */
    column: string;
    holds: 'name' | 'code';
    /** What an unknown supplier is created with; null quarantines its rows. */
    create: { kind: string; language: string; timeZone: string } | null;
  };
  orderLine: {
    externalId: string;
    orderNumber: string;
    item: string;
    /** Joined by " / ", from the wider to the narrower. */
    category: readonly string[];
    orderedQuantity: string;
    unitPrice: string;
    lineValue: string;
    orderDate: string;
    promisedDate: string;
  };
  /** null: the file holds order lines only. */
  receipt: { externalId: string; quantity: string; receivedOn: string } | null;
  unit: Agreed;
  currency: Agreed;
  dates: {
    /** Luxon formats, tried in order, in English. */
    forms: readonly string[];
    /** Words that stand for a date nobody knows; an empty cell does so too. */
    unknown: readonly string[];
    /** First and last plausible date; outside is impossible. */
    earliest: string;
    latest: string;
  };
}

/** The columns a mapping reads, each once, in a stable order. */
export function columnsOf(mapping: Mapping): string[] {
  const { filter, supplier, orderLine, receipt } = mapping;
  const { category, ...lineColumns } = orderLine;
  const agreed = [mapping.unit, mapping.currency].flatMap((value) => ('column' in value ? [value.column] : []));
  return [
    ...new Set([
      lineColumns.externalId,
      ...(filter ? [filter.column] : []),
      supplier.column,
      ...Object.values(lineColumns),
      ...category,
      ...(receipt ? Object.values(receipt) : []),
      ...agreed,
    ]),
  ];
}

/**
 * Finds the mapping's columns in a header line: for each column its position in the file.
 * @throws FileProblem `missingColumn` naming every missing column and what the file has instead, or
 * `repeatedColumn` when a column stands there twice and nobody can say which one counts.
 */
export function placeColumns(mapping: Mapping, header: readonly string[]): Map<string, number> {
  const names = header.map((name) => name.trim());
  const wanted = columnsOf(mapping);
  const missing = wanted.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const found = names.filter((name) => name !== '');
    throw new FileProblem(
      'missingColumn',
      `The mapping ${mapping.name} does not fit this file. Missing columns: ${list(missing)}. ` +
        `The file's first line has: ${found.length > 0 ? list(found.slice(0, 40)) : 'nothing readable'}.`,
    );
  }
  const repeated = wanted.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (repeated.length > 0) {
    throw new FileProblem('repeatedColumn', `These columns stand in the first line more than once: ${list(repeated)}. Leave one of each.`);
  }
  return new Map(wanted.map((column) => [column, names.indexOf(column)]));
}

const list = (names: readonly string[]): string => names.map((name) => `"${name.slice(0, 60)}"`).join(', ');
