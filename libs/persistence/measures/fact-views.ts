import type { MeasureGroup } from '#domain/indicators/measure-catalogue.js';
import { Prisma } from '../generated/client.js';
import { linesWithCancelled } from './lines.js';
import type { MeasureQuery } from './query.js';

/** How a fact counted in a figure. */
export type Counted =
  | 'onTime'
  | 'late'
  | 'short'
  | 'failed'
  | 'cancelled'
  | 'inFull'
  | 'overDelivered'
  | 'notAccepted'
  | 'accepted'
  | 'rejected'
  | 'received'
  | 'compared'
  | 'accurate'
  | 'inaccurate'
  | 'paidOnTime'
  | 'paidLate'
  | 'answeredOnTime'
  | 'answeredLate'
  | 'inTheMiddle'
  | 'besideTheMiddle'
  | 'lasting'
  | 'recurred'
  | 'stoppage'
  | 'answer'
  | 'rated'
  | 'complaint';

/** The facts of a group as people look at them. */
export interface FactView {
  /** What one of them is called. */
  readonly kind: string;
  /** The table in which they are stored, as `stored` beside the group's row `fact`; null where the row says all. */
  readonly table: string | null;
  /** How it counted: one of {@link Counted}. */
  readonly counted: Prisma.Sql;
  /** Its content as a jsonb expression. */
  readonly content: Prisma.Sql;
  /** Rows in place of the group's own. */
  readonly rows?: (query: MeasureQuery) => Prisma.Sql;
}

const choose = (counted: Counted, condition: Prisma.Sql, otherwise: Counted): Prisma.Sql =>
  Prisma.sql`CASE WHEN ${condition} THEN ${counted} ELSE ${otherwise} END`;

const lineColumns = Prisma.sql`'source', stored.source, 'externalId', stored.external_id, 'orderNumber', stored.order_number, 'item', stored.item,
  'orderedQuantity', stored.ordered_quantity, 'unit', stored.unit`;

const lineContent = Prisma.sql`jsonb_build_object(${lineColumns}, 'quantityDue', fact.quantity, 'quantityArrived', fact.arrived,
  'quantityInTime', least(fact.in_time, fact.quantity), 'orderDate', stored.order_date, 'originalPromisedDate', stored.original_promised_date,
  'promisedDate', stored.promised_date, 'completedOn', fact.completed_on, 'accepted', fact.accepted,
  'cancelledBy', stored.cancelled_by, 'cancelledOn', stored.cancelled_on, 'cancelledQuantity', stored.cancelled_quantity)`;

const lineFate = Prisma.sql`WHEN fact.quantity <= 0 THEN 'cancelled' WHEN fact.failed THEN 'failed'
  WHEN fact.in_time < fact.quantity AND fact.completed_on IS NULL AND fact.arrived > 0 THEN 'short' WHEN fact.in_time < fact.quantity THEN 'late'`;

const priceColumns = Prisma.sql`${lineColumns}, 'promisedDate', stored.promised_date, 'quantity', fact.quantity, 'unitPrice', fact.unit_price::text,
  'currency', stored.currency`;

