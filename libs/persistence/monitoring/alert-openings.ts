import type { AlertRule } from '#domain/monitoring/rules.js';
import type { AlertSeverity } from '#domain/monitoring/terms.js';
import type { Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';

/** An alert that has been told and is to open a case. */
export interface AlertToOpen {
  readonly alertId: string;
  readonly rule: AlertRule;
  readonly subject: string;
  readonly severity: AlertSeverity;
  readonly evidence: Prisma.JsonObject;
  readonly supplierId: string;
  /** The date that raised it, or the last month of its row (`YYYY-MM`). */
  readonly raisedFor: string;
  /** Of the supplier. */
  readonly language: string;
}

/** Alerts of these rules that the run has told as raised, that still stand and have no case. */
export function alertsToOpen(tx: Transaction, { runId, rules }: { runId: string; rules: readonly AlertRule[] }): Promise<AlertToOpen[]> {
  return tx.$queryRaw<AlertToOpen[]>(Prisma.sql`
    SELECT alerts.id AS "alertId", rule, subject, alerts.severity, evidence, supplier_id AS "supplierId", raised_for AS "raisedFor", language
      FROM alert_news JOIN alerts ON alerts.id = alert_id JOIN suppliers ON suppliers.id = supplier_id
     WHERE alert_news.run_id = ${runId}::uuid AND what = 'raised' AND alert_news.told_at IS NOT NULL AND rule = ANY(${[...rules]}::text[])
       AND alerts.status <> 'closed' AND case_id IS NULL AND merged_into_id IS NULL
     ORDER BY alerts.id FOR UPDATE OF alerts`);
}

/** Names the case that an alert has opened, or the one that was open for its cause already. */
export async function linkCase(tx: Transaction, { alertId, caseId }: { alertId: string; caseId: string }): Promise<void> {
  await tx.alert.update({ where: { id: alertId }, data: { caseId } });
}

/** Notes how many cases the run has decided on. @returns how many of them no workflow has taken yet */
export async function countOpenings(tx: Transaction, { runId, decided }: { runId: string; decided: number }): Promise<number> {
  await tx.monitoringRun.update({ where: { id: runId }, data: { opened: { increment: decided } } });
  return tx.submission.count({ where: { batchId: runId, command: 'open', status: 'pending' } });
}
