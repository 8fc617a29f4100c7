import { IANAZone } from 'luxon';
import { z } from 'zod';
import { segments } from './status.js';

export const supplierLanguages = ['en', 'ru', 'zh'] as const;
export const supplierKinds = ['product', 'service', 'finance', 'partner'] as const;
export type SupplierKind = (typeof supplierKinds)[number];

/** One line: names stand in subjects and greetings. */
const text = (longest: number) => z.string().trim().min(1).max(longest).regex(/^\P{Cc}*$/u, 'must be one line without control characters');

/** A code as people and ERPs write it: letters and digits of any script, then also . _ / and hyphen. */
export const supplierCode = z
  .string()
  .trim()
  .max(200)
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._/-]*$/u, { error: 'must begin with a letter or digit and hold only letters, digits, . _ / and -' });

const country = z.string().regex(/^[A-Z]{2}$/, { error: 'must be an ISO 3166-1 code of two capital letters, such as IN' });
const timeZone = z.string().refine((name) => IANAZone.isValidZone(name), { error: 'must be an IANA time zone such as Asia/Kolkata' });
const language = z.enum(supplierLanguages);

/** A person at the supplier. Mail addresses are kept in lower case: that is how senders are compared. */
export const contactBody = z.strictObject({
  name: text(200),
  email: z.string().trim().toLowerCase().pipe(z.email()),
  role: text(60).default('contact'),
  language: language.nullable().default(null),
});

const contacts = z
  .array(contactBody)
  .max(100)
  .refine((list) => new Set(list.map((contact) => contact.email)).size === list.length, { error: 'name an address only once' });

/** Body of `POST /suppliers`. */
export const newSupplierBody = z.strictObject({
  code: supplierCode,
  name: text(200),
  country,
  timeZone: timeZone.default('UTC'),
  language: language.default('en'),
  taxId: text(60).nullable().default(null),
  kind: z.enum(supplierKinds).default('product'),
  categories: z.array(text(200)).max(100).default([]),
  contacts: contacts.default([]),
});

/**
 * Body of `PATCH /suppliers/{id}`: what is left out stays. A list given replaces the list; a contact whose address is in
 * both keeps its id. The code is how other systems know the supplier and never changes. A segment given here is an override
 * of the computed one: it takes the right to override, and holds until `segmentExpiresOn` or as long as the policy lets one.
 */
export const supplierChange = z.strictObject({
  name: text(200).optional(),
  country: country.optional(),
  timeZone: timeZone.optional(),
  language: language.optional(),
  taxId: text(60).nullable().optional(),
  kind: z.enum(supplierKinds).optional(),
  categories: z.array(text(200)).max(100).optional(),
  segment: z.enum(segments).optional(),
  segmentReason: z.string().trim().min(3).max(2000).optional(),
  segmentExpiresOn: z.iso.date().optional(),
  ownerId: z.uuid().nullable().optional(),
  contacts: contacts.optional(),
});

export type NewSupplier = z.infer<typeof newSupplierBody>;
export type SupplierChange = z.infer<typeof supplierChange>;
export type ContactBody = z.infer<typeof contactBody>;
