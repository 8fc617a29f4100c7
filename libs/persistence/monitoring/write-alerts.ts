import type { AlertRule, ClosingReason } from '#domain/monitoring/rules.js';
import type { AlertSeverity } from '#domain/monitoring/terms.js';
import type { Evidence } from '#domain/monitoring/conditions.js';
import type { Transaction } from '../database.js';
import { Prisma, type Alert } from '../generated/client.js';
import { announce, told } from '../webhooks/announce.js';

/** An alert to be written; `end` when it is known already how it ended. Dates are `YYYY-MM-DD`. */
export interface NewAlert {
  readonly id: string;
  readonly rule: AlertRule;
  readonly supplierId: string;
  readonly subject: string;
  readonly raisedFor: string;
  readonly severity: AlertSeverity;
  readonly evidence: Evidence;
  readonly raisedOn: string;
  readonly end: Omit<AlertEnd, 'id' | 'supplierId'> | null;
}

/** That the cause of an alert is gone. */
export interface AlertEnd {
  readonly id: string;
  readonly supplierId: string;
  /** The month or the date that ended it. */
  readonly endedFor: string;
  readonly because: Exclude<ClosingReason, 'closedByPerson'>;
  readonly on: string;
  readonly evidence: Evidence;
}

/** The same cause, of another severity now. */
export interface Regrading {
  readonly id: string;
  readonly supplierId: string;
  readonly severity: AlertSeverity;
  readonly evidence: Evidence;
}

/** What a run writes. */
export interface AlertChanges {
  readonly raised: readonly NewAlert[];
  readonly ended: readonly AlertEnd[];
  readonly regraded: readonly Regrading[];
}

/** What webhooks tell of an alert. */
export type ToldAlert = Pick<Alert, 'id' | 'supplierId' | 'rule' | 'subject' | 'raisedFor' | 'severity'>;

const TOLD = { id: true, supplierId: true, rule: true, subject: true, raisedFor: true, severity: true } as const;

/** See {@link ToldAlert}. */
export function alertData({ id: alertId, supplierId, rule, subject, raisedFor, severity }: ToldAlert) {
  return { alertId, supplierId, rule, subject, raisedFor, severity };
}

/** How many rows one statement carries: their evidence travels as one parameter. */
const CHUNK = 2_000;

/**
 * Writes the changes of one rule. What ended goes first, so that a new alert of the same cause finds its place free.
 * An alert that a person has closed only learns that its cause is gone.
 * @returns how many alerts were raised and how many closed, among them those raised and closed at once
 */
export async function writeAlerts(tx: Transaction, changes: AlertChanges, { runId, at }: { runId: string; at: Date }): Promise<{ raised: number; closed: number }> {
  let raised = 0;
  let closed = 0;
  for (const chunk of chunksOf(changes.ended)) closed += await end(tx, chunk, at);
  for (const chunk of chunksOf(changes.regraded)) await regrade(tx, chunk);
  const ordered = [...changes.raised].sort((a, b) => Number(a.end === null) - Number(b.end === null));
  for (const chunk of chunksOf(ordered)) {
    const written = await tx.alert.createManyAndReturn({ data: chunk.map((alert) => rowOf(alert, runId, at)), skipDuplicates: true, select: { status: true, ...TOLD } });
    await announce(tx, written.filter(({ status }) => status === 'open').map((alert) => told('alert.opened', { key: alert.id, data: alertData(alert), at })));
    raised += written.length;
    closed += written.filter(({ status }) => status === 'closed').length;
  }
  return { raised, closed };
}

/** Alerts that were snoozed until now are open again. */
export async function wakeSnoozed(tx: Transaction, asOf: string): Promise<void> {
  await tx.$executeRaw`UPDATE alerts SET status = 'open', snoozed_until = NULL WHERE status = 'snoozed' AND snoozed_until <= ${asOf}::date`;
}

async function end(tx: Transaction, ends: readonly AlertEnd[], at: Date): Promise<number> {
  const rows = await tx.$queryRaw<(ToldAlert & { byRule: boolean; because: string })[]>(Prisma.sql`
    UPDATE alerts SET ended_for = gone."endedFor", status = 'closed', closed_on = coalesce(closed_on, gone."on"),
           closed_at = coalesce(closed_at, ${at.toISOString()}::timestamptz), closed_because = coalesce(closed_because, gone.because),
           closing_evidence = coalesce(closing_evidence, gone.evidence)
      FROM jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) AS gone (id uuid, "endedFor" text, because text, "on" date, evidence jsonb)
     WHERE alerts.id = gone.id AND alerts.ended_for IS NULL
     RETURNING alerts.id, alerts.supplier_id AS "supplierId", alerts.rule, alerts.subject, alerts.raised_for AS "raisedFor", alerts.severity,
       alerts.closed_because AS because, alerts.closed_because <> 'closedByPerson' AS "byRule"`);
  const closed = rows.filter(({ byRule }) => byRule);
  await announce(tx, closed.map((alert) => told('alert.closed', { key: alert.id, data: { ...alertData(alert), because: alert.because }, at })));
  return closed.length;
}

async function regrade(tx: Transaction, gradings: readonly Regrading[]): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE alerts SET severity = now.severity, evidence = now.evidence
      FROM jsonb_to_recordset(${JSON.stringify(gradings)}::jsonb) AS now (id uuid, severity text, evidence jsonb)
     WHERE alerts.id = now.id AND status <> 'closed'`);
}

function rowOf({ end: ended, evidence, ...alert }: NewAlert, runId: string, at: Date): Prisma.AlertCreateManyInput {
  return {
    ...alert,
    evidence: evidence as Prisma.InputJsonObject,
    runId,
    raisedOn: dateOf(alert.raisedOn),
    raisedAt: at,
    status: ended ? 'closed' : 'open',
    ...(ended
      ? { closedOn: dateOf(ended.on), closedAt: at, closedBecause: ended.because, closingEvidence: ended.evidence as Prisma.InputJsonObject, endedFor: ended.endedFor }
      : {}),
  };
}

function dateOf(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

function* chunksOf<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += CHUNK) yield all.slice(from, from + CHUNK);
}
