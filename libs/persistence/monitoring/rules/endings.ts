import type { Finding } from '#domain/monitoring/conditions.js';
import { atMost, severityOfEnding, stepOfEnding } from '#domain/monitoring/ending.js';
import type { Silence } from '#domain/monitoring/rules.js';
import { Prisma } from '../../generated/client.js';
import { byEndOfDay, known, monitoredSuppliers, suppliersOf, type ConditionRule, type RunContext } from '../context.js';

interface Ending {
  readonly supplierId: string;
  readonly subject: string;
  readonly number: string;
  readonly validTo: string;
  readonly daysLeft: number;
}

/** A certificate that ends within 60, 30, 7 days and has no successor of its kind: one alert a certificate, graver with each step. */
export const certificateEnding: ConditionRule = {
  rule: 'certificateEnding',
  async find(context) {
    const { steps, highestIfOptional } = context.terms.certificateEnding;
    const rows = await endings<Ending & { kind: string; issuer: string | null; mandatory: boolean }>(context, {
      rule: 'certificateEnding',
      table: Prisma.sql`certificates`,
      more: Prisma.sql`, ending.kind, ending.issuer, ending.mandatory`,
      successor: Prisma.sql`next.kind = ending.kind`,
      withinDays: steps[0]?.days ?? 0,
    });
    const findings = rows.flatMap((row) => {
      const severity = severityOfEnding(row.daysLeft, steps);
      return severity ? [finding(row, row.mandatory ? severity : atMost(severity, highestIfOptional), steps)] : [];
    });
    return { findings, silences: [await silence(context, 'certificateEnding', Prisma.sql`certificates`)], unjudged: () => false };
  },
};

/** A contract that ends within 60, 30, 7 days while none follows it. */
export const contractEnding: ConditionRule = {
  rule: 'contractEnding',
  async find(context) {
    const { steps } = context.terms.contractEnding;
    const rows = await endings<Ending & { noticeDays: number | null }>(context, {
      rule: 'contractEnding',
      table: Prisma.sql`contracts`,
      more: Prisma.sql`, ending.notice_days AS "noticeDays"`,
      successor: Prisma.sql`true`,
      withinDays: steps[0]?.days ?? 0,
    });
    const findings = rows.flatMap((row) => {
      const severity = severityOfEnding(row.daysLeft, steps);
      return severity ? [finding(row, severity, steps)] : [];
    });
    return { findings, silences: [await silence(context, 'contractEnding', Prisma.sql`contracts`)], unjudged: () => false };
  },
};

/** What has ended keeps its alert until it is renewed, but raises none: a record of old papers is no news. */
function finding({ supplierId, subject, ...paper }: Ending, severity: Finding['severity'], steps: Parameters<typeof stepOfEnding>[1]): Finding {
  const step = stepOfEnding(paper.daysLeft, steps) ?? 0;
  return { supplierId, subject, raisedFor: paper.validTo, severity, evidence: { ...paper, step }, step, raises: paper.daysLeft >= 0 };
}

/**
 * What ends and has no successor as of the day. A paper is there from the day it is valid, or from the day its record arrived
 * if that was earlier: a renewal is filed before it begins.
 */
function endings<Row extends Ending>(
  context: RunContext,
  { rule, table, more, successor, withinDays }: { rule: 'certificateEnding' | 'contractEnding'; table: Prisma.Sql; more: Prisma.Sql; successor: Prisma.Sql; withinDays: number },
): Promise<Row[]> {
  const { tx, asOf } = context;
  return tx.$queryRaw<Row[]>(Prisma.sql`
    WITH paper AS MATERIALIZED (
      SELECT * FROM ${table} WHERE ${known(context)} AND (valid_from <= ${asOf}::date OR ${byEndOfDay(context, Prisma.sql`arrived_at`)})
        AND supplier_id IN (${suppliersOf(rule)})
    )
    SELECT ending.supplier_id AS "supplierId", ending.source || ':' || ending.external_id AS subject, ending.number,
           to_char(ending.valid_to, 'YYYY-MM-DD') AS "validTo", ending.valid_to - ${asOf}::date AS "daysLeft" ${more}
      FROM paper AS ending
     WHERE valid_from <= ${asOf}::date AND valid_to <= ${asOf}::date + ${withinDays}::int
       AND (valid_to >= ${asOf}::date OR EXISTS (
         SELECT FROM alerts WHERE rule = ${rule} AND alerts.supplier_id = ending.supplier_id
            AND subject = ending.source || ':' || ending.external_id AND ended_for IS NULL))
       AND NOT EXISTS (
         SELECT FROM paper AS next WHERE next.supplier_id = ending.supplier_id AND ${successor}
            AND (next.valid_to IS NULL OR next.valid_to > ending.valid_to) AND next.valid_from <= greatest(ending.valid_to + 1, ${asOf}::date))
     ORDER BY ending.supplier_id, subject`);
}

async function silence(context: RunContext, rule: 'certificateEnding' | 'contractEnding', table: Prisma.Sql): Promise<Silence> {
  const [row] = await context.tx.$queryRaw<{ count: number }[]>(Prisma.sql`
    SELECT count(*)::int AS count FROM (${monitoredSuppliers}) AS monitored
     WHERE NOT EXISTS (SELECT FROM ${table} WHERE supplier_id = monitored.id AND ${known(context)} AND valid_from <= ${context.asOf}::date)`);
  return { rule, reason: rule === 'certificateEnding' ? 'noCertificates' : 'noContracts', count: row?.count ?? 0, of: 'suppliers' };
}
