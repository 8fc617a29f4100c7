import { Prisma } from '../generated/client.js';
import type { FactGroup } from './fact-group.js';
import { inPeriod, inScope, knownFacts, type MeasureQuery } from './query.js';

/**
 * So many places that rounding the quotient to ten cannot be off by a rounding before it, and room for the largest quantity at
 * the cost of many lines of the largest quantity and price: one slip of the pen must not stop the figures of everybody.
 */
const quotient = (above: Prisma.Sql, below: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`round(((${above})::numeric(100, 24) / (${below}))::numeric(100, 24), 10)`;

/** Keeps every worker of a parallel join from computing the same means of all lines for itself. */
const ONCE = Prisma.raw('OFFSET 0');

/** Lines compared with the price of their item over all suppliers. */
export const prices: FactGroup = {
  rows: (query) => Prisma.sql`
    SELECT line.*, benchmark.value / benchmark.quantity AS benchmark,
      ${quotient(Prisma.sql`line.quantity * benchmark.value`, Prisma.sql`benchmark.quantity * line.unit_price`)} AS at_benchmark
    FROM (${itemLines(query)}) AS line JOIN (
      SELECT source, item, unit, currency, sum(quantity * unit_price) AS value, sum(quantity) AS quantity
      FROM (${itemLines({ ...query, supplierIds: 'all', many: isMany(query) }, isMany(query) ? Prisma.sql`true` : itemsOf(query))}) AS line
      GROUP BY source, item, unit, currency
      -- More than one supplier, without counting them: a count of each would sort all lines.
      HAVING min(supplier_id::text COLLATE "C") <> max(supplier_id::text COLLATE "C")
      ${ONCE}
    ) AS benchmark USING (source, item, unit, currency)`,
  sums: { linesCompared: Prisma.sql`1`, quantityCompared: Prisma.sql`quantity`, quantityAtBenchmark: Prisma.sql`at_benchmark` },
};

/** Lines compared with the supplier's own price of the item a year before. */
export const costs: FactGroup = {
  rows: (query) =>
    inMainCurrency(Prisma.sql`
    SELECT line.*, before.value / before.quantity AS price_before,
      ${quotient(Prisma.sql`line.quantity * before.value`, Prisma.sql`before.quantity`)} AS at_price_before
    FROM (${itemLines(query)}) AS line JOIN (
      SELECT supplier_id, source, item, unit, currency, sum(quantity * unit_price) AS value, sum(quantity) AS quantity
      FROM (${itemLines(query, Prisma.sql`true`, Prisma.sql`promised_date BETWEEN ${query.from}::date - interval '1 year'
        AND least(${query.to}::date, ${query.asOf}::date) - interval '1 year'`)}) AS line
      GROUP BY supplier_id, source, item, unit, currency
      ${ONCE}
    ) AS before USING (supplier_id, source, item, unit, currency)`),
  sums: {
    linesWithCostBefore: Prisma.sql`1`,
    costNow: Prisma.sql`quantity * unit_price`,
    costAtPricesBefore: Prisma.sql`at_price_before`,
  },
};

/** Lines whose transport cost is known. */
export const transport: FactGroup = {
  rows: (query) =>
    inMainCurrency(pricedLines(query, Prisma.sql`transport_cost IS NOT NULL`, inPeriod(query, Prisma.sql`promised_date`))),
  sums: { linesWithTransport: Prisma.sql`1`, purchaseCost: Prisma.sql`quantity * unit_price`, transportCost: Prisma.sql`transport_cost` },
};

function itemLines(query: MeasureQuery, where = Prisma.sql`true`, period = inPeriod(query, Prisma.sql`promised_date`)): Prisma.Sql {
  return pricedLines(query, Prisma.sql`item IS NOT NULL AND ${where}`, period);
}

/** Lines with a price and a quantity that nobody has cancelled by the day looked from. A supplier of one currency need not say it. */
function pricedLines(query: MeasureQuery, where: Prisma.Sql, period: Prisma.Sql): Prisma.Sql {
  const columns = Prisma.sql`id, supplier_id, promised_date AS on_date, source, item, unit, coalesce(currency, '') AS currency, unit_price, transport_cost,
    ordered_quantity - CASE WHEN cancelled_on <= ${query.asOf}::date THEN coalesce(cancelled_quantity, ordered_quantity) ELSE 0 END AS quantity`;
  const lines = knownFacts(query, 'order_lines', columns, Prisma.sql`${inScope(query)} AND ${period} AND unit_price > 0 AND ${where}`);
  return Prisma.sql`SELECT * FROM (${lines}) AS line WHERE quantity > 0`;
}

/** For few suppliers only the items that these buy are compared: found by the index of the items. */
function itemsOf(query: MeasureQuery): Prisma.Sql {
  return Prisma.sql`(source, item) IN (SELECT source, item FROM (${itemLines(query)}) AS own)`;
}

/** Amounts of different currencies cannot be added: the lines of the currency that most of the supplier's lines have. */
function inMainCurrency(lines: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM (
      SELECT *, first_value(currency) OVER (PARTITION BY supplier_id ORDER BY lines_of_currency DESC, currency) AS main_currency FROM (
        SELECT *, count(*) OVER (PARTITION BY supplier_id, currency) AS lines_of_currency FROM (${lines}) AS line
      ) AS line
    ) AS line WHERE currency = main_currency`;
}

function isMany({ supplierIds, many = !Array.isArray(supplierIds) }: MeasureQuery): boolean {
  return many;
}
