import { judgeStop, type Quiet } from '#domain/monitoring/supply-stop.js';
import { Prisma } from '../../generated/client.js';
import { known, suppliersOf, type ConditionRule, type RunContext } from '../context.js';
import { impactsOf } from '../impact.js';

const rule = 'supplyStopped';

/** Lines that fell due longer ago are no sign of a sudden stop. */
const DUE_WITHIN_DAYS = 180;

interface QuietSupplier extends Quiet {
  readonly supplierId: string;
  readonly lastArrival: string;
  readonly firstDue: string;
  /** False when nothing of anybody has come from the same source meanwhile: then the source is silent, not the supplier. */
  readonly sourceSpeaks: boolean;
}

/** A supplier that used to deliver, has lines due, and from whom nothing comes any more: what depends on it is the evidence. */
export const supplyStopped: ConditionRule = {
  rule,
  async find(context) {
    const terms = context.terms[rule];
    const quiet = await quietSuppliers(context);
    const judged = quiet.map((each) => ({ ...each, verdict: judgeStop(each, terms) }));
    const stopped = judged.filter(({ verdict, sourceSpeaks }) => verdict === 'stopped' && sourceSpeaks);
    const impacts = await impactsOf(context, stopped.map(({ supplierId }) => supplierId));
    const delivering = await deliverAgain(context);
    return {
      findings: stopped.map(({ supplierId, verdict: _, sourceSpeaks: __, ...figures }) => ({
        supplierId,
        subject: '',
        raisedFor: context.asOf,
        severity: terms.severity,
        evidence: { ...figures, windowMonths: terms.windowMonths, ...impacts.get(supplierId) },
        raises: true,
      })),
      silences: [
        { rule, reason: 'historyTooShort', count: judged.filter(({ verdict }) => verdict === 'historyTooShort').length, of: 'suppliers' },
        { rule, reason: 'sourceSilent', count: judged.filter(({ verdict, sourceSpeaks }) => verdict === 'stopped' && !sourceSpeaks).length, of: 'suppliers' },
      ],
      unjudged: (supplierId) => !delivering.has(supplierId),
    };
  },
};

/**
 * Suppliers of whom nothing has come in the last days while lines were due. Only they are looked at closely: the others are
 * ruled out by one pass over the latest receipts.
 */
function quietSuppliers(context: RunContext): Promise<QuietSupplier[]> {
  const { tx, asOf, toleranceDays } = context;
  const { quietDays, minimumLines, windowMonths } = context.terms[rule];
  const arrived = Prisma.sql`${known(context)} AND received_on <= ${asOf}::date`;
  const lately = Prisma.sql`${arrived} AND received_on > ${asOf}::date - ${quietDays}::int`;
  const standing = Prisma.sql`SELECT supplier_id FROM alerts WHERE rule = ${rule} AND ended_for IS NULL AND raised_on <= ${asOf}::date`;
  return tx.$queryRaw<QuietSupplier[]>(Prisma.sql`
    WITH spoke AS MATERIALIZED (SELECT DISTINCT supplier_id, source FROM receipts WHERE ${lately}),
    due AS MATERIALIZED (
      SELECT supplier_id, source, external_id, promised_date FROM order_lines
       WHERE ${known(context)} AND promised_date > ${asOf}::date - ${DUE_WITHIN_DAYS}::int AND promised_date <= ${asOf}::date - ${toleranceDays}::int
         AND NOT (cancelled_on IS NOT NULL AND cancelled_on <= ${asOf}::date AND coalesce(cancelled_quantity, ordered_quantity) >= ordered_quantity)
         AND supplier_id NOT IN (SELECT supplier_id FROM spoke) AND supplier_id IN (${suppliersOf(rule)})
    ), suspect AS MATERIALIZED (
      SELECT supplier_id, (SELECT max(received_on) FROM receipts WHERE receipts.supplier_id = due.supplier_id AND ${arrived}) AS last
        FROM due GROUP BY supplier_id HAVING count(*) >= ${minimumLines}::int
    ), missed AS (
      SELECT supplier_id, last, count(*)::int AS lines, min(promised_date) AS first, array_agg(DISTINCT source) AS sources
        FROM suspect JOIN due USING (supplier_id)
       WHERE promised_date > last AND NOT EXISTS (
         SELECT FROM receipts WHERE receipts.supplier_id = due.supplier_id AND receipts.source = due.source AND line_external_id = due.external_id AND ${arrived})
       GROUP BY supplier_id, last
    )
    SELECT supplier_id AS "supplierId", to_char(last, 'YYYY-MM-DD') AS "lastArrival", to_char(first, 'YYYY-MM-DD') AS "firstDue",
           ${asOf}::date - first AS "quietDays", lines AS "linesDue", deliveries, "longestPause",
           supplier_id IN (${standing}) OR EXISTS (SELECT FROM spoke WHERE source = ANY(sources)) OR NOT EXISTS (
             SELECT FROM receipts WHERE source = ANY(sources) AND receipts.supplier_id <> missed.supplier_id AND ${arrived}
                AND received_on > (last - make_interval(months => ${windowMonths}::int))::date) AS "sourceSpeaks"
      FROM missed CROSS JOIN LATERAL (
        SELECT count(*)::int AS deliveries, coalesce(max(pause), 0)::int AS "longestPause" FROM (
          SELECT received_on - lag(received_on) OVER (ORDER BY received_on) AS pause FROM (
            SELECT DISTINCT received_on FROM receipts WHERE receipts.supplier_id = missed.supplier_id AND ${arrived}
               AND received_on > (last - make_interval(months => ${windowMonths}::int))::date) AS day) AS paused) AS rhythm
     ORDER BY supplier_id`);
}

/** Who had stopped and has delivered lately. */
async function deliverAgain(context: RunContext): Promise<Set<string>> {
  const { tx, asOf } = context;
  const rows = await tx.$queryRaw<{ supplierId: string }[]>(Prisma.sql`
    SELECT DISTINCT supplier_id AS "supplierId" FROM receipts
     WHERE supplier_id IN (SELECT supplier_id FROM alerts WHERE rule = ${rule} AND ended_for IS NULL)
       AND ${known(context)} AND received_on <= ${asOf}::date AND received_on > ${asOf}::date - ${context.terms[rule].quietDays}::int`);
  return new Set(rows.map(({ supplierId }) => supplierId));
}
