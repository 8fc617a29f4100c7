import { Prisma } from '../generated/client.js';
import type { FactGroup } from './fact-group.js';
import { happened, inScope, knownFacts, type MeasureQuery } from './query.js';

const one = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`(${condition})::int`;
const onTime = Prisma.sql`NOT failed AND in_time >= quantity`;
const ordered = (value: Prisma.Sql): Prisma.Sql => Prisma.sql`CASE WHEN completed_on >= order_date THEN ${value} END`;

/**
 * Order lines due, each with what of it arrived in time and the day on which it was complete.
 * Equals `measureLines` of the domain, which says what each figure means and why.
 */
export const deliveries: FactGroup = {
  rows: (query) => judgedLines(query, linesDue(query)),
  sums: {
    linesDue: Prisma.sql`1`,
    linesOnTime: one(onTime),
    quantityDue: Prisma.sql`quantity`,
    quantityInTime: Prisma.sql`least(in_time, quantity)`,
    linesArrived: one(Prisma.sql`completed_on IS NOT NULL`),
    daysLate: Prisma.sql`greatest(completed_on - promised_date, 0)`,
    leadTimeLines: ordered(Prisma.sql`1`),
    leadTimeDays: ordered(Prisma.sql`completed_on - order_date`),
    leadTimeDaysSquared: ordered(Prisma.sql`(completed_on - order_date)::int8 * (completed_on - order_date)`),
  },
};

/** The same lines, each also with whether what came was accepted and not too much. */
export const inFull: FactGroup = {
  rows: (query) => withAcceptance(query, judgedLines(query, linesDue(query))),
  sums: { linesInFull: one(Prisma.sql`${onTime} AND accepted AND not_too_much`) },
};

/** The lines of both groups for people who check a figure: also those that the buyer cancelled in time, with a quantity of 0. */
export function linesWithCancelled(query: MeasureQuery): Prisma.Sql {
  return withAcceptance(query, judgedLines(query, promisedLines(query)));
}

function withAcceptance(query: MeasureQuery, lines: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT line.*, refused.line_external_id IS NULL AS accepted,
      arrived <= quantity * (1 + ${query.overDeliveryPercent ?? 5}::numeric / 100) AS not_too_much
    FROM (${lines}) AS line LEFT JOIN (
      SELECT DISTINCT supplier_id, source, line_external_id
      FROM (${knownFacts(
        query,
        'inspections',
        Prisma.sql`supplier_id, source, line_external_id`,
        Prisma.sql`${inScope(query)} AND ${happened(query, Prisma.sql`inspected_on`)} AND line_external_id IS NOT NULL AND (rejected_quantity > 0 OR NOT ${lotAccepted})`,
      )}) AS inspection
    ) AS refused ON refused.supplier_id = line.supplier_id AND refused.source = line.source AND refused.line_external_id = line.external_id`;
}

/** Whether a lot was accepted, as it was or under concession; without a disposition nothing of it may be rejected. */
export const lotAccepted = Prisma.sql`CASE WHEN disposition IS NULL THEN rejected_quantity = 0 ELSE disposition IN ('accept', 'concession') END`;

/**
 * One join and one sort by supplier and line, along which everything else streams: how much had arrived of the line with
 * each receipt, the line's totals, and then the supplier's sums.
 */
function judgedLines(query: MeasureQuery, lines: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT id, supplier_id, any_value(promised_date) AS on_date, any_value(source) AS source, any_value(external_id) AS external_id,
      any_value(order_date) AS order_date, any_value(promised_date) AS promised_date, any_value(quantity) AS quantity,
      any_value(failed) AS failed, coalesce(sum(part), 0) AS arrived,
      coalesce(sum(part) FILTER (WHERE received_on <= deadline), 0) AS in_time,
      min(received_on) FILTER (WHERE arrived_by_then >= quantity AND NOT failed) AS completed_on
    FROM (
      SELECT due.*, receipt.received_on, receipt.quantity AS part,
        sum(receipt.quantity) OVER (PARTITION BY due.supplier_id, due.id ORDER BY receipt.received_on) AS arrived_by_then
      FROM (${lines}) AS due LEFT JOIN (${netReceipts(query, Prisma.sql`true`)}) AS receipt
        ON receipt.supplier_id = due.supplier_id AND receipt.source = due.source AND receipt.line_external_id = due.external_id
    ) AS line
    GROUP BY supplier_id, id`;
}

function linesDue(query: MeasureQuery): Prisma.Sql {
  return Prisma.sql`SELECT * FROM (${promisedLines(query)}) AS line WHERE quantity > 0`;
}

function promisedLines(query: MeasureQuery): Prisma.Sql {
  const { from, to, asOf, toleranceDays } = query;
  const columns = Prisma.sql`id, supplier_id, source, external_id, order_date, promised_date, promised_date + ${toleranceDays}::int AS deadline,
    ordered_quantity - CASE WHEN cancelled_by = 'buyer' AND cancelled_on <= promised_date
      THEN coalesce(cancelled_quantity, ordered_quantity) ELSE 0 END AS quantity,
    coalesce(cancelled_by = 'supplier' AND cancelled_on <= ${asOf}::date, false) AS failed`;
  const where = Prisma.sql`${inScope(query)} AND promised_date BETWEEN ${from}::date AND least(${to}::date, ${asOf}::date - ${toleranceDays}::int)`;
  return knownFacts(query, 'order_lines', columns, where);
}

/** Receipts without what was taken back of them until the day looked from, as if that had never come: by the day of the receipt. */
export function netReceipts(query: MeasureQuery, where: Prisma.Sql): Prisma.Sql {
  const receipts = knownFacts(
    query,
    'receipts',
    Prisma.sql`id, supplier_id, source, external_id, line_external_id, received_on, quantity`,
    Prisma.sql`${inScope(query)} AND ${happened(query, Prisma.sql`received_on`)} AND ${where}`,
  );
  const reversals = knownFacts(
    query,
    'receipt_reversals',
    Prisma.sql`supplier_id, source, receipt_external_id, quantity`,
    Prisma.sql`${inScope(query)} AND ${happened(query, Prisma.sql`reversed_on`)}`,
  );
  return Prisma.sql`
    SELECT receipt.id, receipt.supplier_id, receipt.source, receipt.external_id, receipt.line_external_id, receipt.received_on,
      receipt.quantity AS received, coalesce(reversed.quantity, 0) AS reversed,
      greatest(receipt.quantity - coalesce(reversed.quantity, 0), 0) AS quantity
    FROM (${receipts}) AS receipt LEFT JOIN (
      SELECT supplier_id, source, receipt_external_id, sum(quantity) AS quantity
      FROM (${reversals}) AS reversal GROUP BY supplier_id, source, receipt_external_id
    ) AS reversed ON reversed.supplier_id = receipt.supplier_id AND reversed.source = receipt.source
      AND reversed.receipt_external_id = receipt.external_id`;
}
