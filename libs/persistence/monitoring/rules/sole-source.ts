import { Prisma } from '../../generated/client.js';
import { boughtWithin, byEndOfDay, monitoredSuppliers, type ConditionRule, type RunContext } from '../context.js';

const rule = 'soleSourceInBottleneck';

interface SoleSource {
  readonly supplierId: string;
  readonly category: string;
  readonly lines: number;
  readonly lastPromised: string;
}

/** A supplier that is the only active source of a category in which it is a bottleneck (domain.md §2, segment). */
export const soleSourceInBottleneck: ConditionRule = {
  rule,
  async find(context) {
    const { severity, windowMonths } = context.terms[rule];
    const rows = await soleSources(context);
    return {
      findings: rows.map(({ supplierId, category, ...figures }) => ({
        supplierId,
        subject: category,
        raisedFor: context.asOf,
        severity,
        evidence: { category, segment: 'bottleneck', sources: 1, windowMonths, ...figures },
        raises: true,
      })),
      silences: [{ rule, reason: 'notSegmented', count: context.suppliers - (await segmented(context)), of: 'suppliers' }],
      unjudged: () => false,
    };
  },
};

function soleSources(context: RunContext): Promise<SoleSource[]> {
  return context.tx.$queryRaw<SoleSource[]>(Prisma.sql`
    WITH bottleneck AS MATERIALIZED (
      SELECT supplier_id, category FROM (${segmentsAsOf(context)}) AS segmented WHERE segment = 'bottleneck'
    ), source AS MATERIALIZED (
      SELECT category, supplier_id, count(*)::int AS lines, max(promised_date) AS last_promised FROM order_lines
       WHERE category IN (SELECT category FROM bottleneck) AND supplier_id IN (${monitoredSuppliers}) AND ${boughtWithin(context.terms[rule].windowMonths, context)}
       GROUP BY category, supplier_id
    ), sole AS (SELECT category FROM source GROUP BY category HAVING count(*) = 1)
    SELECT supplier_id AS "supplierId", category, lines, to_char(last_promised, 'YYYY-MM-DD') AS "lastPromised"
      FROM source JOIN sole USING (category) JOIN bottleneck USING (supplier_id, category)
     ORDER BY supplier_id, category`);
}

async function segmented(context: RunContext): Promise<number> {
  const [row] = await context.tx.$queryRaw<{ count: number }[]>(Prisma.sql`
    SELECT count(DISTINCT supplier_id)::int AS count FROM (${segmentsAsOf(context)}) AS segmented WHERE supplier_id IN (${monitoredSuppliers})`);
  return row?.count ?? 0;
}

/** Segment of each supplier in each category as decided by the end of the day; a person's override goes before the computed one. */
function segmentsAsOf(context: RunContext): Prisma.Sql {
  const { asOf } = context;
  const decided = (ended: Prisma.Sql) => Prisma.sql`${byEndOfDay(context, Prisma.sql`decided_at`)} AND (${ended} IS NULL OR NOT ${byEndOfDay(context, ended)})`;
  return Prisma.sql`
    SELECT DISTINCT ON (supplier_id, category) supplier_id, category, segment FROM (
      SELECT supplier_id, category, segment, decided_at, 0 AS rank FROM segment_overrides
       WHERE category IS NOT NULL AND expires_on >= ${asOf}::date AND ${decided(Prisma.sql`ended_at`)}
      UNION ALL SELECT supplier_id, category, segment, decided_at, 1 FROM segmentations WHERE ${decided(Prisma.sql`superseded_at`)}
    ) AS decision ORDER BY supplier_id, category, rank, decided_at DESC`;
}
