import { z } from 'zod';
import { textLimit, type Column, type FactKind, type ValueType } from './kind.js';
import { certificates } from './kinds/certificates.js';
import { complaints } from './kinds/complaints.js';
import { contracts } from './kinds/contracts.js';
import { inspections } from './kinds/inspections.js';
import { invoices } from './kinds/invoices.js';
import { items } from './kinds/items.js';
import { orderLines } from './kinds/order-lines.js';
import { payments } from './kinds/payments.js';
import { progressReports } from './kinds/progress-reports.js';
import { receiptReversals } from './kinds/receipt-reversals.js';
import { receipts } from './kinds/receipts.js';
import { shipments } from './kinds/shipments.js';
import { stoppages } from './kinds/stoppages.js';
import { surveyAnswers } from './kinds/survey-answers.js';
import { trackingEvents } from './kinds/tracking-events.js';

/** Every kind of fact by name: one line each. */
export const factKinds = {
  items,
  orderLines,
  receipts,
  receiptReversals,
  shipments,
  trackingEvents,
  inspections,
  invoices,
  payments,
  complaints,
  stoppages,
  surveyAnswers,
  progressReports,
  certificates,
  contracts,
} as const satisfies Record<string, FactKind>;

export type FactKindName = keyof typeof factKinds;

export const factKindNames = Object.keys(factKinds) as [FactKindName, ...FactKindName[]];

/** The kind of that name. */
export const kindNamed = (name: FactKindName): FactKind => factKinds[name];

/** The kinds whose facts belong to one of that kind, as receipts do to an order line. */
export const kindsBelongingTo = ({ name }: FactKind): FactKind[] => Object.values<FactKind>(factKinds).filter(({ parent }) => parent?.kind === name);

/**
 * The schema of one fact as JSON, which documents `POST /facts/{kind}`: numbers as numbers or decimal strings, dates
 * `YYYY-MM-DD`. The supplier of a fact that belongs to another may be left out: it is that one's. The cleaning reads a fact
 * itself, so that one bad fact is quarantined and does not refuse the batch.
 */
export function factBody(name: FactKindName): z.ZodObject {
  const kind = kindNamed(name);
  const supplier = z.string().trim().min(1).max(textLimit).describe('the code of the supplier');
  const supplierCode = !kind.ofSupplier ? {} : { supplierCode: kind.parent ? supplier.nullish() : supplier };
  const values = Object.fromEntries(Object.entries(kind.columns).map(([column, of]) => [column, bodyOf(of)]));
  return z.strictObject({ ...supplierCode, ...values }).meta({ id: `Fact${name.charAt(0).toUpperCase()}${name.slice(1)}`, description: kind.means });
}

function bodyOf(column: Column): z.ZodType {
  const schema = schemaOf(column.type).describe(column.means);
  return column.required && column.otherwise === null ? schema : schema.nullish();
}

function schemaOf(type: ValueType): z.ZodType {
  switch (type.is) {
    case 'text':
      return z.string().max(type.longest);
    case 'decimal':
      return z.union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?$/, { error: 'must be a decimal number that is not negative' })]);
    case 'integer':
      return z.int().min(0).max(type.most);
    case 'date':
      return z.iso.date();
    case 'instant':
      return z.iso.datetime({ offset: true });
    case 'boolean':
      return z.boolean();
    case 'currency':
      return z.string().regex(/^[A-Z]{3}$/, { error: 'must be an ISO 4217 code such as USD' });
    case 'choice':
      return z.enum(type.of as [string, ...string[]]);
    case 'uuids':
      return z.array(z.uuid()).max(50);
    case 'figures':
      return z.record(z.string().max(100), z.union([z.number(), z.string().max(100)]));
  }
}
