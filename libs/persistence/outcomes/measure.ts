import type { Measured, OutcomeName } from '#domain/outcomes/outcomes.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';

/** Inclusive dates, `YYYY-MM-DD`; instants belong to their day in UTC. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** How long a stage of the cycles took, in days. */
export interface StageDuration {
  readonly stage: string;
  readonly medianDays: number;
  readonly longestDays: number;
  readonly sample: number;
}

/** What an outcome is measured over, and with what prices of the past it is compared. */
type Sql = (span: Span, baseline: Span) => Prisma.Sql;

const during = ({ from, to }: Span, day: Prisma.Sql): Prisma.Sql => Prisma.sql`${day} BETWEEN ${from}::date AND ${to}::date`;
const dayOf = (instant: Prisma.Sql): Prisma.Sql => Prisma.sql`(${instant} AT TIME ZONE 'UTC')::date`;
const median = (figure: Prisma.Sql): Prisma.Sql => Prisma.sql`percentile_cont(0.5) WITHIN GROUP (ORDER BY ${figure})`;
const DAYS_OF_MONTH = 30.4375;

const publishedIn = (span: Span): Prisma.Sql =>
  Prisma.sql`e.official AND e.status IN ('published', 'closed') AND ${during(span, dayOf(Prisma.sql`e.published_at`))}`;

/** Lines that somebody still wanted something of. */
const wanted = Prisma.sql`l.superseded_at IS NULL AND (l.cancelled_on IS NULL OR coalesce(l.cancelled_quantity, l.ordered_quantity) < l.ordered_quantity)`;

/** One SELECT of `value` and `sample` for each outcome; see its formula in the domain. */
const measures: Readonly<Record<OutcomeName, Sql>> = {
  evaluationCycleTime: (span) => Prisma.sql`
    SELECT ${median(Prisma.sql`extract(epoch FROM e.published_at - least(e.created_at, e.cut_off_at)) / 86400`)}::float8 AS value, count(*)::int AS sample
    FROM evaluations e WHERE ${publishedIn(span)}`,

  rectificationResponseSpeed: (span) => Prisma.sql`
    SELECT (1 / nullif(${median(Prisma.sql`extract(epoch FROM r.answered_at - r.asked_at) / 3600`)}, 0))::float8 AS value, count(*)::int AS sample
    FROM supplier_responses r JOIN cases c ON c.id = r.case_id
    WHERE c.process = 'rectification' AND ${during(span, dayOf(Prisma.sql`r.answered_at`))}`,

  lineStoppageHours: (span) => Prisma.sql`
    SELECT (stopped.hours / (${span.to}::date - ${span.from}::date + 1) * ${DAYS_OF_MONTH}::float8)::float8 AS value, (stopped.times + due.lines)::int AS sample
    FROM (SELECT coalesce(sum(hours), 0)::float8 AS hours, count(*) AS times FROM stoppages WHERE superseded_at IS NULL AND ${during(span, Prisma.sql`occurred_on`)}) AS stopped,
      (SELECT count(*) AS lines FROM order_lines WHERE superseded_at IS NULL AND ${during(span, Prisma.sql`promised_date`)}) AS due`,

  // The grades of each supplier as spans of days in which they were the last official ones.
  shareOfOrdersWithA: (span) => Prisma.sql`
    WITH graded AS (
      SELECT supplier_id, period_end, grade, lead(period_end) OVER (PARTITION BY supplier_id ORDER BY period_end) AS next_end FROM (
        SELECT DISTINCT ON (s.supplier_id, s.period_end) s.supplier_id, s.period_end, s.grade
        FROM scores s JOIN evaluations e ON e.id = s.evaluation_id
        WHERE s.official AND e.status IN ('published', 'closed') AND s.period_end < ${span.to}::date
        ORDER BY s.supplier_id, s.period_end, e.published_at DESC) AS last_published
    ), ordered AS (
      SELECT l.supplier_id, coalesce(l.order_date, l.promised_date) AS ordered_on FROM order_lines l
      WHERE ${wanted} AND ${during(span, Prisma.sql`coalesce(l.order_date, l.promised_date)`)}
    )
    SELECT (count(*) FILTER (WHERE g.grade = 'A') * 100.0 / nullif(count(*), 0))::float8 AS value,
      (CASE WHEN count(*) FILTER (WHERE g.grade IN ('A', 'B', 'C')) = 0 THEN 0 ELSE count(*) END)::int AS sample
    FROM ordered o LEFT JOIN graded g
      ON g.supplier_id = o.supplier_id AND g.period_end < o.ordered_on AND (g.next_end IS NULL OR g.next_end >= o.ordered_on)`,

  eliminationRateOfC: (span) => Prisma.sql`
    WITH worst AS (
      SELECT DISTINCT s.supplier_id FROM scores s JOIN evaluations e ON e.id = s.evaluation_id
      WHERE s.official AND s.grade = 'C' AND e.status IN ('published', 'closed') AND ${during(span, Prisma.sql`s.period_end`)}
    )
    SELECT (count(*) FILTER (WHERE p.status IN ('phasing-out', 'inactive', 'rejected', 'blocked') OR EXISTS (
        SELECT FROM proposals o WHERE o.supplier_id = p.id AND o.kind = 'phaseOut' AND o.status = 'accepted')) * 100.0 / nullif(count(*), 0))::float8 AS value,
      count(*)::int AS sample
    FROM worst w JOIN suppliers p ON p.id = w.supplier_id WHERE p.merged_into_id IS NULL`,

  // Whoever delivered: buying the same for less elsewhere is cheaper too. Without OFFSET 0 every worker of the join would compute all means.
  purchaseCost: (span, baseline) => Prisma.sql`
    WITH before AS (
      SELECT source, item, unit, currency, sum(quantity * unit_price) / sum(quantity) AS price FROM (${pricedLines(baseline)}) AS line GROUP BY 1, 2, 3, 4 OFFSET 0
    ), compared AS (
      SELECT line.currency, line.quantity * line.unit_price AS cost, line.quantity * before.price AS cost_before
      FROM (${pricedLines(span)}) AS line JOIN before USING (source, item, unit, currency)
    )
    SELECT (sum(cost) / nullif(sum(cost_before), 0) * 100)::float8 AS value, count(*)::int AS sample FROM compared
    WHERE currency = (SELECT currency FROM compared GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1)`,
};

