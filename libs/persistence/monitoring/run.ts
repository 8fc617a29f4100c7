import { latestJudgedMonth } from '#domain/monitoring/judged-months.js';
import type { AlertRule, Silence } from '#domain/monitoring/rules.js';
import type { Policy } from '#domain/policy/policy.js';
import { Refusal } from '#domain/process/decision.js';
import type { Database, Transaction } from '../database.js';
import { calendarFor, OURS } from '../holidays.js';
import { currentPolicy } from '../policies/policies.js';
import { refreshWatch } from '../suppliers/watch.js';
import { conditionChanges } from './condition-changes.js';
import { monitoredSuppliers, type ConditionRule, type NeighbouringRuns, type RuleChanges, type RunContext } from './context.js';
import { rowChanges } from './row-changes.js';
import { complaintSurge } from './rules/complaint-surge.js';
import { certificateEnding, contractEnding } from './rules/endings.js';
import { leadTimeLengthening } from './rules/lead-time.js';
import { soleSourceInBottleneck } from './rules/sole-source.js';
import { spendConcentration } from './rules/spend-concentration.js';
import { isNews, noteNews, type StepReached } from './news.js';
import { supplyStopped } from './rules/supply-stopped.js';
import { getRun, type MonitoringRunRecord } from './runs.js';
import { type AlertEnd, wakeSnoozed, writeAlerts } from './write-alerts.js';

/** Rules that look at one date; one line each. */
const conditionRules: readonly ConditionRule[] = [
  leadTimeLengthening,
  certificateEnding,
  contractEnding,
  soleSourceInBottleneck,
  complaintSurge,
  spendConcentration,
  supplyStopped,
];

interface RunRule {
  readonly rule: AlertRule;
  changes(context: RunContext, runs: NeighbouringRuns): Promise<RuleChanges>;
}

const rules: readonly RunRule[] = [
  { rule: 'onTimeDelivery3Months', changes: rowChanges },
  ...conditionRules.map((each): RunRule => ({ rule: each.rule, changes: (context, runs) => conditionChanges(context, each, runs) })),
];

/** Milliseconds that a run over all suppliers may take, and that it waits for a connection. */
const RUN_LIMIT = 600_000;
const CONNECTION_LIMIT = 10_000;
/** How long a run waits for another to finish. */
const WAIT_LIMIT = '60s';

/** What is asked for: `asOf` is the day (`YYYY-MM-DD`) by whose end things must have happened; `now` the instant by which facts must have arrived; `clock` tells when it is done. */
export interface RunRequest {
  readonly id: string;
  readonly asOf: string;
  readonly requestedBy: string;
  /** Whether the run tells people afterwards; absent: not. */
  readonly notify?: boolean;
  readonly now: Date;
  readonly clock: () => Date;
}

/**
 * Judges every rule of the policy for all suppliers as of a day, in one transaction; runs wait for one another.
 *
 * The same day again changes nothing while the facts are the same. A day before those of other runs (history replayed) adds
 * the alerts that are missing for it – followed through what later runs have judged, so that they are closed where they
 * ended – and neither reopens, closes nor changes an alert that is there. A request with the id of a run answers with that run.
 * @throws Refusal `noPolicy`, or `monitoringBusy` when another run does not finish in time
 */
export async function runMonitoring(db: Database, request: RunRequest): Promise<MonitoringRunRecord> {
  return db.prisma.$transaction(
    async (tx) => {
      await oneAtATime(tx);
      const known = await getRun(tx, request.id);
      return known ?? judgeAll(tx, request);
    },
    { maxWait: CONNECTION_LIMIT, timeout: RUN_LIMIT },
  );
}

