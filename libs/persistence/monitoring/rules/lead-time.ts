import { judgeLeadTime, type LeadTimeMonth } from '#domain/monitoring/lead-time-trend.js';
import { daysOfMonth, shiftMonth } from '#domain/monitoring/judged-months.js';
import type { Finding } from '#domain/monitoring/conditions.js';
import { Prisma } from '../../generated/client.js';
import { monthlyMeasuresSql } from '../../measures/measures-sql.js';
import { monitoredSuppliers, suppliersOf, type ConditionRule, type RunContext } from '../context.js';

const rule = 'leadTimeLengthening';

/** Lead time lengthening: the mean lead time of the judged months has a rising trend (Mann-Kendall). */
export const leadTimeLengthening: ConditionRule = {
  rule,
  async find(context) {
    const series = await leadTimes(context);
    const judged = new Set(series.map(({ supplierId }) => supplierId));
    const findings = series.flatMap(({ supplierId, months }) => findingOf(context, supplierId, months));
    const monitored = series.filter((each) => each.monitored).length;
    return {
      findings,
      silences: [{ rule, reason: 'tooFewMonths', count: context.suppliers - monitored, of: 'suppliers' }],
      unjudged: (supplierId) => !judged.has(supplierId),
    };
  },
};

function findingOf({ asOf, terms }: RunContext, supplierId: string, figures: readonly LeadTimeMonth[]): Finding[] {
  const judgement = judgeLeadTime(figures, terms[rule]);
  if (judgement.status !== 'lengthening') return [];
  const { trend, months } = judgement;
  const evidence = { test: 'Mann-Kendall', s: trend.s, z: trend.z, p: trend.p, daysPerMonth: trend.slope, months };
  return [{ supplierId, subject: '', raisedFor: asOf, severity: terms[rule].severity, evidence, raises: true }];
}

/** Suppliers with enough months, each with its series. */
async function leadTimes(context: RunContext): Promise<{ supplierId: string; monitored: boolean; months: LeadTimeMonth[] }[]> {
  const { windowMonths, minimumMonths, minimumLines } = context.terms[rule];
  const { asOf, cutOffAt, toleranceDays, latestMonth } = context;
  const from = daysOfMonth(shiftMonth(latestMonth, 1 - windowMonths)).first;
  const to = daysOfMonth(latestMonth).last;
  const query = { supplierIds: { sql: suppliersOf(rule) }, from, to, asOf, cutOffAt, toleranceDays, groups: ['deliveries'] as const };
  const rows = await context.tx.$queryRaw<{ supplierId: string; monitored: boolean; months: string[]; lines: number[]; days: number[] }[]>(Prisma.sql`
    SELECT supplier_id AS "supplierId", supplier_id IN (${monitoredSuppliers}) AS monitored, array_agg(month ORDER BY month) AS months,
           array_agg("leadTimeLines"::int ORDER BY month) AS lines,
           array_agg(("leadTimeDays" / "leadTimeLines")::float8 ORDER BY month) AS days
      FROM (${monthlyMeasuresSql(query)}) AS measured
     WHERE "leadTimeLines" >= ${minimumLines}::int
     GROUP BY supplier_id HAVING count(*) >= ${minimumMonths}::int`);
  return rows.map(({ months, lines, days, ...row }) => ({
    ...row,
    months: months.map((month, at) => ({ month, lines: lines[at] ?? 0, days: days[at] ?? 0 })),
  }));
}
