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

/**
 * The inverse of {@link encodeCursor}.
 * @throws BadCursor when it is malformed or has another number of values
 */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new BadCursor();
  }
  const scalar = (value: unknown) => value === null || typeof value === 'string' || typeof value === 'number';
  if (!Array.isArray(position) || position.length !== length || !position.every(scalar)) throw new BadCursor();
  return position as (string | number | null)[];
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
