import { randomUUID } from 'node:crypto';
import { compareFindings, type ConditionChanges, type StandingAlert } from '#domain/monitoring/conditions.js';
import type { AlertRule } from '#domain/monitoring/rules.js';
import type { Transaction } from '../database.js';
import type { ConditionRule, NeighbouringRuns, RuleChanges, RunContext } from './context.js';
import type { StepReached } from './news.js';
import type { AlertChanges } from './write-alerts.js';

/** What a run changes of the alerts of a rule that looks at one date. */
export async function conditionChanges(context: RunContext, { rule, find }: ConditionRule, { next }: NeighbouringRuns): Promise<RuleChanges> {
  const { asOf, tx } = context;
  const { findings, silences, unjudged } = await find(context);
  const known = await standingAlerts(tx, rule, asOf, next);
  const changes = compareFindings({ asOf, nextRunOn: next, findings, known, unjudged });
  return { changes: alertChanges(rule, asOf, changes), silences, steps: stepsReached(changes) };
}

function alertChanges(rule: AlertRule, asOf: string, { raised, ended, regraded }: ConditionChanges): AlertChanges {
  return {
    raised: raised.map(({ finding: { raises: _, step: __, ...finding }, end }) => ({
      id: randomUUID(),
      rule,
      ...finding,
      raisedOn: asOf,
      end: end && { endedFor: end.on, because: end.because, on: end.on, evidence: { asOf: end.on } },
    })),
    ended: ended.map(({ alert, because }) => ({ id: alert.id, supplierId: alert.supplierId, endedFor: asOf, because, on: asOf, evidence: { asOf } })),
    regraded: regraded.map(({ alert, finding }) => ({ id: alert.id, supplierId: alert.supplierId, severity: finding.severity, evidence: finding.evidence })),
  };
}

/** A step is news where the one before was known: what stood before there were steps is only brought up to date. */
function stepsReached({ regraded }: ConditionChanges): StepReached[] {
  return regraded.flatMap(({ alert, finding: { step } }) => (step !== undefined && alert.step !== null && step < alert.step ? [{ alertId: alert.id, step }] : []));
}

/** Alerts of the rule that stood on the day, and those that the next later run raised. */
async function standingAlerts(tx: Transaction, rule: AlertRule, asOf: string, next: string | null): Promise<StandingAlert[]> {
  return tx.$queryRaw`
    SELECT id, supplier_id AS "supplierId", subject, to_char(raised_on, 'YYYY-MM-DD') AS "raisedOn", ended_for AS "endedFor", severity, (evidence ->> 'step')::int AS step, status <> 'closed' AS open
      FROM alerts WHERE rule = ${rule} AND raised_on <= ${next ?? asOf}::date AND (ended_for IS NULL OR ended_for > ${asOf})`;
}
