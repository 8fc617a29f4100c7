import { z } from 'zod';

/** Query of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many at most.'),
  cursor: z.string().max(1000).optional().describe('`nextCursor` of the page before; absent for the first.'),
});

/** A page of items: `nextCursor` is null on the last one. */
export function pageOfItems<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Drops the properties that are undefined, so that optional filters stay absent. */
export function given<T extends object>(query: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}

/** `true` and `false` in a query. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** An id in a path. */
export const id = z.uuid();
