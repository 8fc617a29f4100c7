import { Prisma } from '../generated/client.js';
import { inWindow, mainCurrencySql, type SpendWindow } from './spend.js';

/**
 * The figures of each of the pairs – a relation of supplier_id, category – over a relation of `spendSql`; see
 * domain/segmentation/terms.ts for what they are. What is of the category as a whole holds for a supplier without lines of its
 * own too. Shares are of the spend in the main currency, null without any. Lead time counts lines that have an order date and
 * have arrived in full by the window's last day. Columns: supplier_id, category, active_suppliers, share_of_category,
 * category_share_of_total, mean_lead_time.
 */
export function figuresSql(pairs: Prisma.Sql, spend: Prisma.Sql, window: SpendWindow, policyCurrency: string | null): Prisma.Sql {
  return Prisma.sql`
    WITH compared AS (
      SELECT supplier_id, category, sum(spend) FILTER (WHERE currency = (${mainCurrencySql(spend, policyCurrency)})) AS spend
        FROM ${spend} WHERE category IS NOT NULL GROUP BY supplier_id, category),
    categories AS (
      SELECT c.category, sum(c.spend) AS spend, count(*) FILTER (WHERE s.status IN ('active', 'on-watch', 'phasing-out'))::int AS suppliers
        FROM compared c JOIN suppliers s ON s.id = c.supplier_id GROUP BY c.category),
    total AS (SELECT sum(spend) AS spend FROM ${spend} WHERE currency = (${mainCurrencySql(spend, policyCurrency)})),
    lead_times AS (${leadTimesSql(window)})
    SELECT p.supplier_id, p.category, k.suppliers AS active_suppliers,
           round(100 * c.spend / nullif(k.spend, 0), 4)::float8 AS share_of_category,
           round(100 * k.spend / nullif((SELECT spend FROM total), 0), 4)::float8 AS category_share_of_total,
           round(l.days, 2)::float8 AS mean_lead_time
      FROM ${pairs} p LEFT JOIN compared c USING (supplier_id, category) LEFT JOIN categories k USING (category)
      LEFT JOIN lead_times l USING (supplier_id, category)`;
}

function leadTimesSql(window: SpendWindow): Prisma.Sql {
  return Prisma.sql`
    SELECT l.supplier_id, nullif(btrim(l.category), '') AS category, avg(r.arrived - l.order_date) AS days
      FROM order_lines l
      JOIN (SELECT source, line_external_id, sum(quantity) AS quantity, max(received_on) AS arrived
              FROM receipts WHERE superseded_at IS NULL AND received_on <= ${window.asOf}::date GROUP BY 1, 2) AS r
        ON r.source = l.source AND r.line_external_id = l.external_id
     WHERE l.superseded_at IS NULL AND ${inWindow(window)} AND r.arrived >= l.order_date AND r.quantity >= l.ordered_quantity
     GROUP BY 1, 2`;
}