async function judgeAll(tx: Transaction, { id: runId, asOf, requestedBy, notify = false, now, clock }: RunRequest): Promise<MonitoringRunRecord> {
  const { version, policy } = await currentPolicy(tx);
  const context = await contextOf(tx, policy, { asOf, now });
  const touched = new Set<string>();
  const silent: Silence[] = [];
  const reached: StepReached[] = [];
  const latest = await isLatest(tx, asOf);
  const counts = { raised: 0, closed: 0 };
  for (const { rule, changes: changesOf } of rules) {
    if (!policy.monitoring[rule].enabled) {
      silent.push({ rule, reason: 'off', count: 0, of: 'suppliers' });
      const ended = latest ? await openAlerts(tx, rule, asOf) : [];
      counts.closed += (await writeAlerts(tx, { raised: [], ended, regraded: [] }, { runId, at: now })).closed;
      for (const { supplierId } of ended) touched.add(supplierId);
      continue;
    }
    const { changes, silences, steps } = await changesOf(context, await neighbouringRuns(tx, rule, asOf));
    const { raised, closed } = await writeAlerts(tx, changes, { runId, at: now });
    counts.raised += raised;
    counts.closed += closed;
    reached.push(...steps);
    silent.push(...silences.filter(({ count }) => count > 0));
    for (const { supplierId } of [...changes.raised, ...changes.ended, ...changes.regraded]) touched.add(supplierId);
  }
  if (latest) await wakeSnoozed(tx, asOf);
  if (isNews({ asOf, latest, now })) await noteNews(tx, { runId, steps: reached });
  await refreshWatch(tx, [...touched], now);
  await tx.monitoringRun.create({
    data: {
      id: runId,
      asOf: new Date(asOf),
      notify,
      policyVersion: version,
      suppliers: context.suppliers,
      ...counts,
      silent: silent.map((each) => ({ ...each })),
      requestedBy,
      startedAt: now,
      finishedAt: clock(),
    },
  });
  const run = await getRun(tx, runId);
  if (!run) throw new Error('The run that was just written is not there.');
  return run;
}

async function contextOf(tx: Transaction, { monitoring, toleranceDays }: Policy, { asOf, now }: { asOf: string; now: Date }): Promise<RunContext> {
  const calendar = calendarFor(OURS, now);
  const judging = { judgedAfterBusinessDays: monitoring.judgedAfterBusinessDays, toleranceDays, calendar };
  const latestMonth = latestJudgedMonth(asOf, judging);
  return { tx, asOf, cutOffAt: now, terms: monitoring, judging, toleranceDays, latestMonth, suppliers: await countSuppliers(tx) };
}

/** The alerts of a rule that the policy has switched off: nobody looks any longer whether their causes go on. */
async function openAlerts(tx: Transaction, rule: AlertRule, asOf: string): Promise<AlertEnd[]> {
  const open = await tx.alert.findMany({ where: { rule, status: { not: 'closed' } }, select: { id: true, supplierId: true } });
  return open.map((alert) => ({ ...alert, endedFor: asOf, because: 'lapsed', on: asOf, evidence: { asOf } }));
}

async function isLatest(tx: Transaction, asOf: string): Promise<boolean> {
  return (await tx.monitoringRun.count({ where: { asOf: { gt: new Date(asOf) } } })) === 0;
}

async function neighbouringRuns(tx: Transaction, rule: AlertRule, asOf: string): Promise<NeighbouringRuns> {
  const off = JSON.stringify([{ rule, reason: 'off' }]);
  const [row] = await tx.$queryRaw<NeighbouringRuns[]>`
    SELECT to_char(max(as_of) FILTER (WHERE as_of < ${asOf}::date), 'YYYY-MM-DD') AS previous,
           to_char(min(as_of) FILTER (WHERE as_of > ${asOf}::date), 'YYYY-MM-DD') AS next, to_char(max(as_of), 'YYYY-MM-DD') AS latest
      FROM monitoring_runs WHERE NOT silent @> ${off}::jsonb`;
  return row ?? { previous: null, next: null, latest: null };
}

async function countSuppliers(tx: Transaction): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM (${monitoredSuppliers}) AS monitored`;
  return row?.count ?? 0;
}

async function oneAtATime(tx: Transaction): Promise<void> {
  await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = ${RUN_LIMIT}; SET LOCAL lock_timeout = '${WAIT_LIMIT}'`);
  try {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('steward.monitoring'))`;
  } catch (error) {
    if (!/55P03|lock timeout/.test(String(error))) throw error;
    throw new Refusal('monitoringBusy', 'Another monitoring run is being made; repeat this one when it has finished.');
  }
}
