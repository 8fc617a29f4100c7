import { z } from 'zod';
import { supplierKinds, supplierLanguages } from '../supplier/supplier.js';
import { factKindNames, kindNamed } from './catalogue.js';
import { textLimit } from './kind.js';
import { FileProblem } from './rules.js';

const columnTitle = z.string().trim().min(1).max(textLimit);
const word = z.string().max(textLimit);

/** Changes of what a cell holds, applied in this order: leading zeros go, then the word is translated. */
const changes = {
  optional: z.boolean().optional().describe('the file may lack the column; it then counts as empty'),
  withoutLeadingZeros: z.boolean().optional().describe('0000100234 is 100234'),
  translate: z.record(word, word).optional().describe('word of the file → word of the fact; other words stay as they are'),
  allowed: z.array(word).min(1).max(1_000).optional().describe('any other value is kept out'),
};

/** One part of a joined value: what a column holds, or the year of the date it holds. */
const joinedPart = z.union([columnTitle, z.strictObject({ yearOf: columnTitle.describe('a column with a date; its year, such as 2026, for numbers that begin anew each year') })]);

/** Where a value comes from: a column, several joined, or the same for every row. */
const valueSource = z.union([
  columnTitle,
  z.strictObject({ column: columnTitle, ...changes }),
  z.strictObject({ columns: z.array(joinedPart).min(1).max(20), joinedBy: z.string().max(10), withoutLeadingZeros: changes.withoutLeadingZeros }),
  z.strictObject({ constant: z.string().max(textLimit) }),
]);

const condition = z.strictObject({ column: columnTitle, in: z.array(word).min(1).max(1_000) });

const filter = condition.extend({ optional: z.boolean().optional().describe('the file may lack the column; without it, and where the cell is empty, nothing is filtered') });

const factMapping = z.strictObject({
  kind: z.enum(factKindNames),
  when: condition.optional().describe('only rows whose cell holds one of these words give this fact'),
  absentWithout: z.string().optional().describe('the row gives no such fact while this value is unknown'),
  values: z.record(z.string(), valueSource),
});

const plainDate = z.iso.date();

/** The file's own ways of writing. */
const fileForm = z.strictObject({
  separator: z.enum([',', ';', '\t', '|']).default(','),
  encoding: z.enum(['utf-8', 'windows-1251']).default('utf-8'),
  headerLine: z.int().min(1).max(100).default(1).describe('the line with the titles of the columns; what stands above is left out'),
  sheet: z.string().min(1).max(31).nullable().default(null).describe('of a workbook; null: the first'),
});

const numberForm = z
  .strictObject({
    decimal: z.enum(['.', ',']).default('.'),
    thousands: z.enum(['', ' ', ',', '.', "'"]).default('').describe('" " also stands for no-break spaces'),
    trailingMinus: z.boolean().default(false).describe('10- is -10, as SAP writes it'),
  })
  .refine(({ decimal, thousands }) => decimal !== thousands, { error: 'must differ from the decimal sign', path: ['thousands'] });

const dateForms = z
  .strictObject({
    forms: z.array(z.string().min(1).max(40)).min(1).max(20).describe('Luxon formats, tried in order, in English'),
    unknown: z.array(word).max(100).default([]).describe('words for a date nobody knows; an empty cell is one too'),
    earliest: plainDate.default('2000-01-01'),
    latest: plainDate.default('2059-12-31'),
  })
  .refine(({ earliest, latest }) => earliest <= latest, { error: 'must not be before the earliest', path: ['latest'] });

/** Modified z-score of Iglewicz and Hoaglin (1993): 0.6745 (x − median) / MAD, here of logarithms; 3.5 is their bound. */
const outlierTerms = z.strictObject({
  zScore: z.number().positive().default(3.5),
  factor: z.number().min(1).default(5).describe('and at least this many times, or this part of, the median: half a slip of the decimal sign'),
  sample: z.int().min(3).default(8).describe('values of the item without which nothing is said'),
});

const supplierSource = z.strictObject({
  from: valueSource,
  holds: z.enum(['name', 'code']).describe('a name gives the code too: its letters and digits in lower case'),
  create: z.strictObject({ kind: z.enum(supplierKinds), language: z.enum(supplierLanguages), timeZone: z.string().max(60) }).nullable().describe('null: rows of unknown suppliers are kept out'),
});

/**
 * A mapping: how the columns of one source's file become facts, as a plain document. `source` together with a fact's external
 * id is the identity of the fact, so it never changes once used. A row may give several facts: all of them land, or none.
 */
export const mappingSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, { error: 'must be lower-case letters, digits and hyphens' }),
    source: z.string().trim().min(1).max(100),
    file: fileForm.prefault({}),
    numbers: numberForm.prefault({}),
    dates: dateForms,
    outliers: outlierTerms.prefault({}),
    leaveOut: z.array(filter).max(20).default([]).describe('rows whose cell holds one of these words are filtered'),
    keepOnly: z.array(filter).max(20).default([]).describe('rows whose cell holds none of these words are filtered'),
    supplier: supplierSource.nullable().default(null).describe('null: every fact belongs to another that is known already'),
    facts: z.array(factMapping).min(1).max(10),
  })
  .superRefine((mapping, context) => {
    for (const { path, message } of faultsOf(mapping)) context.addIssue({ code: 'custom', path, message });
  })
  .meta({ id: 'Mapping' });

export type Mapping = z.infer<typeof mappingSchema>;
export type ValueSource = z.infer<typeof valueSource>;
export type JoinedPart = z.infer<typeof joinedPart>;
export type FactMapping = z.infer<typeof factMapping>;
export type Condition = z.infer<typeof condition>;
export type Filter = z.infer<typeof filter>;

