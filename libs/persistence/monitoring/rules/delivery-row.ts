import type { Evidence } from '#domain/monitoring/conditions.js';
import { judgeRow, onTimeRate, type KnownAlert, type MonthFigure, type RowFindings } from '#domain/monitoring/delivery-row.js';
import { daysOfMonth, shiftMonth } from '#domain/monitoring/judged-months.js';
import type { Silence } from '#domain/monitoring/rules.js';
import { Prisma } from '../../generated/client.js';
import { measureMonthsBySupplier } from '../../measures/measure.js';
import { monthlyMeasuresSql } from '../../measures/measures-sql.js';
import type { MeasureQuery } from '../../measures/query.js';
import { monitoredSuppliers, suppliersOf, type RunContext } from '../context.js';

const rule = 'onTimeDelivery3Months';

/** The months that a run judges, and those after them that runs of later dates have judged before it. */
export interface RowMonths {
  /** In order, without gaps; at least one. */
  readonly judge: readonly string[];
  readonly follow: readonly string[];
  /** Date of the latest of those runs, from which the later months are looked at. */
  readonly followAsOf: string;
}

/** What the rule finds of one supplier. */
export interface SupplierRow extends RowFindings {
  readonly supplierId: string;
}

/**
 * Looks for rows of bad months among all suppliers: PostgreSQL measures them, and only suppliers with enough bad months,
 * or an alert that goes on, are judged one by one.
 */
export async function findRows(context: RunContext, months: RowMonths): Promise<{ rows: SupplierRow[]; silences: Silence[] }> {
  const terms = context.terms[rule];
  const { figures, judged } = await monthFigures(context, months);
  const alerts = await knownAlerts(context, months.judge[0] ?? '');
  const suspects = [...new Set([...figures.keys(), ...alerts.filter(({ endedFor }) => endedFor === null).map(({ supplierId }) => supplierId)])];
  if (months.follow.length > 0) await addLaterMonths(context, months, suspects, figures);
  const known = new Map<string, KnownAlert[]>();
  for (const { supplierId, ...alert } of alerts) known.set(supplierId, [...(known.get(supplierId) ?? []), alert]);
  const rows = suspects.map((supplierId) => ({
    supplierId,
    ...judgeRow((month) => figures.get(supplierId)?.get(month) ?? { month, linesDue: 0, linesOnTime: 0 }, {
      judge: months.judge,
      follow: months.follow,
      known: known.get(supplierId) ?? [],
      terms,
    }),
  }));
  return { rows, silences: [{ rule, reason: 'tooFewLines', count: context.suppliers - judged, of: 'suppliers' }] };
}

/** A month as people check it: lines in time / lines due. */
export function monthEvidence(figure: MonthFigure): Evidence {
  const { month, linesOnTime, linesDue } = figure;
  return { month, numerator: linesOnTime, denominator: linesDue, value: onTimeRate(figure)?.toNumber() ?? null, lines: linesDue };
}

type Figures = Map<string, Map<string, MonthFigure>>;

/** Months of the suppliers worth a look; `judged` are those with enough lines in each month of the latest row. */
async function monthFigures(context: RunContext, { judge }: RowMonths): Promise<{ figures: Figures; judged: number }> {
  const { threshold, months, minimumLines } = context.terms[rule];
  const last = judge.at(-1) ?? context.latestMonth;
  const query: MeasureQuery = {
    ...lookingFrom(context, context.asOf),
    supplierIds: { sql: suppliersOf(rule) },
    from: daysOfMonth(shiftMonth(judge[0] ?? last, 1 - months)).first,
    to: daysOfMonth(last).last,
  };
  const rows = await context.tx.$queryRaw<(MonthFigure & { supplierId: string | null })[]>(Prisma.sql`
    WITH monthly AS MATERIALIZED (
      SELECT supplier_id, month, "linesDue"::int AS due, "linesOnTime"::int AS on_time FROM (${monthlyMeasuresSql(query)}) AS measured
    ), suspect AS (
      SELECT supplier_id FROM monthly WHERE due >= ${minimumLines}::int AND on_time * 100 < ${threshold}::numeric * due
       GROUP BY supplier_id HAVING count(*) >= ${months}::int
      UNION SELECT supplier_id FROM alerts WHERE rule = ${rule} AND ended_for IS NULL
    ), judged AS (
      SELECT supplier_id FROM monthly
       WHERE month >= ${shiftMonth(last, 1 - months)} AND due >= ${minimumLines}::int AND supplier_id IN (${monitoredSuppliers})
       GROUP BY supplier_id HAVING count(*) = ${months}::int
    )
    SELECT supplier_id AS "supplierId", month, due AS "linesDue", on_time AS "linesOnTime" FROM monthly JOIN suspect USING (supplier_id)
    UNION ALL SELECT NULL, '', count(*)::int, 0 FROM judged`);
  const figures: Figures = new Map();
  for (const { supplierId, ...figure } of rows) if (supplierId !== null) addFigure(figures, supplierId, figure);
  return { figures, judged: rows.find(({ supplierId }) => supplierId === null)?.linesDue ?? 0 };
}

async function addLaterMonths(context: RunContext, { follow, followAsOf }: RowMonths, supplierIds: string[], figures: Figures): Promise<void> {
  const from = daysOfMonth(follow[0] ?? '').first;
  const to = daysOfMonth(follow.at(-1) ?? '').last;
  for (const { supplierId, month, measures } of await measureMonthsBySupplier(context.tx, { ...lookingFrom(context, followAsOf), supplierIds, from, to })) {
    addFigure(figures, supplierId, { month, linesDue: measures.linesDue, linesOnTime: measures.linesOnTime });
  }
}

function addFigure(figures: Figures, supplierId: string, figure: MonthFigure): void {
  const months = figures.get(supplierId) ?? new Map<string, MonthFigure>();
  figures.set(supplierId, months.set(figure.month, figure));
}

function lookingFrom({ cutOffAt, toleranceDays }: RunContext, asOf: string) {
  return { asOf, cutOffAt, toleranceDays, groups: ['deliveries'] as const };
}

async function knownAlerts({ tx }: RunContext, firstMonth: string): Promise<(KnownAlert & { supplierId: string })[]> {
  return tx.$queryRaw`
    SELECT id, supplier_id AS "supplierId", raised_for AS "raisedFor", ended_for AS "endedFor", status <> 'closed' AS open
      FROM alerts WHERE rule = ${rule} AND (ended_for IS NULL OR ended_for >= ${firstMonth})`;
}
