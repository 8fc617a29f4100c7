import { z } from 'zod';
import { indicatorNameSchema } from '#domain/indicators/catalogue.js';
import { unitSchema } from '#domain/indicators/definition.js';
import { supplierKinds } from '#domain/supplier/supplier.js';
import { grades, segments, supplierStatuses } from '#domain/supplier/status.js';
import { timelineKinds } from '#persistence/suppliers/timeline.js';
import type { SupplierRecord } from '#persistence/suppliers/records.js';
import { date, dateText, instant } from '../http/answers.js';
import { pageOfItems, pageQuery } from '../http/paging.js';

const contact = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  language: z.string().nullable(),
  escalateToId: z.uuid().nullable(),
});

export const supplierSchema = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    taxId: z.string().nullable(),
    country: z.string().nullable(),
    timeZone: z.string(),
    language: z.string(),
    kind: z.string().describe(supplierKinds.join(', ')),
    status: z.enum(supplierStatuses),
    segment: z.enum(segments),
    grade: z.enum(grades).nullable().describe('Null until an official evaluation was published.'),
    paretoClass: z.int().min(1).max(3).nullable().describe('By spend of the trailing months: 1 to 80 %, 2 to 95 %, 3 the rest; null before the first run, or when its spend is in another currency.'),
    categories: z.array(z.string()),
    ordersBlockedFrom: date.nullable().describe('From this day on nothing new is to be ordered: the supplier is being phased out. Null: no end is set.'),
    owner: z.object({ id: z.uuid(), name: z.string(), email: z.string() }).nullable(),
    contacts: z.array(contact),
    mergedIntoId: z.uuid().nullable(),
    version: z.int().describe('Also the ETag; give it as If-Match with a change.'),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Supplier' });

export const supplierItem = supplierSchema
  .extend({
    onTimeDelivery: z
      .object({ value: z.number().nullable(), numerator: z.number(), denominator: z.number() })
      .describe('Percent of the lines due, over `from` to `to` or all there are; null without lines.'),
    openCases: z.int(),
  })
  .meta({ id: 'SupplierItem' });

export const suppliers = pageOfItems(supplierItem).meta({ id: 'Suppliers' });

export const supplierQuery = pageQuery.extend({
  q: z.string().max(200).optional().describe('Part of the name or code.'),
  status: z.enum(supplierStatuses).optional(),
  segment: z.enum(segments).optional(),
  grade: z.enum(grades).optional(),
  paretoClass: z.coerce.number().int().min(1).max(3).optional(),
  ownerId: z.uuid().optional(),
  from: date.optional(),
  to: date.optional(),
});

const figure = {
  value: z.number().nullable().describe('Given whenever the denominator is above 0, also under the minimum sample.'),
  sample: z.int(),
  numerator: z.number(),
  denominator: z.number(),
  status: z.enum(['ok', 'insufficientData']),
};

export const indicatorSchema = z
  .object({
    indicator: indicatorNameSchema,
    unit: unitSchema,
    ...figure,
    series: z.array(z.object({ month: z.string().describe('YYYY-MM'), ...figure })).optional(),
  })
  .meta({ id: 'Indicator' });

export const indicatorsSchema = z.object({ items: z.array(indicatorSchema) }).meta({ id: 'Indicators' });

export const indicatorsQuery = z.object({
  from: date.describe('First promised date, inclusive.'),
  to: date.describe('Last promised date, inclusive.'),
  by: z.enum(['month']).optional().describe('Adds the series.'),
  asOf: date.optional().describe('The day from which it is looked at: lines promised later are not due. Default: today.'),
});

export const timelineEntry = z
  .object({
    id: z.string(),
    kind: z.enum(timelineKinds),
    at: instant,
    caseId: z.uuid().nullable(),
    data: z
      .record(z.string(), z.unknown())
      .describe(
        'event: type, actorKind, actorId, data; score: evaluationId, periodStart, periodEnd, score, grade, official; ' +
          'restatement: those, and scoreBefore, gradeBefore, revision; message: direction, channel, author, text; import: importId, fileName, orderLines; ' +
          'segmentation: category, segment, supplyRisk, profitImpact; override: what (made, ended, expired), category, segment, reason, expiresOn; ' +
          'merge: keptId, mergedId, facts, contacts, reason; finding: what (found, lifted), finding, reason; ' +
          'alert: what (raised, told, closed), rule, subject, raisedFor, severity or because; submission: what (submitted, accepted, returned), submission, text or reason. ' +
          'formerSupplierId: it happened with a supplier that was merged into this one.',
      ),
  })
  .meta({ id: 'TimelineEntry' });

export const timeline = pageOfItems(timelineEntry).meta({ id: 'Timeline' });

/** A supplier as the API shows it. */
export function shownSupplier(record: SupplierRecord): z.infer<typeof supplierSchema> {
  const { ordersBlockedFrom } = record;
  return { ...record, ordersBlockedFrom: ordersBlockedFrom && dateText(ordersBlockedFrom), createdAt: record.createdAt.toISOString(), updatedAt: record.updatedAt.toISOString() };
}
