import { distance } from 'fastest-levenshtein';
import { factKindNames, kindNamed, type FactKindName } from '../facts/catalogue.js';
import { mappingSchema } from '../facts/mapping.js';
import { knownNames, supplierCodeNames, supplierNames } from './known-names.js';
import { dateFormsOf, decimalSignOf, looksLikeDate } from './writing.js';

/** The head of a file: its titles and first rows, as text, and how it is written. */
export interface FileHead {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly separator: ',' | ';' | '\t' | '|';
  readonly encoding: 'utf-8' | 'windows-1251';
}

/** What a column probably holds: a field of the kind, or the supplier. `confidence` is 1 for a known name, less for a similar one. */
export interface Guess {
  readonly field: string;
  readonly confidence: number;
}

/** The best guess for a file: the kind of its rows, what each column holds, and a mapping to begin from with what it still lacks. */
export interface Suggestion {
  readonly kind: FactKindName;
  readonly guesses: readonly (Guess | null)[];
  /** A mapping's document; one that can be saved as it is when `faults` is empty. */
  readonly mapping: Record<string, unknown>;
  readonly faults: readonly { path: string; message: string }[];
}

/** How similar a title must be to a known name to be taken for it; shorter titles must be equal. */
const SIMILAR = 0.8;
const SHORT = 5;

/** The fields that stand for the supplier, beside those of the kind. */
const supplierFields = { supplierCode: supplierCodeNames, supplierName: supplierNames };

/** Guesses the mapping of a file: of the given kind, or of the kind whose necessary fields are found best. `name` is what the mapping is called. */
export function suggest(head: FileHead, name: string, kind?: FactKindName): Suggestion {
  const kinds = kind ? [kind] : factKindNames;
  const best = kinds.map((each) => ({ kind: each, ...assign(head.columns, each) })).reduce((one, other) => (other.fit > one.fit ? other : one));
  const mapping = draft(head, name, best.kind, best.guesses);
  const checked = mappingSchema.safeParse(mapping);
  const faults = checked.success ? [] : checked.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  return { kind: best.kind, guesses: best.guesses, mapping, faults };
}

/** Gives each field to the column that is called most like it, surest first. `fit`: found fields, the necessary ones counting ten times their share. */
function assign(columns: readonly string[], kind: FactKindName): { guesses: (Guess | null)[]; fit: number } {
  const fields = { ...knownNames(kind), ...(kindNamed(kind).ofSupplier ? supplierFields : {}) };
  const pairs = columns.flatMap((column, position) =>
    Object.entries(fields).map(([field, names]) => ({ position, field, ...likeness(column, names) })),
  );
  // Among equally sure ones the name that stands earlier in its list is the more particular.
  const sure = pairs.filter((pair) => pair.confidence >= SIMILAR).sort((one, other) => other.confidence - one.confidence || one.rank - other.rank);
  const guesses: (Guess | null)[] = columns.map(() => null);
  const given = new Set<string>();
  for (const { position, field, confidence } of sure) {
    if (guesses[position] || given.has(field)) continue;
    guesses[position] = { field, confidence };
    given.add(field);
  }
  const needed = Object.entries(kindNamed(kind).columns).filter(([, column]) => column.required && column.otherwise === null);
  const found = needed.filter(([field]) => given.has(field)).length;
  return { guesses, fit: 10 * (found / needed.length) + guesses.reduce((sum, guess) => sum + (guess?.confidence ?? 0), 0) / Math.max(columns.length, 1) };
}

function likeness(column: string, names: readonly string[]): { confidence: number; rank: number } {
  const title = plain(column);
  let best = { confidence: 0, rank: names.length };
  names.forEach((name, rank) => {
    const known = plain(name);
    const confidence = title === known ? 1 : Math.min(title.length, known.length) < SHORT ? 0 : 1 - distance(title, known) / Math.max(title.length, known.length);
    if (confidence > best.confidence) best = { confidence, rank };
  });
  return best;
}

/** Case, accents on ё, punctuation and spaces make no other name. */
function plain(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The cells of columns that hold nothing but dates: how they are written tells of the file even where nobody knows the column. */
const datesAmong = (columns: readonly (readonly string[])[]): readonly string[] => columns.filter((cells) => cells.length > 0 && cells.every(looksLikeDate)).flat();

function draft(head: FileHead, name: string, kind: FactKindName, guesses: readonly (Guess | null)[]): Record<string, unknown> {
  const columnOf = (field: string) => head.columns[guesses.findIndex((guess) => guess?.field === field)];
  const isOf = (types: readonly string[]) => (field: string) => types.includes(kindNamed(kind).columns[field]?.type.is ?? '');
  const samplesOf = (wanted: (field: string) => boolean) =>
    guesses.flatMap((guess, position) => (guess && wanted(guess.field) ? head.rows.map((row) => row[position] ?? '').filter((cell) => cell !== '') : []));
  const unguessed = guesses.flatMap((guess, position) => (guess ? [] : [head.rows.map((row) => row[position] ?? '').filter((cell) => cell !== '')]));
  const [code, supplier] = [columnOf('supplierCode'), columnOf('supplierName')];
  const source = code === undefined ? supplier && { from: supplier, holds: 'name' } : { from: code, holds: 'code' };
  return {
    name,
    source: name,
    file: { separator: head.separator, encoding: head.encoding },
    numbers: decimalSignOf(samplesOf(isOf(['decimal', 'integer']))),
    dates: { forms: dateFormsOf([...samplesOf(isOf(['date', 'instant'])), ...datesAmong(unguessed)]) },
    supplier: source ? { ...source, create: null } : null,
    facts: [{ kind, values: Object.fromEntries(Object.keys(kindNamed(kind).columns).flatMap((field) => (columnOf(field) === undefined ? [] : [[field, columnOf(field)]]))) }],
  };
}
