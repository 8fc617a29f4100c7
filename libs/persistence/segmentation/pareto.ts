import type pg from 'pg';
import type { ParetoClass } from '#domain/segmentation/pareto.js';
import type { SegmentationTerms } from '#domain/segmentation/terms.js';
import { BadCursor, decodeCursor, type Page, pageOf } from '../cursor.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';
import { run } from '../suppliers/bulk.js';
import { mainCurrencySql, spendSql } from './spend.js';

/** A supplier in the order of its spend. */
export interface ParetoItem {
  supplierId: string;
  code: string;
  name: string;
  currency: string;
  /** Decimal text in the main currency. */
  spend: string;
  /** Percent of all spend in the main currency, and together with all that spend more. */
  share: number;
  cumulativeShare: number;
  paretoClass: ParetoClass;
}

/** What was bought in another than the main currency and therefore is in no class; currency '' where none was given. */
export interface OtherCurrency {
  currency: string;
  suppliers: number;
  lines: number;
  spend: string;
}

/**
 * Classes of all suppliers with spend in the main currency, over a relation of {@link spendSql}; domain/segmentation/pareto.ts
 * says the rule and is its plain reference. Columns: supplier_id, spend, larger (what larger ones spend), total, pareto_class.
 */
function classesSql(spend: Prisma.Sql, { first, second, currency }: SegmentationTerms['pareto']): Prisma.Sql {
  return Prisma.sql`
    SELECT supplier_id, spend, larger, total,
           CASE WHEN spend <= 0 THEN 3 WHEN larger * 100 < total * ${first}::numeric THEN 1
                WHEN larger * 100 < total * ${second}::numeric THEN 2 ELSE 3 END AS pareto_class
      FROM (SELECT supplier_id, spend, sum(spend) OVER () AS total,
                   sum(spend) OVER (ORDER BY spend DESC) - sum(spend) OVER (PARTITION BY spend) AS larger
              FROM (SELECT supplier_id, sum(spend) AS spend FROM ${spend}
                     WHERE currency = (${mainCurrencySql(spend, currency)}) GROUP BY supplier_id) AS sums) AS ranked`;
}

/**
 * Writes the classes onto the suppliers, from a temporary table of {@link spendSql}. Whoever is bought from but has no spend
 * in the main currency is class 3 – unless the spend is in another currency: that cannot be compared, and there is no class.
 */
export async function writeParetoClasses(client: pg.ClientBase, spend: Prisma.Sql, terms: SegmentationTerms, at: Date): Promise<{ changed: number }> {
  const { count } = await run(client, Prisma.sql`
    WITH classes AS MATERIALIZED (${classesSql(spend, terms.pareto)}),
    wanted AS (
      SELECT s.id, CASE WHEN c.supplier_id IS NOT NULL THEN c.pareto_class
                        WHEN s.merged_into_id IS NOT NULL OR s.status NOT IN ('active', 'on-watch', 'phasing-out') THEN NULL
                        WHEN EXISTS (SELECT FROM ${spend} other WHERE other.supplier_id = s.id AND other.spend > 0) THEN NULL
                        ELSE 3 END AS pareto_class
        FROM suppliers s LEFT JOIN classes c ON c.supplier_id = s.id)
    UPDATE suppliers SET pareto_class = w.pareto_class, version = suppliers.version + 1, updated_at = ${at}
      FROM wanted w WHERE w.id = suppliers.id AND suppliers.pareto_class IS DISTINCT FROM w.pareto_class`);
  return { changed: count };
}

/** The main currency (null without any lines), and what is in others, over a relation of {@link spendSql}. */
export async function currenciesOf(client: pg.ClientBase, spend: Prisma.Sql, terms: SegmentationTerms): Promise<{ currency: string | null; others: OtherCurrency[] }> {
  const main = await run<{ currency: string }>(client, Prisma.sql`SELECT main.currency FROM (${mainCurrencySql(spend, terms.pareto.currency)}) AS main (currency)`);
  const currency = main.rows[0]?.currency ?? null;
  const others = await run<OtherCurrency>(client, Prisma.sql`
    SELECT currency, count(DISTINCT supplier_id)::int AS suppliers, sum(lines)::int AS lines, round(sum(spend), 2)::text AS spend
      FROM ${spend} WHERE currency IS DISTINCT FROM ${currency} GROUP BY currency ORDER BY sum(lines) DESC, currency LIMIT 50`);
  return { currency, others: others.rows };
}

/** Suppliers with spend in the trailing months up to a day, largest first, computed from the facts as they are now. @throws BadCursor */
export async function listPareto(
  db: Database,
  query: { asOf: string; terms: SegmentationTerms; paretoClass?: number; limit: number; cursor?: string | null },
): Promise<Page<ParetoItem>> {
  const { asOf, terms, paretoClass, limit } = query;
  const [position, id] = query.cursor ? decodeCursor(query.cursor, ['text', 'uuid']) : [];
  if (position !== undefined && !/^\d{1,24}(\.\d{1,40})?$/.test(position)) throw new BadCursor();
  const after = position ?? null;
  const rows = await db.prisma.$queryRaw<(ParetoItem & { exact: string })[]>(Prisma.sql`
    WITH spend AS MATERIALIZED (${spendSql({ asOf, months: terms.trailingMonths })}),
    main AS MATERIALIZED (SELECT main.currency FROM (${mainCurrencySql(Prisma.sql`spend`, terms.pareto.currency)}) AS main (currency)),
    classes AS MATERIALIZED (${classesSql(Prisma.sql`spend`, terms.pareto)})
    SELECT s.id AS "supplierId", s.code, s.name, (SELECT currency FROM main) AS currency, c.spend::text AS exact, round(c.spend, 2)::text AS spend,
           round(100 * c.spend / c.total, 6)::float8 AS share,
           round(100 * (c.larger + c.spend) / c.total, 6)::float8 AS "cumulativeShare",
           c.pareto_class AS "paretoClass"
      FROM classes c JOIN suppliers s ON s.id = c.supplier_id
     WHERE c.spend > 0 AND (${paretoClass ?? null}::int IS NULL OR c.pareto_class = ${paretoClass ?? null}::int)
       AND (${after}::numeric IS NULL OR c.spend < ${after}::numeric OR (c.spend = ${after}::numeric AND s.id > ${id ?? null}::uuid))
     ORDER BY c.spend DESC, s.id LIMIT ${limit + 1}`);
  return pageOf(rows, limit, ({ exact: _exact, ...item }) => item, (row) => [row.exact, row.supplierId]);
}
