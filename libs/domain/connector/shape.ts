import { z } from 'zod';

/** Names from the outside in, joined by dots, such as `data.items`; empty for the answer itself. */
const path = z.string().max(200).regex(/^([^.\s]+(\.[^.\s]+){0,9})?$/u, { error: 'must be names joined by dots, such as data.items' });
const somewhere = path.min(1);
const parameter = z.string().min(1).max(100).regex(/^[A-Za-z0-9_.$[\]-]+$/, { error: 'must be the name of a query parameter' });

/** How the next page is asked for: not at all, by a cursor in the answer, by a link in the answer, or by counting rows or pages. */
const paging = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('none') }),
  z.strictObject({
    by: z.literal('cursor'),
    parameter: parameter.describe('Query parameter that takes the cursor.'),
    path: somewhere.describe('Where the answer has the next cursor; the last page has none there.'),
  }),
  z.strictObject({ by: z.literal('link'), path: somewhere.describe('Where the answer has the address of the next page; the last page has none there.') }),
  z.strictObject({
    by: z.literal('offset'),
    parameter: parameter.describe('Query parameter that takes the number of rows already taken.'),
    limitParameter: parameter.describe('Query parameter that takes the size of a page.'),
    limit: z.int().min(1).max(10_000).describe('Rows of a page; one with fewer is the last.'),
  }),
]);

/** How a pull asks only for what is new since the last one. */
const since = z.strictObject({
  parameter: parameter.describe('Query parameter that takes the mark of the last pull.'),
  from: z.enum(['rows', 'answer']).describe('`rows`: the greatest value among all rows; `answer`: what the last page says.'),
  path: somewhere.describe('Where a row, or the answer, has the mark.'),
});

/** Where the rows are in the answer of an HTTP JSON source, how its next page is asked for, and what marks how far a pull has come. */
export const connectorShape = z.strictObject({
  rows: path.default('').describe('Where the answer has its array of rows; empty when it is the array itself.'),
  next: paging.default({ by: 'none' }),
  since: since.nullable().default(null),
});

/** See {@link connectorShape}. */
export type ConnectorShape = z.infer<typeof connectorShape>;

/** Longest value of a cursor that is kept, in characters. */
export const LONGEST_MARK = 1_000;
