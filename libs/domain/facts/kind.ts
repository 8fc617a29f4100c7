import type { QuarantineRule, WarningRule } from './rules.js';

/** Characters of a text that is part of an index; longer ones are a sign of a shifted column. */
export const textLimit = 200;
/** Characters of a text that is only read. */
export const proseLimit = 4_000;

/** How many digits a stored number holds: whole digits, then decimals. Anything longer is refused, never rounded. */
export interface Digits {
  readonly whole: number;
  readonly decimals: number;
}

export const digits = {
  quantity: { whole: 14, decimals: 4 },
  unitPrice: { whole: 12, decimals: 6 },
  money: { whole: 16, decimals: 2 },
  figure: { whole: 8, decimals: 4 },
} as const satisfies Record<string, Digits>;

/** What a value may be. Every value travels as text in one canonical form: plain decimals, `YYYY-MM-DD`, RFC 3339 instants in UTC, `true`/`false`, JSON. */
export type ValueType =
  | { readonly is: 'text'; readonly longest: number }
  | { readonly is: 'decimal'; readonly digits: Digits; readonly positive: boolean }
  | { readonly is: 'integer'; readonly most: number }
  | { readonly is: 'date' }
  | { readonly is: 'instant' }
  | { readonly is: 'boolean' }
  | { readonly is: 'choice'; readonly of: readonly string[] }
  | { readonly is: 'currency' }
  | { readonly is: 'uuids' }
  | { readonly is: 'figures' };

/** False for values that in their canonical form hold letters, digits and `+-.:` at most, so that nothing in them needs an escape. */
export const isFreeText = ({ is }: ValueType): boolean => !['decimal', 'integer', 'date', 'instant', 'boolean', 'currency'].includes(is);

/** One value of a fact: its type, what stands in for a missing one, and the rules that speak when it is missing, impossible or negative. */
export interface Column {
  readonly type: ValueType;
  readonly required: boolean;
  /** Canonical text used where the source gives nothing. */
  readonly otherwise: string | null;
  /** false: only compared with what is stored, not kept. */
  readonly kept: boolean;
  /** Part of an identity: joined from several columns it needs all of them. */
  readonly identifies: boolean;
  /** An unreadable value counts as none. */
  readonly lenient: boolean;
  /** A date of something that has happened: it cannot lie ahead. */
  readonly happened: boolean;
  readonly missing: QuarantineRule;
  readonly impossible: QuarantineRule;
  readonly negative: QuarantineRule;
  /** What the value means, for the API's description. */
  readonly means: string;
}

type Rules = Partial<Omit<Column, 'type' | 'means' | 'required'>>;

const column = (type: ValueType, means: string, rules: Rules = {}): Column => ({
  type,
  means,
  required: false,
  otherwise: null,
  kept: true,
  identifies: false,
  lenient: false,
  happened: false,
  missing: 'missingValue',
  impossible: 'impossibleValue',
  negative: 'negativeValue',
  ...rules,
});

/** Marks a value that no fact can do without. */
export const required = (given: Column): Column => ({ ...given, required: true });

export const text = (means: string, longest: number = textLimit): Column => column({ is: 'text', longest }, means, { impossible: 'textTooLong' });
export const reference = (means: string): Column => ({ ...text(means), identifies: true, missing: 'missingExternalId' });
export const externalId = (means = 'the id by which the source knows this fact'): Column => required(reference(means));
export const unit = (means: string): Column => ({ ...text(means), missing: 'unitMismatch', impossible: 'unitMismatch' });
export const choice = (of: readonly string[], means: string): Column => column({ is: 'choice', of }, means);
export const date = (means: string, rules: Rules = {}): Column => column({ is: 'date' }, means, { missing: 'missingDate', impossible: 'impossibleDate', ...rules });
/** The day of something that has happened. */
export const past = (means: string, rules: Rules = {}): Column => date(means, { ...rules, happened: true });
export const quantity = (means: string, rules: Rules & { positive?: boolean } = {}): Column => {
  const { positive = false, ...given } = rules;
  const names = { missing: 'missingQuantity', impossible: 'impossibleQuantity', negative: 'negativeQuantity' } as const;
  return column({ is: 'decimal', digits: digits.quantity, positive }, means, { ...names, ...given });
};
export const amount = (means: string, of: Digits = digits.money): Column =>
  column({ is: 'decimal', digits: of, positive: false }, means, { impossible: 'impossiblePrice', negative: 'impossiblePrice' });
export const figure = (means: string): Column => column({ is: 'decimal', digits: digits.figure, positive: false }, means);
export const integer = (means: string, most: number): Column => column({ is: 'integer', most }, means);
export const flag = (means: string, otherwise: string | null = null): Column => column({ is: 'boolean' }, means, { otherwise });
export const currency = (means = 'ISO 4217, such as USD'): Column => column({ is: 'currency' }, means, { missing: 'currencyMismatch', impossible: 'currencyMismatch' });
export const files = (means: string): Column => column({ is: 'uuids' }, means, { otherwise: '{}' });
export const figures = (means: string): Column => column({ is: 'figures' }, means);
/** A value that is compared with the stored fact it belongs to, and not kept. */
export const compared = (given: Column): Column => ({ ...given, kept: false });

/** The values of one fact, by the names of its kind's columns; null where there is none. */
export type Values = Record<string, string | null>;

/** How a kind's own rules speak of a fact: about one of its columns. */
export interface Say {
  problem(column: string, rule: QuarantineRule, hint: string): void;
  warning(column: string, rule: WarningRule, hint: string): void;
}

/** The fact of another kind that this one belongs to, and the column with that one's external id. */
export interface Parent {
  readonly kind: string;
  readonly column: string;
}

/** One kind of fact: where it is stored, what it holds, and what must hold between its values. */
export interface FactKind {
  readonly name: string;
  readonly table: string;
  /** What one of them is, in words. */
  readonly means: string;
  /** false: the fact belongs to no supplier (items). */
  readonly ofSupplier: boolean;
  /** What a source gives, in the order of the API's description; `externalId` first. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Columns that `complete` fills in where the source does not give them. */
  readonly completed: readonly string[];
  /** The column with the day the fact belongs to; null where no day matters. */
  readonly day: string | null;
  readonly parent: Parent | null;
  /** Fills in what follows from the other values and says what is wrong between the values. Called only when each value alone is right. */
  complete(values: Values, say: Say): void;
}

/** A kind with its parts that most kinds do without. */
export function factKind(
  given: Pick<FactKind, 'name' | 'table' | 'means' | 'columns'> & Partial<Omit<FactKind, 'name' | 'table' | 'means' | 'columns'>>,
): FactKind {
  return { ofSupplier: true, completed: [], day: null, parent: null, complete: () => undefined, ...given, columns: { ...given.columns, recordedAt } };
}

/** Without it the last version to arrive counts. */
const recordedAt: Column = column(
  { is: 'instant' },
  'when the source last changed the fact; an older version that arrives later changes nothing',
  { missing: 'missingDate', impossible: 'impossibleDate' },
);

/** The columns that are stored, in a stable order. */
export function storedColumns(kind: FactKind): [string, Column][] {
  return Object.entries(kind.columns).filter(([, { kept }]) => kept);
}

/** The name of a column in the database: `receivedOn` is `received_on`. */
export const columnName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
