import { Exact } from '#domain/indicators/exact.js';
import { type Measures, noMeasures } from '#domain/indicators/measures.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';

/** Which lines are measured and what of the facts is known. */
export interface MeasureQuery {
  readonly supplierIds: readonly string[];
  /** Promised dates, inclusive, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** What happened after this day does not exist. */
  readonly asOf: string;
  /** Facts that arrived after this instant are not known, nor that they superseded others. */
  readonly cutOffAt: Date;
  /** Days after the promised date that still count as in time. */
  readonly toleranceDays: number;
}

interface MeasureRow {
  readonly linesDue: number;
  readonly linesOnTime: number;
  readonly quantityDue: string;
  readonly quantityInTime: string;
  readonly linesArrived: number;
  readonly daysLate: number;
  readonly leadTimeLines: number;
  readonly leadTimeDays: number;
  readonly leadTimeDaysSquared: number;
}

/**
 * Measures many suppliers in one set-based query; every supplier asked for is in the answer, without facts as zeros.
 * Equals `measureLines` of the domain, which says what each figure means and why.
 */
export async function measureSuppliers(db: Database | Transaction, query: MeasureQuery): Promise<Map<string, Measures>> {
  const rows = await connectionOf(db).$queryRaw<(MeasureRow & { supplierId: string })[]>(
    Prisma.sql`${judgedLines(query)} SELECT supplier_id AS "supplierId", ${sums} FROM judged GROUP BY supplier_id`,
  );
  const measures = new Map<string, Measures>(query.supplierIds.map((id) => [id, noMeasures]));
  for (const { supplierId, ...row } of rows) measures.set(supplierId, measuresOf(row));
  return measures;
}

/** Measures by calendar month of the promised date (`YYYY-MM`), all suppliers of the query together; months without lines are absent. */
export async function measureMonths(db: Database | Transaction, query: MeasureQuery): Promise<Map<string, Measures>> {
  const rows = await connectionOf(db).$queryRaw<(MeasureRow & { month: string })[]>(
    Prisma.sql`${judgedLines(query)} SELECT to_char(promised_date, 'YYYY-MM') AS month, ${sums} FROM judged GROUP BY month`,
  );
  return new Map(rows.map(({ month, ...row }) => [month, measuresOf(row)]));
}

const sums = Prisma.sql`
  count(*)::int AS "linesDue",
  count(*) FILTER (WHERE NOT failed AND in_time >= quantity)::int AS "linesOnTime",
  sum(quantity)::text AS "quantityDue",
  sum(least(in_time, quantity))::text AS "quantityInTime",
  count(completed_on)::int AS "linesArrived",
  coalesce(sum(greatest(completed_on - promised_date, 0)), 0)::float8 AS "daysLate",
  count(*) FILTER (WHERE completed_on >= order_date)::int AS "leadTimeLines",
  coalesce(sum(completed_on - order_date) FILTER (WHERE completed_on >= order_date), 0)::float8 AS "leadTimeDays",
  coalesce(sum((completed_on - order_date)::int8 * (completed_on - order_date)) FILTER (WHERE completed_on >= order_date), 0)::float8
    AS "leadTimeDaysSquared"`;

/** The lines due, each with what of it arrived in time and the day on which it was complete. */
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
    ), judged AS (
      SELECT due.supplier_id, due.order_date, due.promised_date, due.quantity, due.failed,
        coalesce(arrived.in_time, 0) AS in_time,
        CASE WHEN NOT due.failed THEN arrived.completed_on END AS completed_on
      FROM due LEFT JOIN arrived USING (source, external_id)
    )`;
}

/** Versions that were current at the cut-off: those still current, by their index, and those replaced since. */
function knownLines({ supplierIds, from, to, cutOffAt }: MeasureQuery): Prisma.Sql {
  const lines = Prisma.sql`SELECT supplier_id, source, external_id, order_date, promised_date, ordered_quantity,
      cancelled_by, cancelled_on, cancelled_quantity
    FROM order_lines
    WHERE supplier_id = ANY(${supplierIds}::uuid[]) AND promised_date BETWEEN ${from}::date AND ${to}::date
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

function measuresOf(row: MeasureRow): Measures {
  return { ...row, quantityDue: new Exact(row.quantityDue), quantityInTime: new Exact(row.quantityInTime) };
}
