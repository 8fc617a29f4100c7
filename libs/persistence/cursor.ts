import { validate as isUuid } from 'uuid';
import { isStorable } from './storable.js';

/** A page of a list; `nextCursor` is null on the last one. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** A cursor that this list did not give out. */
export class BadCursor extends Error {
  constructor() {
    super('The cursor is not one that this list has given; begin again without it.');
    this.name = 'BadCursor';
  }
}

/** Keyset position as an opaque string: the sort values of the last row of a page. */
export function encodeCursor(position: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** What each kind of value in a position is, once it is decoded. */
interface CursorValues {
  /** ISO 8601 in UTC with milliseconds, as `toISOString` writes it. */
  instant: string;
  /** An instant, or null for a row without one. */
  'instant?': string | null;
  uuid: string;
  text: string;
  /** A whole number from 0 to 2147483647. */
  integer: number;
  /** A whole number from 0 as decimal digits, below 10^18. */
  digits: string;
}

/** See {@link CursorValues}. */
export type CursorKind = keyof CursorValues;

type Position<Kinds extends readonly CursorKind[]> = { -readonly [Index in keyof Kinds]: CursorValues[Kinds[Index]] };

const isInstant = (value: unknown) =>
  typeof value === 'string' && /^(?!0000)\d{4}-/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;

// A cursor comes from outside, where anything can be written into it: only what the database can compare passes.
const fits: Readonly<Record<CursorKind, (value: unknown) => boolean>> = {
  instant: isInstant,
  'instant?': (value) => value === null || isInstant(value),
  uuid: isUuid,
  text: (value) => typeof value === 'string' && isStorable(value),
  integer: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2_147_483_647,
  digits: (value) => typeof value === 'string' && /^\d{1,18}$/.test(value),
};

/**
 * The inverse of {@link encodeCursor}: one value of each kind, in this order.
 * @throws BadCursor when it is malformed, or a value is missing, too much or of another kind
 */
export function decodeCursor<const Kinds extends readonly CursorKind[]>(cursor: string, kinds: Kinds): Position<Kinds> {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new BadCursor();
  }
  if (!Array.isArray(position) || position.length !== kinds.length) throw new BadCursor();
  if (!kinds.every((kind, index) => fits[kind](position[index]))) throw new BadCursor();
  return position as Position<Kinds>;
}

/** Cuts `limit + 1` fetched rows to a page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  position: (row: Row) => readonly (string | number | null)[],
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null,
  };
}
