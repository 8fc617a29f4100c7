import { z } from 'zod';
import { alertRules, alertStatuses, closingReasons, silenceReasons } from '#domain/monitoring/rules.js';
import { alertSeverities } from '#domain/monitoring/terms.js';
import type { AlertRecord } from '#persistence/monitoring/alerts.js';
import type { MonitoringRunRecord } from '#persistence/monitoring/runs.js';
import { date, instant } from '../http/answers.js';
import { pageOfItems, pageQuery } from '../http/paging.js';

export const newRun = z
  .strictObject({
    asOf: date.describe('The day as of which everything is judged; not after today. Only what had happened by its end counts.'),
    notify: z.boolean().optional().describe('Whether people are told what is new – one mail a reader – and cases are opened where the policy wants it.'),
  })
  .meta({ id: 'NewMonitoringRun' });

export const run = z
  .object({
    id: z.uuid(),
    asOf: date,
    notify: z.boolean(),
    policyVersion: z.int(),
    suppliers: z.int().describe('How many were monitored.'),
    raised: z.int(),
    closed: z.int().describe('By a rule; among them those that were raised and had ended at once.'),
    silent: z
      .array(z.object({ rule: z.enum(alertRules), reason: z.enum(silenceReasons), count: z.int(), of: z.enum(['suppliers', 'categories']) }))
      .describe('Of whom a rule can say nothing, and why.'),
    told: z.int().describe('Mails that told of what is new, one a reader.'),
    opened: z.int().describe('Rectifications that it has opened.'),
    requestedBy: z.string(),
    startedAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'MonitoringRun' });
export const runs = pageOfItems(run).meta({ id: 'MonitoringRuns' });

export const alert = z
  .object({
    id: z.uuid(),
    rule: z.enum(alertRules),
    supplierId: z.uuid(),
    supplierCode: z.string(),
    supplierName: z.string(),
    subject: z.string().describe('A certificate, a contract or a category; empty: the supplier as a whole.'),
    raisedFor: z.string().describe('Last month of the row, `2010-08`; of other rules the day.'),
    severity: z.enum(alertSeverities),
    status: z.enum(alertStatuses),
    evidence: z.record(z.string(), z.unknown()).describe('The figures that raised it.'),
    runId: z.uuid(),
    raisedOn: date,
    raisedAt: instant,
    acknowledgedBy: z.string().nullable(),
    acknowledgedAt: instant.nullable(),
    note: z.string().nullable(),
    snoozedUntil: date.nullable(),
    closedOn: date.nullable(),
    closedAt: instant.nullable(),
    closedBecause: z.enum(closingReasons).nullable(),
    closingEvidence: z.record(z.string(), z.unknown()).nullable(),
    toldAt: instant.nullable().describe('When people were told of it last; null: nobody was.'),
    caseId: z.uuid().nullable().describe('The rectification that it has opened, or that was open for its cause already.'),
  })
  .meta({ id: 'Alert' });
export const alerts = pageOfItems(alert).meta({ id: 'Alerts' });
export const alertQuery = pageQuery.extend({
  status: z.enum(alertStatuses).optional(),
  rule: z.enum(alertRules).optional(),
  supplierId: z.uuid().optional(),
  severity: z.enum(alertSeverities).optional(),
});

const note = z.string().trim().min(1).max(2000).optional();
export const acknowledgement = z.strictObject({ note }).meta({ id: 'AlertAcknowledgement' });
export const snooze = z.strictObject({ until: date.describe('The day on which it opens again; after today.'), note }).meta({ id: 'AlertSnooze' });
export const closing = z.strictObject({ reason: z.string().trim().min(1).max(2000) }).meta({ id: 'AlertClosing' });

/** A run as the API shows it. */
export function shownRun(record: MonitoringRunRecord): z.infer<typeof run> {
  return { ...record, startedAt: record.startedAt.toISOString(), finishedAt: record.finishedAt?.toISOString() ?? null };
}

/** An alert as the API shows it. */
export function shownAlert(record: AlertRecord): z.infer<typeof alert> {
  return {
    ...record,
    raisedAt: record.raisedAt.toISOString(),
    acknowledgedAt: record.acknowledgedAt?.toISOString() ?? null,
    closedAt: record.closedAt?.toISOString() ?? null,
    toldAt: record.toldAt?.toISOString() ?? null,
  };
}
