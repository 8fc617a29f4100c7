import { z } from 'zod';

/** How many digits the stored numbers hold: whole digits, then decimals. Anything longer is refused, never rounded. */
export const digits = {
  quantity: { whole: 14, decimals: 4 },
  unitPrice: { whole: 12, decimals: 6 },
  lineValue: { whole: 16, decimals: 2 },
} as const;

/** Characters of a text that is part of an index; longer ones are a sign of a shifted column. */
export const textLimit = 200;

const decimal = (limit: { whole: number; decimals: number }) =>
  z.string().regex(new RegExp(`^\\d{1,${limit.whole}}(\\.\\d{1,${limit.decimals}})?$`), {
    error: `must be a decimal number of at most ${limit.whole} digits and ${limit.decimals} decimals, not negative`,
  });
const identifier = z.string().trim().min(1).max(textLimit);
const positive = decimal(digits.quantity).refine((text) => /[1-9]/.test(text), { error: 'must be more than 0' });

/**
 * An order line (a schedule line of an order). Quantities and prices are decimal strings, dates `YYYY-MM-DD` of the receiving site.
 * `promisedDate` is the original date, reset only by a change the buyer asked for.
 */
export const orderLineFact = z.object({
  externalId: identifier,
  orderNumber: z.string().nullable().default(null),
  item: z.string().nullable().default(null),
  category: z.string().nullable().default(null),
  orderedQuantity: positive,
  unit: z.string().min(1),
  unitPrice: decimal(digits.unitPrice).nullable().default(null),
  lineValue: decimal(digits.lineValue).nullable().default(null),
  currency: z.string().regex(/^[A-Z]{3}$/, { error: 'must be an ISO 4217 code such as USD' }).nullable().default(null),
  orderDate: z.iso.date().nullable().default(null),
  originalPromisedDate: z.iso.date(),
  promisedDate: z.iso.date(),
});

/** Goods received for an order line of the same source; a line can be received in parts. */
export const receiptFact = z.object({
  externalId: identifier,
  lineExternalId: identifier,
  quantity: decimal(digits.quantity),
  receivedOn: z.iso.date(),
});

export type OrderLineFact = z.infer<typeof orderLineFact>;
export type ReceiptFact = z.infer<typeof receiptFact>;

/**
 * The content of a fact as one text, equal exactly when supplier and all values are equal: what its hash is made from.
 * Empty values are left out, so that a field added later does not turn every stored fact into a new version.
 */
export function contentOf(supplierCode: string, fact: OrderLineFact | ReceiptFact): string {
  const parts = Object.entries(fact).filter(([, value]) => value !== null);
  parts.sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([supplierCode, ...parts]);
}
