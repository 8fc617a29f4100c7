import { type Clusters, clustersOf, type SupplierHistory } from '#domain/foresight/clusters.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';
import { monthlyMeasuresSql } from '../measures/measures-sql.js';
import { boughtWithin, monitoredSuppliers } from '../monitoring/context.js';
import { type ForesightWindow, windowAsOf } from './window.js';

/** Months of spend that a supplier's share is taken from. */
const SPEND_MONTHS = 12;

/** High-potential and high-risk suppliers as of a day, and what sets them apart; see {@link clustersOf}. @throws Refusal `noPolicy` */
export async function supplierClusters(db: Database, { asOf, at }: { asOf: string; at: Date }): Promise<Clusters> {
  const window = await windowAsOf(db, { asOf, at });
  return clustersOf(await histories(db, window), window.terms);
}

type HistoryRow = Omit<SupplierHistory, 'months'> & { readonly months: string[]; readonly due: number[]; readonly onTime: number[] };

/** One row a supplier with enough months; the segment is that of today. */
async function histories(db: Database, window: ForesightWindow): Promise<SupplierHistory[]> {
  const { terms, from, to, asOf, cutOffAt, toleranceDays } = window;
  const query = { supplierIds: { sql: monitoredSuppliers }, from, to, asOf, cutOffAt, toleranceDays, groups: ['deliveries'] as const };
  const enough = Prisma.sql`FILTER (WHERE "linesDue" >= ${terms.minimumLines}::int)`;
  const rows = await db.prisma.$queryRaw<HistoryRow[]>(Prisma.sql`
    WITH series AS (
      SELECT supplier_id, array_agg(month ORDER BY month) ${enough} AS months, array_agg("linesDue"::int ORDER BY month) ${enough} AS due,
             array_agg("linesOnTime"::int ORDER BY month) ${enough} AS on_time, (sum("leadTimeDays") / nullif(sum("leadTimeLines"), 0))::float8 AS lead_time
        FROM (${monthlyMeasuresSql(query)}) AS measured
       GROUP BY supplier_id HAVING count(*) ${enough} >= ${terms.clusterMonths}::int
    ), spend AS (
      SELECT supplier_id, currency, sum(coalesce(line_value, ordered_quantity * unit_price)) AS spend, count(*) AS lines
        FROM order_lines WHERE ${boughtWithin(SPEND_MONTHS, window)} GROUP BY supplier_id, currency
    ), whole AS (
      SELECT currency, sum(spend) AS spend FROM spend GROUP BY currency ORDER BY sum(lines) DESC, currency LIMIT 1
    )
    SELECT s.id AS "supplierId", s.code, s.segment, months, due, on_time AS "onTime", lead_time AS "leadTime",
           coalesce(100 * spend.spend / nullif(whole.spend, 0), 0)::float8 AS "spendShare"
      FROM series JOIN suppliers s ON s.id = series.supplier_id
      LEFT JOIN whole ON true LEFT JOIN spend ON spend.supplier_id = s.id AND spend.currency IS NOT DISTINCT FROM whole.currency`);
  return rows.map(({ months, due, onTime, ...row }) => ({
    ...row,
    months: months.map((month, at) => ({ month, linesDue: due[at] ?? 0, linesOnTime: onTime[at] ?? 0 })),
  }));
}