/** Measures an outcome over a span; only the purchase cost looks at the baseline's too. */
export async function measureOutcome(db: Database, name: OutcomeName, { span, baseline }: { span: Span; baseline: Span }): Promise<Measured> {
  const [row] = await db.prisma.$queryRaw<Measured[]>(measures[name](span, baseline));
  return row ?? { value: null, sample: 0 };
}

/** How long each stage took of the official cycles published in a span; stages that still run do not count. */
export async function stageDurations(db: Database, span: Span): Promise<StageDuration[]> {
  const days = Prisma.sql`extract(epoch FROM g.ended_at - g.started_at) / 86400`;
  return db.prisma.$queryRaw<StageDuration[]>`
    SELECT g.stage, ${median(days)}::float8 AS "medianDays", max(${days})::float8 AS "longestDays", count(*)::int AS sample
    FROM evaluation_stages g JOIN evaluations e ON e.id = g.evaluation_id
    WHERE g.ended_at IS NOT NULL AND ${publishedIn(span)}
    GROUP BY g.stage ORDER BY min(g.started_at - e.cut_off_at), g.stage`;
}

/** Lines of an item with a price, of the quantity that is still wanted. */
function pricedLines(span: Span): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM (
      SELECT l.source, l.item, l.unit, coalesce(l.currency, '') AS currency, l.unit_price,
        l.ordered_quantity - CASE WHEN l.cancelled_on IS NULL THEN 0 ELSE coalesce(l.cancelled_quantity, l.ordered_quantity) END AS quantity
      FROM order_lines l WHERE l.superseded_at IS NULL AND l.item IS NOT NULL AND l.unit_price > 0 AND ${during(span, Prisma.sql`l.promised_date`)}
    ) AS line WHERE quantity > 0`;
}
