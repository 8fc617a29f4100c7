import { Decimal } from 'decimal.js';
import { factKindNames, kindNamed, type FactKindName } from './catalogue.js';
import { parseMapping, type Mapping } from './mapping.js';
import type { Cells } from './read-row.js';
import type { Problem } from './rules.js';

/** What facts sent as JSON go through: each value stands under its own name, plain numbers, ISO dates. */
export function batchMapping(kindName: FactKindName, source: string): Mapping {
  const kind = kindNamed(kindName);
  return parseMapping({
    name: batchMappingName(kindName),
    source,
    dates: { forms: ['yyyy-MM-dd'], earliest: '1970-01-01', latest: '2199-12-31' },
    supplier: kind.ofSupplier ? { from: { column: 'supplierCode' }, holds: 'code', create: null } : null,
    facts: [{ kind: kindName, values: Object.fromEntries(Object.keys(kind.columns).map((column) => [column, column])) }],
  });
}

/** The name that imports of JSON facts carry: `facts-order-lines`. */
const batchMappingName = (kind: FactKindName): string => `facts-${kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The mapping of a batch by the name its import carries; null for any other name. */
export function batchMappingOf(name: string, source: string): Mapping | null {
  const kind = factKindNames.find((each) => batchMappingName(each) === name);
  return kind === undefined ? null : batchMapping(kind, source);
}

/** A fact sent as JSON, its values as cells, and why it cannot be read. */
export interface BatchFact {
  readonly cells: Cells;
  readonly problem: Problem | null;
}

/** Reads one fact sent as JSON into cells in the order of `columns`; names the first field that no such fact has, or whose value is none. */
export function readBatchFact(fact: unknown, columns: readonly string[]): BatchFact {
  if (typeof fact !== 'object' || fact === null || Array.isArray(fact)) {
    return { cells: columns.map(() => ''), problem: { column: null, value: shown(fact), rule: 'unknownField', hint: 'Each fact is an object.' } };
  }
  const given = fact as Readonly<Record<string, unknown>>;
  const cells = columns.map((column) => (Object.hasOwn(given, column) ? cellOf(given[column]) : ''));
  const strange = Object.keys(given).find((name) => !columns.includes(name));
  if (strange !== undefined) {
    return { cells: cells.map(readable), problem: { column: readable(strange.slice(0, 100)), value: shown(given[strange]), rule: 'unknownField', hint: `There is: ${columns.join(', ')}.` } };
  }
  const bad = cells.findIndex((cell) => cell === null || cell !== readable(cell));
  if (bad < 0) return { cells: cells as string[], problem: null };
  const column = columns[bad] ?? null;
  const problem: Problem = { column, value: shown(given[column ?? '']), rule: 'impossibleValue', hint: 'Give a text, a number or what the description of this field says.' };
  return { cells: cells.map(readable), problem };
}

/** The text of a value, null when it has none. */
function cellOf(value: unknown): string | null {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? new Decimal(value).toFixed() : null;
  if (Array.isArray(value)) return value.every((each) => typeof each === 'string') ? value.join(',') : null;
  return JSON.stringify(value);
}

/** What the database can keep of a text: neither NUL nor half a surrogate pair, nor the sign that divides cells (U+001F). */
// eslint-disable-next-line no-control-regex
const unstorable = /[\0\u001f]|\p{Surrogate}/gu;
const readable = (text: string | null): string => (text ?? '').replace(unstorable, '\ufffd');

const shown = (value: unknown): string => readable(JSON.stringify(value) ?? '').slice(0, 200);
