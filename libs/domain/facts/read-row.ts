import { DateTime } from 'luxon';
import { supplierCodeOf } from '../supplier/code.js';
import { kindNamed } from './catalogue.js';
import { impossible, isGreater, unknown, type Cell } from './cells.js';
import { textLimit, type Column, type FactKind, type Say, type Values } from './kind.js';
import { columnOfPart, columnsOf, columnsOfSource, mayNameNoSupplier, type Condition, type FactMapping, type Filter, type Mapping, type ValueSource } from './mapping.js';
import type { Problem, QuarantineRule, Warning, WarningRule } from './rules.js';
import { hintFor, parsersOf, tooLong, type Parsers } from './values.js';

/** The cells of one row, in the order of the mapping's `columnsOf`; undefined where the row ends early or the file lacks an optional column. */
export type Cells = readonly (string | undefined)[];

/** The supplier a row speaks of. */
export interface RowSupplier {
  code: string;
  name: string;
}

/**
 * What became of a row: left out by the mapping's own filter, kept for a person, or facts – one for each of the mapping's
 * facts, null where the row gives none. `supplier` is null where the row names none: its facts belong to others that are known.
 */
export type ReadRow =
  | { kind: 'filtered' }
  | { kind: 'quarantined'; problems: Problem[] }
  | { kind: 'facts'; supplier: RowSupplier | null; facts: (Values | null)[]; warnings: Warning[] };

const filtered: ReadRow = { kind: 'filtered' };

/**
 * A reader of rows by the mapping and the cleaning rules that one row alone can show (domain.md §3). Whether the supplier is
 * known, whether the key repeats and whether the value is usual is decided where the whole file and the stored facts are at hand.
 * `today`, `YYYY-MM-DD` in UTC, is the day of arrival: what has happened is dated a day later at most, as it may be where a day begins first.
 */
export function rowReader(mapping: Mapping, today: string): (cells: Cells) => ReadRow {
  const columns = columnsOf(mapping);
  const place = (column: string) => columns.indexOf(column);
  const leftOut = mapping.leaveOut.map((filter) => filterTester(filter, place, false));
  const kept = mapping.keepOnly.map((filter) => filterTester(filter, place, true));
  const parsers = parsersOf(mapping);
  const latest = DateTime.fromISO(today, { zone: 'utc' }).plus({ days: 1 }).toISODate() ?? today;
  const facts = mapping.facts.map((fact) => factReader(fact, parsers, mapping, place, latest));
  const supplier = mapping.supplier && supplierReader(mapping.supplier, parsers, place, mayNameNoSupplier(mapping));
  const compare = rowComparer(mapping, facts, place);
  const always = mapping.facts.every(({ when }) => when === undefined);
  return (cells) => {
    if (leftOut.some((test) => test(cells)) || !kept.every((test) => test(cells))) return filtered;
    if (!always && facts.every((fact) => !fact.applies(cells))) return filtered;
    const remarks = new Remarks();
    const named = supplier?.(cells, remarks) ?? null;
    const read = facts.map((fact) => (fact.applies(cells) ? fact.read(cells, remarks) : null));
    if (remarks.problems.length === 0) compare?.(cells, read, remarks);
    if (remarks.problems.length > 0) return { kind: 'quarantined', problems: remarks.problems };
    return { kind: 'facts', supplier: named, facts: read, warnings: remarks.warnings };
  };
}

/** The problem of a row that has more or fewer cells than the header has columns. */
export function wrongColumnCount(expected: number, found: number): Problem {
  const hint = `The first line names ${expected} columns, this row has ${found} cells. Look for a missing quote or separator.`;
  return { column: null, value: String(found), rule: 'wrongColumnCount', hint };
}

/** The name under which a column of a fact is shown to a person: the title of its column in the file. */
export function titleOf(fact: FactMapping, column: string): string {
  const source = fact.values[column];
  return (source === undefined ? undefined : columnsOfSource(source)[0]) ?? column;
}

/** Problems and remarks of one row so far. A cell that two facts share is blamed once. */
class Remarks {
  readonly problems: Problem[] = [];
  readonly warnings: Warning[] = [];

  problem(column: string, value: string, rule: QuarantineRule, hint: string): void {
    if (!this.problems.some((known) => known.column === column && known.rule === rule)) this.problems.push({ column, value, rule, hint });
  }
}

type Place = (column: string) => number;
type Get = (cells: Cells) => string;

const cellText = (cells: Cells, position: number): string => (cells[position] ?? '').trim();

