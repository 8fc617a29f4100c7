import type { components } from '../api/schema.js';
import { fieldsOf, supplierFollows, withoutSupplier, type Field, type SupplierField } from './kinds.js';
import type { FactKind, Suggestion } from './queries.js';

export type MappingDocument = components['schemas']['Mapping'];

/** Where a field's value comes from: a column, the same text in every row, or nowhere. */
export type Choice = { readonly by: 'column'; readonly column: string } | { readonly by: 'constant'; readonly text: string } | null;

/** What a person can set of a mapping; the rest is kept as it was suggested. */
export interface MappingDraft {
  readonly name: string;
  readonly kind: FactKind;
  readonly choices: Readonly<Partial<Record<Field | SupplierField, Choice>>>;
  /** Unknown suppliers are created, else their rows are kept out. */
  readonly create: { readonly kind: 'product' | 'service' | 'finance' | 'partner'; readonly language: 'en' | 'ru' | 'zh'; readonly timeZone: string } | null;
  readonly decimal: '.' | ',';
  readonly thousands: '' | ' ' | ',' | '.' | "'";
  /** Luxon formats, one after the other, divided by semicolons. */
  readonly dateForms: string;
}

/** The draft that a suggestion stands for. */
export function draftOf(suggestion: Suggestion): MappingDraft {
  const { mapping, kind, columns } = suggestion;
  const numbers = partOf(mapping, 'numbers');
  const forms = partOf(mapping, 'dates')['forms'];
  return {
    name: String(mapping['name'] ?? ''),
    kind,
    choices: Object.fromEntries(columns.flatMap(({ name, guess }) => (guess === null ? [] : [[guess.field, { by: 'column', column: name }]]))),
    create: null,
    decimal: numbers['decimal'] === ',' ? ',' : '.',
    thousands: thousandsSign(numbers['thousands']),
    dateForms: Array.isArray(forms) ? forms.join('; ') : 'yyyy-MM-dd',
  };
}

/** How dates are usually written, beside the shape that shows it. */
const written: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d{2}-\d{2}$/, 'yyyy-MM-dd'],
  [/^\d{1,2}\.\d{1,2}\.\d{4}$/, 'd.M.yyyy'],
  [/^\d{1,2}\.\d{1,2}\.\d{2}$/, 'd.M.yy'],
  [/^\d{4}\/\d{1,2}\/\d{1,2}$/, 'yyyy/M/d'],
  [/^\d{1,2}-[A-Za-z]{3}-\d{2}$/, 'd-MMM-yy'],
  [/^\d{1,2}-[A-Za-z]{3}-\d{4}$/, 'd-MMM-yyyy'],
];

/** The draft with another choice; a column of dates written in a way not named yet adds that way. Where day and month could be meant alike, nothing is guessed. */
export function chosen(draft: MappingDraft, field: Field | SupplierField, choice: Choice, columns: Suggestion['columns']): MappingDraft {
  const samples = choice?.by === 'column' ? (columns.find(({ name }) => name === choice.column)?.samples ?? []) : [];
  const forms = written.filter(([shape]) => samples.some((sample) => shape.test(sample.trim()))).map(([, form]) => form);
  const known = draft.dateForms.split(';').map((form) => form.trim());
  // `dd.MM.yyyy` reads what `d.M.yyyy` reads as far as it is written with two digits.
  const more = forms.filter((form) => !known.some((each) => each.replace('dd', 'd').replace('MM', 'M') === form || each === form));
  return { ...draft, choices: { ...draft.choices, [field]: choice }, dateForms: [...known.filter((form) => form !== ''), ...more].join('; ') };
}

/** Fields that must be set before the mapping can be saved. The supplier may stand by code or by name. */
export function missingIn({ kind, choices }: MappingDraft): (Field | SupplierField)[] {
  const given = (field: Field | SupplierField) => {
    const choice = choices[field] ?? null;
    return choice !== null && (choice.by === 'column' || choice.text.trim() !== '');
  };
  const lacking: (Field | SupplierField)[] = fieldsOf[kind].needed.filter((field) => !given(field));
  const supplierNeeded = !withoutSupplier.includes(kind) && !supplierFollows.includes(kind);
  return supplierNeeded && !given('supplierCode') && !given('supplierName') ? ['supplierCode', ...lacking] : lacking;
}

/** The document to save: what was suggested of the file, and what the draft says. */
export function documentOf(draft: MappingDraft, suggested: Readonly<Record<string, unknown>>): MappingDocument {
  const { kind, choices } = draft;
  const fields: readonly Field[] = [...fieldsOf[kind].needed, ...fieldsOf[kind].further];
  const supplier = supplierIn(draft);
  return {
    ...suggested,
    name: draft.name.trim(),
    source: String(suggested['source'] ?? draft.name),
    numbers: { ...partOf(suggested, 'numbers'), decimal: draft.decimal, thousands: draft.thousands },
    dates: { ...partOf(suggested, 'dates'), forms: draft.dateForms.split(';').map((form) => form.trim()).filter((form) => form !== '') },
    supplier,
    facts: [{ kind, values: Object.fromEntries(fields.flatMap((field) => valueOf(choices[field] ?? null).map((value) => [field, value]))) }],
    // The server completes what is left to its defaults.
  } as unknown as MappingDocument;
}

function supplierIn({ choices, create, kind }: MappingDraft) {
  if (withoutSupplier.includes(kind)) return null;
  const [code, name] = [valueOf(choices.supplierCode ?? null)[0], valueOf(choices.supplierName ?? null)[0]];
  const from = code ?? name;
  return from === undefined ? null : { from, holds: code === undefined ? 'name' : 'code', create };
}

function valueOf(choice: Choice): (string | { constant: string })[] {
  if (choice === null) return [];
  if (choice.by === 'column') return [choice.column];
  return choice.text.trim() === '' ? [] : [{ constant: choice.text.trim() }];
}

function thousandsSign(value: unknown): MappingDraft['thousands'] {
  return value === ' ' || value === ',' || value === '.' || value === "'" ? value : '';
}

function partOf(document: Readonly<Record<string, unknown>>, part: string): Readonly<Record<string, unknown>> {
  const value = document[part];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
