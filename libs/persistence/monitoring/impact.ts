import type { Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { boughtWithin, byEndOfDay, known, monitoredSuppliers, type RunContext } from './context.js';

/** What depends on a supplier as of a day. */
export interface Impact {
  /** Order lines of which something is still to come, and the orders they belong to. */
  readonly openLines: number;
  readonly openOrders: number;
  /** Worth of what is still to come, decimal text, by currency; lines without a price have none. */
  readonly openValue: readonly { readonly currency: string; readonly value: string }[];
  /** Categories that nobody else whom we buy from has delivered in the same time. */
  readonly soleCategories: readonly string[];
}

type From = Pick<RunContext, 'asOf' | 'cutOffAt'> & { readonly tx: Transaction };

/** How far back an order line counts as open, and a purchase as a source. */
const MONTHS = 12;

const nothing: Impact = { openLines: 0, openOrders: 0, openValue: [], soleCategories: [] };

/** What depends on each of the suppliers. */
export async function impactsOf(from: From, supplierIds: readonly string[]): Promise<Map<string, Impact>> {
  if (supplierIds.length === 0) return new Map();
  const open = await openOrders(from, supplierIds);
  const sole = await soleCategories(from, supplierIds);
  return new Map(supplierIds.map((id) => [id, { ...nothing, ...open.get(id), soleCategories: sole.get(id) ?? [] }]));
}

/** A line is there from the day it was ordered; where that is unknown, from the day its record arrived or it was due. */
async function openOrders(from: From, supplierIds: readonly string[]): Promise<Map<string, Omit<Impact, 'soleCategories'>>> {
  const { tx, asOf } = from;
  const rows = await tx.$queryRaw<{ supplierId: string; openLines: number; openOrders: number; openValue: Impact['openValue'] }[]>(Prisma.sql`
    WITH line AS (
      SELECT supplier_id, order_number, currency, coalesce(unit_price, line_value / nullif(ordered_quantity, 0)) AS price,
             ordered_quantity - CASE WHEN cancelled_on <= ${asOf}::date THEN coalesce(cancelled_quantity, ordered_quantity) ELSE 0 END
               - coalesce((SELECT sum(quantity) FROM receipts AS receipt
                   WHERE receipt.supplier_id = order_lines.supplier_id AND receipt.source = order_lines.source AND line_external_id = order_lines.external_id
                     AND received_on <= ${asOf}::date AND ${known(from)}), 0) AS missing
        FROM order_lines
       WHERE supplier_id = ANY(${supplierIds}::uuid[]) AND ${known(from)} AND promised_date > (${asOf}::date - make_interval(months => ${MONTHS}::int))::date
         AND (order_date <= ${asOf}::date OR order_date IS NULL AND (promised_date <= ${asOf}::date OR ${byEndOfDay(from, Prisma.sql`arrived_at`)}))
    ), worth AS (
      SELECT supplier_id, coalesce(currency, '') AS currency, count(*)::int AS lines, count(DISTINCT order_number)::int AS orders, round(sum(missing * price), 2) AS value
        FROM line WHERE missing > 0 GROUP BY supplier_id, currency
    )
    SELECT supplier_id AS "supplierId", sum(lines)::int AS "openLines", sum(orders)::int AS "openOrders",
           coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'value', value::text) ORDER BY currency) FILTER (WHERE value > 0), '[]') AS "openValue"
      FROM worth GROUP BY supplier_id`);
  return new Map(rows.map(({ supplierId, ...impact }) => [supplierId, impact]));
}

async function soleCategories(from: From, supplierIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await from.tx.$queryRaw<{ supplierId: string; categories: string[] }[]>(Prisma.sql`
    WITH own AS (
      SELECT DISTINCT supplier_id, category FROM order_lines
       WHERE supplier_id = ANY(${supplierIds}::uuid[]) AND category <> '' AND ${boughtWithin(MONTHS, from)}
    )
    SELECT supplier_id AS "supplierId", array_agg(category ORDER BY category) AS categories FROM own
     WHERE NOT EXISTS (SELECT FROM order_lines AS line WHERE line.category = own.category AND line.supplier_id <> own.supplier_id
             AND ${boughtWithin(MONTHS, from)} AND line.supplier_id IN (${monitoredSuppliers}))
     GROUP BY supplier_id`);
  return new Map(rows.map(({ supplierId, categories }) => [supplierId, categories]));
}
