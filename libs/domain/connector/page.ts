import { Decimal } from 'decimal.js';
import { LONGEST_MARK, type ConnectorShape } from './shape.js';

/** Cells of a row by the names of a mapping's columns. */
export type Cells = Record<string, string>;

/** How a mapping expects numbers to be written. */
export type DecimalSign = '.' | ',';

/** A page as read: its rows, and the address of the next page, null after the last. */
export interface SourcePage {
  readonly rows: readonly Cells[];
  readonly next: string | null;
  /** The greatest mark so far; null while there is none. */
  readonly mark: string | null;
}

/** The source answered something that its shape does not describe. The message names where. */
export class UnexpectedAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnexpectedAnswer';
  }
}

/** The address of the first page of a pull that goes on from `cursor`. */
export function firstAddress(url: string, shape: ConnectorShape, cursor: string | null): string {
  const address = new URL(url);
  if (shape.since && cursor !== null) address.searchParams.set(shape.since.parameter, cursor);
  if (shape.next.by === 'offset') {
    address.searchParams.set(shape.next.limitParameter, String(shape.next.limit));
    address.searchParams.set(shape.next.parameter, '0');
  }
  return address.href;
}

/**
 * Reads the answer to `address`. Rows become cells: a nested value is named by its path with dots, numbers are written plainly
 * with the given decimal sign, null is empty. `taken` counts the rows of earlier pages, `mark` is theirs.
 * @throws UnexpectedAnswer when the rows are not where the shape says, or are no objects, or are nested too deeply, or the next page is no address or this one again
 */
export function readPage(answer: unknown, shape: ConnectorShape, before: { address: string; taken: number; mark: string | null }, decimal: DecimalSign): SourcePage {
  const found = at(answer, shape.rows);
  if (!Array.isArray(found)) throw new UnexpectedAnswer(`The answer has no array of rows at "${shape.rows}".`);
  const rows = found.map((row: unknown, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new UnexpectedAnswer(`Row ${before.taken + index + 1} is not an object.`);
    try {
      return cellsOf(row, decimal);
    } catch (error) {
      // JSON may be nested deeper than it can be written again.
      throw error instanceof RangeError ? new UnexpectedAnswer(`Row ${before.taken + index + 1} is nested too deeply.`) : error;
    }
  });
  const next = nextAddress(answer, shape, before, rows.length);
  if (next === before.address) throw new UnexpectedAnswer('The source names the same page as the next one.');
  return { rows, next, mark: markOf(answer, found, shape, before.mark) };
}

function nextAddress(answer: unknown, { next }: ConnectorShape, before: { address: string; taken: number }, count: number): string | null {
  const address = new URL(before.address);
  switch (next.by) {
    case 'none':
      return null;
    case 'cursor': {
      const cursor = textOf(at(answer, next.path));
      if (cursor === '') return null;
      address.searchParams.set(next.parameter, cursor);
      return address.href;
    }
    case 'link': {
      const link = textOf(at(answer, next.path));
      if (link === '') return null;
      if (!URL.canParse(link, before.address)) throw new UnexpectedAnswer(`The answer has no address of the next page at "${next.path}".`);
      return new URL(link, before.address).href;
    }
    case 'offset':
      if (count < next.limit) return null;
      address.searchParams.set(next.parameter, String(before.taken + count));
      return address.href;
  }
}

function markOf(answer: unknown, rows: readonly unknown[], { since }: ConnectorShape, before: string | null): string | null {
  if (!since) return null;
  const marks = since.from === 'answer' ? [textOf(at(answer, since.path))] : rows.map((row) => textOf(at(row, since.path)));
  const known = marks.filter((mark) => mark !== '' && mark.length <= LONGEST_MARK);
  if (since.from === 'answer') return known[0] ?? before;
  // Sources do not promise an order, so the greatest counts and not the last.
  return known.reduce<string | null>((greatest, mark) => (greatest === null || isGreater(mark, greatest) ? mark : greatest), before);
}

const wholeNumber = /^\d{1,30}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Numbers by value, instants by time whatever their zone, everything else by its characters, which orders ISO dates. */
function isGreater(one: string, other: string): boolean {
  if (wholeNumber.test(one) && wholeNumber.test(other)) return new Decimal(one).greaterThan(other);
  if (instant.test(one) && instant.test(other)) {
    const [first, second] = [Date.parse(one), Date.parse(other)];
    if (!Number.isNaN(first) && !Number.isNaN(second) && first !== second) return first > second;
  }
  return one > other;
}

/** How deep the objects of a row are opened; deeper ones stand as JSON in their cell. */
const DEEPEST = 6;

/** The cells of one JSON object; `{order: {id: 7}}` has the cell `order.id` with `7`. Numbers get the decimal sign that their mapping reads. */
export function cellsOf(row: object, decimal: DecimalSign): Cells {
  const cells: Cells = {};
  const open = (value: object, prefix: string, depth: number) => {
    for (const [name, each] of Object.entries(value)) {
      const full = prefix === '' ? name : `${prefix}.${name}`;
      if (typeof each === 'object' && each !== null && !Array.isArray(each) && depth < DEEPEST) open(each as object, full, depth + 1);
      else cells[storable(full)] = typeof each === 'number' ? textOf(each).replace('.', decimal) : textOf(each);
    }
  };
  open(row, '', 1);
  return cells;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return storable(value);
  // 1e21 in JSON is a number that no mapping reads; written out it is at least judged as what it is.
  if (typeof value === 'number') return new Decimal(value).toFixed();
  return storable(JSON.stringify(value));
}

/** JSON can hold what no text file and no database can: a NUL, or half of a surrogate pair. One such cell must not stop a whole pull. */
function storable(text: string): string {
  return text.replaceAll('\0', '\u{fffd}').replace(/\p{Surrogate}/gu, '\u{fffd}');
}

function at(answer: unknown, path: string): unknown {
  if (path === '') return answer;
  return path.split('.').reduce<unknown>((found, name) => (typeof found === 'object' && found !== null && Object.hasOwn(found, name) ? (found as Record<string, unknown>)[name] : undefined), answer);
}