/** How the facts behind each group's measures are shown. */
export const factViews: Readonly<Record<MeasureGroup, FactView>> = {
  deliveries: {
    kind: 'orderLine',
    table: 'order_lines',
    rows: linesWithCancelled,
    counted: Prisma.sql`CASE ${lineFate} ELSE 'onTime' END`,
    content: lineContent,
  },
  inFull: {
    kind: 'orderLine',
    table: 'order_lines',
    rows: linesWithCancelled,
    counted: Prisma.sql`CASE ${lineFate} WHEN NOT fact.accepted THEN 'notAccepted' WHEN NOT fact.not_too_much THEN 'overDelivered' ELSE 'inFull' END`,
    content: lineContent,
  },
  inspections: {
    kind: 'inspection',
    table: 'inspections',
    counted: choose('accepted', Prisma.sql`fact.accepted`, 'rejected'),
    content: Prisma.sql`jsonb_build_object('source', stored.source, 'externalId', stored.external_id, 'lineExternalId', stored.line_external_id,
      'lot', stored.lot, 'inspectedOn', stored.inspected_on, 'inspectedQuantity', stored.inspected_quantity, 'rejectedQuantity', stored.rejected_quantity,
      'concessionQuantity', stored.concession_quantity, 'defectType', stored.defect_type, 'disposition', stored.disposition)`,
  },
  receipts: {
    kind: 'receipt',
    table: null,
    counted: Prisma.sql`'received'`,
    content: Prisma.sql`jsonb_build_object('source', fact.source, 'externalId', fact.external_id, 'lineExternalId', fact.line_external_id,
      'receivedOn', fact.received_on, 'received', fact.received, 'takenBack', fact.reversed, 'quantity', fact.quantity)`,
  },
  prices: {
    kind: 'orderLine',
    table: 'order_lines',
    counted: Prisma.sql`'compared'`,
    content: Prisma.sql`jsonb_build_object(${priceColumns}, 'benchmark', round(fact.benchmark, 6)::text)`,
  },
  costs: {
    kind: 'orderLine',
    table: 'order_lines',
    counted: Prisma.sql`'compared'`,
    content: Prisma.sql`jsonb_build_object(${priceColumns}, 'priceBefore', round(fact.price_before, 6)::text)`,
  },
  transport: {
    kind: 'orderLine',
    table: 'order_lines',
    counted: Prisma.sql`'compared'`,
    content: Prisma.sql`jsonb_build_object(${priceColumns}, 'transportCost', fact.transport_cost::text)`,
  },
  invoices: {
    kind: 'invoice',
    table: 'invoices',
    counted: choose('accurate', Prisma.sql`fact.accurate`, 'inaccurate'),
    content: Prisma.sql`jsonb_build_object('source', stored.source, 'externalId', stored.external_id, 'lineExternalId', stored.line_external_id,
      'invoicedOn', stored.invoiced_on, 'amount', stored.amount::text, 'currency', stored.currency)`,
  },
  payments: {
    kind: 'invoice',
    table: 'invoices',
    counted: choose('paidOnTime', Prisma.sql`fact.paid_in_time >= fact.amount`, 'paidLate'),
    content: Prisma.sql`jsonb_build_object('source', stored.source, 'externalId', stored.external_id, 'invoicedOn', stored.invoiced_on,
      'dueOn', stored.due_on, 'amount', stored.amount::text, 'currency', stored.currency, 'paid', fact.paid::text,
      'paidInTime', fact.paid_in_time::text, 'lastPaidOn', fact.paid_on)`,
  },
  answers: {
    kind: 'question',
    table: null,
    counted: choose('answeredOnTime', Prisma.sql`fact.in_time`, 'answeredLate'),
    content: Prisma.sql`jsonb_build_object('step', fact.step, 'dueOn', fact.on_date, 'inTime', fact.in_time)`,
  },
  answerTimes: {
    kind: 'answer',
    table: 'supplier_responses',
    counted: choose('inTheMiddle', Prisma.sql`fact.in_the_middle`, 'besideTheMiddle'),
    content: Prisma.sql`jsonb_build_object('step', fact.step, 'caseId', stored.case_id, 'askedAt', stored.asked_at, 'answeredAt', stored.answered_at,
      'hours', fact.hours, 'place', fact.place, 'answers', fact.answers)`,
  },
  rectifications: {
    kind: 'rectification',
    table: 'cases',
    counted: choose('lasting', Prisma.sql`fact.lasting`, 'recurred'),
    content: Prisma.sql`jsonb_build_object('caseId', stored.id, 'openedAt', stored.opened_at, 'closedAt', stored.closed_at, 'watchedUntil', fact.on_date)`,
  },
  stoppages: {
    kind: 'stoppage',
    table: 'stoppages',
    counted: Prisma.sql`'stoppage'`,
    content: Prisma.sql`jsonb_build_object('source', stored.source, 'externalId', stored.external_id, 'occurredOn', stored.occurred_on,
      'hours', stored.hours, 'reason', stored.reason)`,
  },
  surveys: {
    kind: 'surveyAnswer',
    table: 'survey_answers',
    counted: Prisma.sql`'answer'`,
    content: Prisma.sql`jsonb_build_object('source', stored.source, 'externalId', stored.external_id, 'survey', stored.survey,
      'answeredOn', stored.answered_on, 'score', stored.score)`,
  },
  ratings: {
    kind: 'rating',
    table: null,
    counted: Prisma.sql`'rated'`,
    content: Prisma.sql`jsonb_build_object('evaluationId', fact.id, 'score', fact.used, 'raters', fact.raters, 'raw', fact.raw, 'calibrated', fact.calibrated)`,
  },
  complaints: {
    kind: 'complaint',
    table: 'complaints',
    counted: Prisma.sql`'complaint'`,
    content: Prisma.sql`jsonb_build_object('source', stored.source, 'externalId', stored.external_id, 'openedOn', stored.opened_on, 'kind', stored.kind,
      'severity', stored.severity, 'item', stored.item, 'closedOn', stored.closed_on)`,
  },
};