/** A mapping that cannot be used; `faults` name each place of the document. */
export class MappingInvalid extends Error {
  constructor(readonly faults: { path: string; message: string }[]) {
    super(`The mapping cannot be used. ${faults.map(({ path, message }) => `${path}: ${message}`).join('; ')}`);
    this.name = 'MappingInvalid';
  }
}

/** Checks a document and fills in what it leaves out. @throws MappingInvalid with the path of each fault */
export function parseMapping(document: unknown): Mapping {
  const parsed = mappingSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new MappingInvalid(parsed.error.issues.map((issue) => ({ path: issue.path.join('.') || '(document)', message: issue.message })));
}

/** What the shape alone does not show: values the kind does not have, and those it needs. */
function faultsOf(mapping: { supplier: unknown; facts: FactMapping[] }): { path: (string | number)[]; message: string }[] {
  return mapping.facts.flatMap(({ kind: name, values, absentWithout }, position) => {
    const kind = kindNamed(name);
    const at = (...path: string[]) => ['facts', position, ...path];
    const strange = Object.keys(values).filter((value) => !Object.hasOwn(kind.columns, value));
    const needed = Object.entries(kind.columns).filter(([value, column]) => column.required && column.otherwise === null && !Object.hasOwn(values, value));
    return [
      ...strange.map((value) => ({ path: at('values', value), message: `${name} have no such value; they have ${Object.keys(kind.columns).join(', ')}` })),
      ...needed.map(([value]) => ({ path: at('values', value), message: `${name} cannot do without it` })),
      ...(absentWithout !== undefined && !Object.hasOwn(values, absentWithout) ? [{ path: at('absentWithout'), message: 'must be one of the values' }] : []),
      ...(kind.ofSupplier && !kind.parent && !mapping.supplier ? [{ path: ['supplier'], message: `${name} need a supplier` }] : []),
    ];
  });
}

/** True when a row need not name a supplier: each of its facts belongs to another, whose supplier it has, or to none. */
export const mayNameNoSupplier = ({ facts }: Mapping): boolean =>
  facts.every(({ kind: name }) => {
    const kind = kindNamed(name);
    return kind.parent !== null || !kind.ofSupplier;
  });

/** The columns a value comes from. */
export function columnsOfSource(source: ValueSource): string[] {
  if (typeof source === 'string') return [source];
  if ('column' in source) return [source.column];
  return 'columns' in source ? source.columns.map(columnOfPart) : [];
}

/** The column that a part of a joined value reads. */
export const columnOfPart = (part: JoinedPart): string => (typeof part === 'string' ? part : part.yearOf);

/** The columns a mapping reads, each once, in a stable order: that of the document. */
export function columnsOf(mapping: Mapping): string[] {
  return [
    ...new Set([
      ...Object.values(mapping.facts[0]?.values ?? {}).slice(0, 1).flatMap(columnsOfSource),
      ...[...mapping.leaveOut, ...mapping.keepOnly].map(({ column }) => column),
      ...(mapping.supplier ? columnsOfSource(mapping.supplier.from) : []),
      ...mapping.facts.flatMap(({ when, values }) => [...(when ? [when.column] : []), ...Object.values(values).flatMap(columnsOfSource)]),
    ]),
  ];
}

/** The columns that the file may lack: nothing but optional values and filters reads them. */
function optionalColumns(mapping: Mapping): Set<string> {
  const sources = [...(mapping.supplier ? [mapping.supplier.from] : []), ...mapping.facts.flatMap(({ values }) => Object.values(values))];
  const isOptional = (source: ValueSource) => typeof source === 'object' && 'column' in source && source.optional === true;
  const filters = [...mapping.leaveOut, ...mapping.keepOnly];
  const needed = new Set([
    ...[...filters.filter(({ optional }) => !optional), ...mapping.facts.flatMap(({ when }) => (when ? [when] : []))].map(({ column }) => column),
    ...sources.filter((source) => !isOptional(source)).flatMap(columnsOfSource),
  ]);
  const spared = [...filters.filter(({ optional }) => optional).map(({ column }) => column), ...sources.filter(isOptional).flatMap(columnsOfSource)];
  return new Set(spared.filter((column) => !needed.has(column)));
}

/**
 * Finds the mapping's columns in a header line: for each of `columnsOf` its position in the file, -1 for an optional one
 * that is not there.
 * @throws FileProblem `missingColumn` naming every missing column and what the file has instead, or
 * `repeatedColumn` when a column stands there twice and nobody can say which one counts.
 */
export function placeColumns(mapping: Mapping, header: readonly string[]): number[] {
  const names = header.map((name) => name.trim());
  const wanted = columnsOf(mapping);
  const optional = optionalColumns(mapping);
  const missing = wanted.filter((column) => !names.includes(column) && !optional.has(column));
  if (missing.length > 0) {
    const found = names.filter((name) => name !== '');
    throw new FileProblem(
      'missingColumn',
      `The mapping ${mapping.name} does not fit this file. Missing columns: ${list(missing)}. ` +
        `The file's ${mapping.file.headerLine === 1 ? 'first line' : `line ${mapping.file.headerLine}`} has: ${found.length > 0 ? list(found.slice(0, 40)) : 'nothing readable'}.`,
    );
  }
  const repeated = wanted.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (repeated.length > 0) {
    throw new FileProblem('repeatedColumn', `These columns stand in the first line more than once: ${list(repeated)}. Leave one of each.`);
  }
  return wanted.map((column) => names.indexOf(column));
}

const list = (names: readonly string[]): string => names.map((name) => `"${name.slice(0, 60)}"`).join(', ');
