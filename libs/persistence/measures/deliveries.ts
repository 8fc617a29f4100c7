import { Prisma } from '../generated/client.js';
import type { FactGroup } from './fact-group.js';
import { inScope, type MeasureQuery } from './query.js';

/**
 * Order lines due, each with what of it arrived in time and the day on which it was complete.
 * Equals `measureLines` of the domain, which says what each figure means and why.
 */
export const deliveries: FactGroup = {
  rows: judgedLines,
  sums: {
    linesDue: Prisma.sql`count(*)`,
    linesOnTime: Prisma.sql`count(*) FILTER (WHERE NOT failed AND in_time >= quantity)`,
    quantityDue: Prisma.sql`sum(quantity)`,
    quantityInTime: Prisma.sql`sum(least(in_time, quantity))`,
    linesArrived: Prisma.sql`count(completed_on)`,
    daysLate: Prisma.sql`sum(greatest(completed_on - promised_date, 0))`,
    leadTimeLines: Prisma.sql`count(*) FILTER (WHERE completed_on >= order_date)`,
    leadTimeDays: Prisma.sql`sum(completed_on - order_date) FILTER (WHERE completed_on >= order_date)`,
    leadTimeDaysSquared: Prisma.sql`sum((completed_on - order_date)::int8 * (completed_on - order_date)) FILTER (WHERE completed_on >= order_date)`,
  },
};

function judgedLines(query: MeasureQuery): Prisma.Sql {
  return Prisma.sql`
    WITH due AS MATERIALIZED (
      SELECT * FROM (
        SELECT supplier_id, source, external_id, order_date, promised_date,
          promised_date + ${query.toleranceDays}::int AS deadline,
          ordered_quantity - CASE WHEN cancelled_by = 'buyer' AND cancelled_on <= promised_date
            THEN coalesce(cancelled_quantity, ordered_quantity) ELSE 0 END AS quantity,
          coalesce(cancelled_by = 'supplier' AND cancelled_on <= ${query.asOf}::date, false) AS failed
        FROM (${knownLines(query)}) AS line
      ) AS line
      WHERE deadline <= ${query.asOf}::date AND quantity > 0
    ), arrivals AS (
      SELECT source, external_id, received_on, deadline, quantity, due_quantity,
        sum(quantity) OVER (PARTITION BY source, external_id ORDER BY received_on) AS arrived
      FROM (${knownReceipts(query)}) AS receipt
      WHERE received_on <= ${query.asOf}::date
    ), arrived AS (
      SELECT source, external_id, sum(quantity) FILTER (WHERE received_on <= deadline) AS in_time,
        min(received_on) FILTER (WHERE arrived >= due_quantity) AS completed_on
      FROM arrivals GROUP BY source, external_id
    )
    SELECT due.supplier_id, due.promised_date AS on_date, due.order_date, due.promised_date, due.quantity, due.failed,
      coalesce(arrived.in_time, 0) AS in_time,
      CASE WHEN NOT due.failed THEN arrived.completed_on END AS completed_on
    FROM due LEFT JOIN arrived USING (source, external_id)`;
}

/** Versions that were current at the cut-off: those still current, by their index, and those replaced since. */
function knownLines({ supplierIds, from, to, cutOffAt }: MeasureQuery): Prisma.Sql {
  const lines = Prisma.sql`SELECT supplier_id, source, external_id, order_date, promised_date, ordered_quantity,
      cancelled_by, cancelled_on, cancelled_quantity
    FROM order_lines
    WHERE ${inScope(Prisma.sql`supplier_id`, supplierIds)} AND promised_date BETWEEN ${from}::date AND ${to}::date
      AND arrived_at <= ${cutOffAt.toISOString()}::timestamptz`;
  return Prisma.sql`${lines} AND superseded_at IS NULL
    UNION ALL ${lines} AND superseded_at > ${cutOffAt.toISOString()}::timestamptz`;
}

/**
 * The same of the receipts of the lines due. The first branch looks each line up in the index (OFFSET 0 keeps it so):
 * joined freely, all receipts of all suppliers would be sorted for every chunk.
 */
function knownReceipts({ cutOffAt }: MeasureQuery): Prisma.Sql {
  const cutOff = cutOffAt.toISOString();
  const line = Prisma.sql`due.source, due.external_id, due.deadline, due.quantity AS due_quantity`;
  return Prisma.sql`
    SELECT ${line}, current.received_on, current.quantity
    FROM due CROSS JOIN LATERAL (
      SELECT received_on, quantity FROM receipts
      WHERE receipts.source = due.source AND receipts.line_external_id = due.external_id
        AND superseded_at IS NULL AND arrived_at <= ${cutOff}::timestamptz
      OFFSET 0
    ) AS current
    UNION ALL
    SELECT ${line}, replaced.received_on, replaced.quantity
    FROM due JOIN receipts AS replaced ON replaced.source = due.source AND replaced.line_external_id = due.external_id
    WHERE replaced.superseded_at > ${cutOff}::timestamptz AND replaced.arrived_at <= ${cutOff}::timestamptz`;
}
