import { Prisma } from '../generated/client.js';

/** The trailing months up to a day, inclusive. */
export interface SpendWindow {
  /** YYYY-MM-DD. */
  readonly asOf: string;
  readonly months: number;
}

/**
 * Spend = the value of the order lines that fell due in the window (promised date), less what was cancelled by its last day:
 * order lines alone are in every source, while invoices and order dates often are not. Without a value of the line, price ×
 * ordered quantity; lines without either count in `lines` only. Columns: supplier_id, category (null: none given), currency
 * ('' : none given), lines, spend (numeric).
 */
export function spendSql({ asOf, months }: SpendWindow): Prisma.Sql {
  return Prisma.sql`
    SELECT supplier_id, nullif(btrim(category), '') AS category, coalesce(currency, '') AS currency, count(*)::int AS lines,
           sum(coalesce(line_value, unit_price * ordered_quantity, 0) * (1 - CASE
             WHEN cancelled_by IS NULL OR cancelled_on > ${asOf}::date THEN 0
             ELSE least(1, coalesce(cancelled_quantity, ordered_quantity) / nullif(ordered_quantity, 0)) END)) AS spend
      FROM order_lines
     WHERE superseded_at IS NULL AND ${inWindow({ asOf, months })}
     GROUP BY 1, 2, 3`;
}

/** SQL condition on an order line: due in the window. */
export function inWindow({ asOf, months }: SpendWindow): Prisma.Sql {
  return Prisma.sql`promised_date > (${asOf}::date - make_interval(months => ${months}::int))::date AND promised_date <= ${asOf}::date`;
}

/**
 * The currency in which spend is compared, over a relation of {@link spendSql}: the policy's, or the one of most lines; of
 * equally many the first by name.
 */
export function mainCurrencySql(spend: Prisma.Sql, policyCurrency: string | null): Prisma.Sql {
  if (policyCurrency !== null) return Prisma.sql`SELECT ${policyCurrency}::text`;
  return Prisma.sql`SELECT currency FROM ${spend} GROUP BY currency ORDER BY sum(lines) DESC, currency LIMIT 1`;
}
