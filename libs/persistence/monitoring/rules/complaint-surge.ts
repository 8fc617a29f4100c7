import { judgeSurge } from '#domain/monitoring/complaint-surge.js';
import { Prisma } from '../../generated/client.js';
import { known, suppliersOf, type ConditionRule, type RunContext } from '../context.js';

const rule = 'complaintSurge';

interface Counts {
  readonly supplierId: string;
  readonly recent: number;
  readonly before: number;
  readonly longEnough: boolean;
}

/** More complaints in the latest window than the supplier's own rate explains. */
export const complaintSurge: ConditionRule = {
  rule,
  async find(context) {
    const terms = context.terms[rule];
    const counts = await complaintCounts(context);
    const unjudged = new Set(counts.filter(({ longEnough }) => !longEnough).map(({ supplierId }) => supplierId));
    return {
      findings: counts.flatMap(({ supplierId, recent, before, longEnough }) => {
        const { surges, ...figures } = judgeSurge({ recent, before }, terms);
        if (!surges || !longEnough) return [];
        const evidence = { complaints: recent, windowDays: terms.windowDays, before, baselineWindows: terms.baselineWindows, ...figures };
        return [{ supplierId, subject: '', raisedFor: context.asOf, severity: terms.severity, evidence, raises: true }];
      }),
      silences: [{ rule, reason: 'historyTooShort', count: unjudged.size, of: 'suppliers' }],
      unjudged: (supplierId) => unjudged.has(supplierId),
    };
  },
};

/** Suppliers with complaints lately. Who had neither order nor complaint before the baseline began has no rate of its own yet. */
function complaintCounts(context: RunContext): Promise<Counts[]> {
  const { windowDays, baselineWindows } = context.terms[rule];
  const { asOf, tx } = context;
  const recentFrom = Prisma.sql`${asOf}::date - ${windowDays}::int`;
  const begin = Prisma.sql`${asOf}::date - ${windowDays * (baselineWindows + 1)}::int`;
  return tx.$queryRaw<Counts[]>(Prisma.sql`
    SELECT supplier_id AS "supplierId", recent, before,
           (earliest <= ${begin} OR EXISTS (SELECT FROM order_lines WHERE supplier_id = counted.supplier_id AND promised_date <= ${begin} AND ${known(context)})) AS "longEnough"
      FROM (
        SELECT supplier_id, count(*) FILTER (WHERE opened_on > ${recentFrom})::int AS recent,
               count(*) FILTER (WHERE opened_on <= ${recentFrom} AND opened_on > ${begin})::int AS before, min(opened_on) AS earliest
          FROM complaints
         WHERE kind = 'complaint' AND ${known(context)} AND opened_on <= ${asOf}::date AND supplier_id IN (${suppliersOf(rule)})
         GROUP BY supplier_id
      ) AS counted WHERE recent > 0 ORDER BY supplier_id`);
}