function tester({ column, in: words }: Condition, place: Place): (cells: Cells) => boolean {
  const position = place(column);
  const wanted = new Set(words);
  return (cells) => wanted.has(cellText(cells, position));
}

/** `otherwise`: what an optional filter answers of a row that says nothing. */
function filterTester(filter: Filter, place: Place, otherwise: boolean): (cells: Cells) => boolean {
  const test = tester(filter, place);
  if (!filter.optional) return test;
  const position = place(filter.column);
  return (cells) => (cellText(cells, position) === '' ? otherwise : test(cells));
}

/** The text of a value as the mapping changes it; empty where there is none. */
function getter(source: ValueSource, parsers: Parsers, place: Place, whole: boolean): Get {
  if (typeof source === 'string') {
    const position = place(source);
    return (cells) => cellText(cells, position);
  }
  if ('constant' in source) return () => source.constant;
  const shorten = source.withoutLeadingZeros ? (text: string) => text.replace(/^0+(?=.)/, '') : (text: string) => text;
  if ('columns' in source) {
    const readDate = parsers({ is: 'date' });
    const gets = source.columns.map((part): Get => {
      const position = place(columnOfPart(part));
      return typeof part === 'string' ? (cells) => shorten(cellText(cells, position)) : (cells) => yearOf(readDate(cellText(cells, position)));
    });
    return (cells) => {
      const parts = gets.map((get) => get(cells)).filter((text) => text !== '');
      return whole && parts.length < gets.length ? '' : parts.join(source.joinedBy);
    };
  }
  const position = place(source.column);
  const { translate } = source;
  return (cells) => {
    const text = shorten(cellText(cells, position));
    return translate && Object.hasOwn(translate, text) ? (translate[text] ?? text) : text;
  };
}

const yearOf = (date: Cell): string => (typeof date === 'string' ? date.slice(0, 4) : '');

const allowedBy = (source: ValueSource): readonly string[] | null => (typeof source === 'object' && 'column' in source ? (source.allowed ?? null) : null);

/** `mayFollow`: without a name the supplier is that of the facts these belong to. */
function supplierReader({ from, holds }: NonNullable<Mapping['supplier']>, parsers: Parsers, place: Place, mayFollow: boolean): (cells: Cells, remarks: Remarks) => RowSupplier | null {
  const get = getter(from, parsers, place, true);
  const title = columnsOfSource(from)[0] ?? 'supplier';
  let last: RowSupplier = { code: '', name: '' };
  return (cells, remarks) => {
    const name = get(cells);
    if (name === '' && mayFollow) return null;
    if (name !== last.name) last = { code: holds === 'code' ? name : supplierCodeOf(name), name };
    if (last.code === '') remarks.problem(title, name, 'missingSupplier', `Give the supplier's ${holds}.`);
    if (name.length > textLimit) remarks.problem(title, name, 'textTooLong', tooLong(textLimit));
    return last;
  };
}

interface FactReader {
  readonly kind: FactKind;
  readonly applies: (cells: Cells) => boolean;
  readonly read: (cells: Cells, remarks: Remarks) => Values | null;
}

interface Field {
  readonly name: string;
  readonly title: string;
  readonly column: Column;
  readonly get: Get;
  readonly parse: (text: string) => Cell;
  readonly hint: string;
  /** What to do when it is missing. */
  readonly needs: string;
  /** The last day it can hold; null where it may lie ahead. */
  readonly latest: string | null;
}

function needsOf(column: Column, source: ValueSource): string {
  const joined = column.identifies && typeof source === 'object' && 'columns' in source ? source.columns : [];
  if (joined.length < 2) return `Give ${column.means}.`;
  const parts = joined.map((part) => (typeof part === 'string' ? `"${part}"` : `the year of the date in "${part.yearOf}"`));
  return `Give ${column.means}: it is made of ${parts.join(', ')}, and none may be missing.`;
}

