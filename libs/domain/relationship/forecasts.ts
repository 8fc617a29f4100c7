import { z } from 'zod';

const line = (longest: number) => z.string().trim().min(1, 'must not be empty').max(longest).regex(/^\P{Cc}*$/u, 'must be one line without control characters');
const quantity = z.number().min(0).max(1e12);

/** Lines of one forecast: a page that a person can commit to. */
export const MOST_LINES = 100;
/** Characters of a comment to a line. */
export const LONGEST_COMMENT = 500;

/** What we expect to need, as somebody publishes it. */
export const forecastBody = z
  .strictObject({
    contactId: z.uuid().nullable().default(null).describe('Who is asked to commit; the first contact if left out.'),
    businessDays: z.int().min(1).max(60).default(5).describe('Of the supplier, until the commitment is due.'),
    lines: z
      .array(
        z.strictObject({
          item: line(200).nullable().default(null),
          category: line(200).nullable().default(null),
          month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'is a month, such as 2026-12'),
          quantity,
          unit: line(20),
        }),
      )
      .min(1)
      .max(MOST_LINES),
  })
  .superRefine(({ lines }, context) => {
    const seen = new Set<string>();
    for (const [index, { item, category, month, unit }] of lines.entries()) {
      const path = ['lines', index];
      if ((item === null) === (category === null)) context.addIssue({ code: 'custom', path, message: 'names either an item or a category' });
      const key = JSON.stringify([item, category, month, unit]);
      if (seen.has(key)) context.addIssue({ code: 'custom', path, message: 'stands twice' });
      seen.add(key);
    }
  })
  .meta({ id: 'ForecastBody' });

/** See {@link forecastBody}. */
export type ForecastBody = z.infer<typeof forecastBody>;

/** What a typed quantity means: a decimal point or comma, spaces between groups; null when it is none. */
export function readQuantity(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return /^\d{1,12}(\.\d{1,4})?$/.test(plain) ? Number(plain) : null;
}

/** How far one quantity is from what was expected, in percent of that with one decimal; null where nothing was expected, or it is not known. */
export function deviation(actual: number | null, expected: number | null): number | null {
  return actual === null || expected === null || expected === 0 ? null : Math.round(((actual - expected) / expected) * 1000) / 10;
}
