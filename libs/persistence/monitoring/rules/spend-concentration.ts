import { Prisma } from '../../generated/client.js';
import { boughtWithin, monitoredSuppliers, type ConditionRule, type RunContext } from '../context.js';

const rule = 'spendConcentration';

interface Share {
  readonly supplierId: string;
  /** Empty: of all that is bought. */
  readonly category: string;
  readonly currency: string | null;
  readonly spend: string;
  readonly total: string;
  readonly share: number;
  readonly lines: number;
}

/**
 * One supplier has too large a share of a category's spend, or of all. Amounts of different currencies do not add up: a
 * category is judged in the currency that most of its lines have.
 */
export const spendConcentration: ConditionRule = {
  rule,
  async find(context) {
    const { severity, windowMonths } = context.terms[rule];
    const { shares, tooFewLines } = await concentrations(context);
    return {
      findings: shares.map(({ supplierId, category, ...figures }) => ({
        supplierId,
        subject: category,
        raisedFor: context.asOf,
        severity,
        evidence: { of: category === '' ? 'allSpend' : 'category', category: category || null, windowMonths, ...figures },
        raises: true,
      })),
      silences: [{ rule, reason: 'tooFewLines', count: tooFewLines, of: 'categories' }],
      unjudged: () => false,
    };
  },
};

async function concentrations(context: RunContext): Promise<{ shares: Share[]; tooFewLines: number }> {
  const { windowMonths, minimumLines, categoryShare, totalShare } = context.terms[rule];
  const rows = await context.tx.$queryRaw<(Share & { enough: boolean })[]>(Prisma.sql`
    WITH bought AS MATERIALIZED (
      SELECT category, currency, supplier_id, sum(coalesce(line_value, ordered_quantity * unit_price)) AS spend, count(*) AS lines FROM order_lines
       WHERE ${boughtWithin(windowMonths, context)} AND coalesce(line_value, ordered_quantity * unit_price) > 0 GROUP BY 1, 2, 3
    ), part AS (
      SELECT category, currency, supplier_id, spend, lines FROM bought WHERE category <> ''
      UNION ALL SELECT '', currency, supplier_id, sum(spend), sum(lines) FROM bought GROUP BY 2, 3
    ), whole AS (
      SELECT DISTINCT ON (category) category, currency, sum(spend) AS spend, sum(lines) AS lines FROM part
       GROUP BY category, currency ORDER BY category, sum(lines) DESC, currency
    ), share AS (
      SELECT part.supplier_id, category, part.currency, part.spend, whole.spend AS total, part.spend * 100 / whole.spend AS share, whole.lines
        FROM part JOIN whole USING (category) WHERE part.currency IS NOT DISTINCT FROM whole.currency
    )
    SELECT supplier_id AS "supplierId", category, currency, spend::text, total::text, share::float8, lines::int, true AS enough FROM share
     WHERE lines >= ${minimumLines}::int AND share >= CASE category WHEN '' THEN ${totalShare}::numeric ELSE ${categoryShare}::numeric END
       AND supplier_id IN (${monitoredSuppliers})
    UNION ALL SELECT NULL, '', NULL, '', '', 0, count(*)::int, false FROM whole WHERE category <> '' AND lines < ${minimumLines}::int`);
  return { shares: rows.filter(({ enough }) => enough).map(({ enough: _, ...share }) => share), tooFewLines: rows.find(({ enough }) => !enough)?.lines ?? 0 };
}
