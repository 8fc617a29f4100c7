import type { AlertRule, Silence } from '#domain/monitoring/rules.js';
import type { Finding } from '#domain/monitoring/conditions.js';
import type { JudgingTerms } from '#domain/monitoring/judged-months.js';
import type { MonitoringTerms } from '#domain/monitoring/terms.js';
import type { Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import type { StepReached } from './news.js';
import type { AlertChanges } from './write-alerts.js';

/** What every rule of a run looks from. Dates are `YYYY-MM-DD`. */
export interface RunContext {
  readonly tx: Transaction;
  /** What happened after this day does not exist. */
  readonly asOf: string;
  /** Facts that arrived later are not known. */
  readonly cutOffAt: Date;
  readonly terms: MonitoringTerms;
  readonly toleranceDays: number;
  readonly judging: JudgingTerms;
  /** The latest month judged as of that day. */
  readonly latestMonth: string;
  /** How many suppliers are monitored. */
  readonly suppliers: number;
}

/** Dates of other runs of a rule; null where there is none. */
export interface NeighbouringRuns {
  /** The last one before the date of this run. */
  readonly previous: string | null;
  /** The next one after it. */
  readonly next: string | null;
  /** The latest of all. */
  readonly latest: string | null;
}

/** What a run changes of the alerts of one rule, and whom the rule could not judge. */
export interface RuleChanges {
  readonly changes: AlertChanges;
  readonly silences: readonly Silence[];
  /** Alerts that stand and have come a step nearer. */
  readonly steps: readonly StepReached[];
}

/** What a rule that looks at one date finds. */
export interface RuleFindings {
  readonly findings: readonly Finding[];
  readonly silences: readonly Silence[];
  /** True for a supplier of whom the rule can say nothing. */
  readonly unjudged: (supplierId: string) => boolean;
}

/** One such rule. */
export interface ConditionRule {
  readonly rule: Exclude<AlertRule, 'onTimeDelivery3Months'>;
  find(context: RunContext): Promise<RuleFindings>;
}

/** Ids of the suppliers that are monitored: those we buy from. */
export const monitoredSuppliers = Prisma.sql`
  SELECT id FROM suppliers WHERE status IN ('active', 'on-watch', 'phasing-out') AND merged_into_id IS NULL`;

/** The same, and those with an alert of the rule that still goes on: it has to be able to end. */
export function suppliersOf(rule: AlertRule): Prisma.Sql {
  return Prisma.sql`${monitoredSuppliers} UNION SELECT supplier_id FROM alerts WHERE rule = ${rule} AND ended_for IS NULL`;
}

/** A condition on an instant: it lies before the end of the day looked from, in UTC whatever zone the database is set to. */
export function byEndOfDay({ asOf }: Pick<RunContext, 'asOf'>, instant: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${instant} < (${asOf}::date + 1)::timestamp AT TIME ZONE 'UTC'`;
}

/** A condition: the row is the current version of its fact, and had arrived. */
export function known({ cutOffAt }: Pick<RunContext, 'cutOffAt'>): Prisma.Sql {
  return Prisma.sql`superseded_at IS NULL AND arrived_at <= ${cutOffAt.toISOString()}::timestamptz`;
}

/**
 * A condition on `order_lines`: promised within so many months up to the day, and not cancelled whole by then.
 * What is promised later has not happened yet.
 */
export function boughtWithin(months: number, context: Pick<RunContext, 'asOf' | 'cutOffAt'>): Prisma.Sql {
  const { asOf } = context;
  return Prisma.sql`${known(context)} AND promised_date <= ${asOf}::date AND promised_date > (${asOf}::date - make_interval(months => ${months}::int))::date
    AND NOT (cancelled_on IS NOT NULL AND cancelled_on <= ${asOf}::date AND coalesce(cancelled_quantity, ordered_quantity) >= ordered_quantity)`;
}