function factReader(fact: FactMapping, parsers: Parsers, mapping: Mapping, place: Place, latest: string): FactReader {
  const kind = kindNamed(fact.kind);
  const fields = Object.entries(kind.columns).flatMap(([name, column]): Field[] => {
    const source = fact.values[name];
    if (source === undefined) return [];
    const allowed = allowedBy(source);
    const parse = parsers(column.type);
    return [
      {
        name,
        title: titleOf(fact, name),
        column,
        get: getter(source, parsers, place, column.identifies),
        parse: allowed === null ? parse : (text) => (text === '' || allowed.includes(text) ? parse(text) : impossible),
        needs: needsOf(column, source),
        latest: column.happened ? latest : null,
        hint: allowed === null ? hintFor(column.type, mapping) : `This mapping agrees on ${allowed.join(', ')}.`,
      },
    ];
  });
  const blank: Values = Object.fromEntries(
    Object.entries(kind.columns).flatMap(([name, { otherwise }]) => (fact.values[name] !== undefined || otherwise !== null || kind.completed.includes(name) ? [[name, otherwise]] : [])),
  );
  const decisive = fields.find(({ name }) => name === fact.absentWithout);
  const say = new FactSay(fact, fields);
  const read = (cells: Cells, remarks: Remarks): Values | null => {
    if (decisive && decisive.parse(decisive.get(cells)) === unknown) return null;
    const values: Values = { ...blank };
    const before = remarks.problems.length;
    for (const field of fields) values[field.name] = readField(field, cells, remarks) ?? field.column.otherwise;
    if (remarks.problems.length === before) kind.complete(values, say.about(cells, remarks));
    return values;
  };
  return { kind, applies: fact.when ? tester(fact.when, place) : () => true, read };
}

/** The field's value, or null after noting why there is none. */
function readField({ title, column, get, parse, hint, needs, latest }: Field, cells: Cells, remarks: Remarks): string | null {
  const text = get(cells);
  const cell = parse(text);
  if (typeof cell === 'string') {
    if (cell === '0' && column.type.is === 'decimal' && column.type.positive) remarks.problem(title, text, column.impossible, 'Nothing cannot be late or faulty: give a quantity above 0.');
    if (latest !== null && cell > latest) remarks.problem(title, text, column.impossible, `This is past and cannot be dated after the day it arrives here: at the latest ${latest}.`);
    return cell;
  }
  if (cell.is === 'unknown') {
    if (column.required && column.otherwise === null) remarks.problem(title, text, column.missing, needs);
    return null;
  }
  if (column.lenient) return null;
  if (cell.is === 'negative') remarks.problem(title, text, column.negative, column.negative === 'negativeQuantity' ? 'A return or a reversal is a fact of its own, not a negative quantity.' : hint);
  else remarks.problem(title, text, column.impossible, hint);
  return null;
}

/** How a kind's rules speak of the row that is being read. */
class FactSay implements Say {
  private cells: Cells = [];
  private remarks = new Remarks();

  constructor(
    private readonly fact: FactMapping,
    private readonly fields: readonly Field[],
  ) {}

  about(cells: Cells, remarks: Remarks): this {
    this.cells = cells;
    this.remarks = remarks;
    return this;
  }

  problem(column: string, rule: QuarantineRule, hint: string): void {
    this.remarks.problem(titleOf(this.fact, column), this.valueOf(column), rule, hint);
  }

  warning(column: string, rule: WarningRule, hint: string): void {
    this.remarks.warnings.push({ column: titleOf(this.fact, column), value: this.valueOf(column), rule, hint });
  }

  private valueOf(column: string): string {
    return this.fields.find(({ name }) => name === column)?.get(this.cells) ?? '';
  }
}

/** What facts of one row say of each other; null where a row cannot give two that do. */
function rowComparer(mapping: Mapping, facts: readonly FactReader[], place: Place): ((cells: Cells, read: readonly (Values | null)[], remarks: Remarks) => void) | null {
  const positionOf = (kind: string) => facts.findIndex((fact) => fact.kind.name === kind);
  const [line, receipt, inspection] = [positionOf('orderLines'), positionOf('receipts'), positionOf('inspections')];
  if (receipt < 0 || (line < 0 && inspection < 0)) return null;
  const titled = (position: number, column: string) => titleOf(mapping.facts[position] as FactMapping, column);
  return (cells, read, remarks) => {
    const received = read[receipt];
    if (!received) return;
    const orderDate = read[line]?.['orderDate'];
    if (orderDate && (received['receivedOn'] ?? '') < orderDate) {
      const title = titled(receipt, 'receivedOn');
      remarks.warnings.push({ column: title, value: cellText(cells, place(title)), rule: 'receiptBeforeOrder', hint: `Received before it was ordered (${orderDate}); check both dates.` });
    }
    const rejected = read[inspection]?.['rejectedQuantity'] ?? null;
    if (isGreater(rejected, received['quantity'] ?? null)) {
      remarks.problem(titled(inspection, 'rejectedQuantity'), rejected ?? '', 'rejectedOverReceived', `More is rejected than was received (${received['quantity']}).`);
    }
  };
}
