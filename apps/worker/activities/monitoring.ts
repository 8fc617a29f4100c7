import { causeOfAlert, severityOfCase, type AlertRule, alertRules } from '#domain/monitoring/rules.js';
import type { Policy } from '#domain/policy/policy.js';
import { Refusal, SYSTEM } from '#domain/process/decision.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { describeAlertCause } from '#messaging/letters/alerts-to-supplier.js';
import { openCaseId } from '#persistence/cases/read.js';
import { storeRecurrence } from '#persistence/cases/recurrence.js';
import { storeSubmission } from '#persistence/cases/submissions.js';
import type { Database, Transaction } from '#persistence/database.js';
import { findDuplicates } from '#persistence/duplicates/run.js';
import { alertsToOpen, countOpenings, linkCase, type AlertToOpen } from '#persistence/monitoring/alert-openings.js';
import { runMonitoring } from '#persistence/monitoring/run.js';
import { getRun, type MonitoringRunRecord } from '#persistence/monitoring/runs.js';
import { inTelling, markTold, mayTell, untoldNews } from '#persistence/monitoring/telling.js';
import { insertOutbox, type NewOutboxMessage } from '#persistence/outbox/outbox.js';
import { getPolicy } from '#persistence/policies/policies.js';
import { lapseOverrides } from '#persistence/segmentation/effective.js';
import type { MonitoringActivities } from '#workflows/monitoring/activities.js';
import { rectification } from '#workflows/rectification/contract.js';
import { ApplicationFailure } from '@temporalio/common';
import { v5 as uuidv5 } from 'uuid';
import { newCaseId } from '../../door/command-id.js';
import { beginRequalifications } from '../../door/requalify.js';
import { seeToRelationships } from '../../relationship/arrange.js';
import type { MeetingSettings } from '../../relationship/meeting-mails.js';
import { openStandardsReview } from '../../scorecards/standards.js';
import { mailsOfNews, type NewsSettings } from './news-mails.js';
import { withSignsOfLife } from './signs-of-life.js';

/** The year before is reviewed when a new one begins; a whole quarter, so that no outage leaves it out. */
const REVIEW_MONTHS = 3;

/** Rows of one INSERT into the outbox; each carries its mail whole. */
const MAILS_AT_ONCE = 100;

/** Names of suppliers compared with all others by one day; the next days go on. */
const NAMES_A_DAY = 20_000;

/** The steps of a monitoring run on PostgreSQL. */
export function createMonitoringActivities(db: Database, settings: NewsSettings & MeetingSettings): MonitoringActivities {
  return withSignsOfLife<MonitoringActivities>({
    judge: async (run) => {
      const { raised, closed } = await judged(db, run);
      return { raised, closed };
    },
    tell: ({ runId, at }) => tell(db, settings, runId, new Date(at)),
    prepareOpenings: ({ runId, at }) => prepareOpenings(db, runId, new Date(at)),
    seeToTheDay: async ({ at }) => {
      const now = new Date(at);
      await lapseOverrides(db, { asOf: at.slice(0, 10), at: now });
      await findDuplicates(db, { limit: NAMES_A_DAY, at: now });
      await beginRequalifications(db, now);
      await seeToRelationships({ db, settings }, now);
      if (now.getUTCMonth() < REVIEW_MONTHS) await openStandardsReview({ db, settings }, { year: now.getUTCFullYear() - 1, at: now });
    },
  });
}

/** The run's clock goes on from the workflow's time, so that a run in virtual time has its duration too. */
async function judged(db: Database, { runId, at, ...run }: Parameters<MonitoringActivities['judge']>[0]): Promise<MonitoringRunRecord> {
  const [now, began] = [new Date(at), performance.now()];
  try {
    return await runMonitoring(db, { id: runId, ...run, now, clock: () => new Date(now.getTime() + performance.now() - began) });
  } catch (error) {
    // Another run only has to be waited for.
    if (error instanceof Refusal && error.code !== 'monitoringBusy') throw ApplicationFailure.nonRetryable(error.message, error.code);
    throw error;
  }
}

/** News, mails and the mark that they were told stand or fall together. */
function tell(db: Database, settings: NewsSettings, runId: string, at: Date): Promise<{ mails: number }> {
  return inTelling(db, async (tx) => {
    const { run, policy } = await judgedBy(tx, runId);
    if (!(await mayTell(tx, { asOf: run.asOf, at }))) return { mails: run.told };
    const news = await untoldNews(tx);
    let mails = 0;
    for (const page of pagesOf(mailsOfNews(news, { runId, asOf: run.asOf, opening: openingRules(policy), at, settings }))) {
      await insertOutbox(tx, page);
      mails += page.length;
    }
    return { mails: await markTold(tx, { runId, alertIds: news.alerts.map(({ alertId }) => alertId), mails, at }) };
  });
}

/** Mails are written as their page is asked for: between two pages the process can say that it lives. */
function* pagesOf(mails: Iterable<NewOutboxMessage>): Generator<NewOutboxMessage[]> {
  let page: NewOutboxMessage[] = [];
  for (const mail of mails) {
    page.push(mail);
    if (page.length < MAILS_AT_ONCE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function prepareOpenings(db: Database, runId: string, at: Date): Promise<{ opened: number }> {
  return inTelling(db, async (tx) => {
    const { run, policy } = await judgedBy(tx, runId);
    const alerts = await alertsToOpen(tx, { runId, rules: [...openingRules(policy)] });
    let decided = 0;
    for (const alert of alerts) if (await prepareOpening(tx, alert, { run, at })) decided += 1;
    return { opened: await countOpenings(tx, { runId, decided }) };
  });
}

/** Letters of `YYYY-MM`. */
const MONTH = 7;

/** False when a case is open for that cause: the alert is one more reason for it, or a recurrence where that one is watched. */
async function prepareOpening(tx: Transaction, alert: AlertToOpen, { run, at }: { run: MonitoringRunRecord; at: Date }): Promise<boolean> {
  const { alertId, supplierId, evidence } = alert;
  const cause = causeOfAlert(alert);
  const running = await openCaseId(tx, rectification.process, supplierId, cause);
  const commandId = uuidv5('alertCase', alertId);
  const caseId = running ?? newCaseId(commandId);
  await linkCase(tx, { alertId, caseId });
  const content = describeAlertCause(alert, languageOf(alert.language));
  const factsFrom = alert.raisedFor.length === MONTH ? `${alert.raisedFor}-01` : alert.raisedFor;
  if (running) {
    await storeRecurrence(tx, { runningId: running, commandId, factsFrom, text: content.description, actor: SYSTEM, at });
    return false;
  }
  await storeSubmission({ prisma: tx }, {
    commandId,
    process: rectification.process,
    caseId,
    supplierId,
    command: 'open',
    facts: { severity: severityOfCase(alert), cause, alertId, policyVersion: run.policyVersion, evidence, factsFrom },
    content,
    actor: SYSTEM,
    channel: 'system',
    expectedSequence: null,
    receivedAt: at,
    batchId: run.id,
  });
  return true;
}

async function judgedBy(tx: Transaction, runId: string): Promise<{ run: MonitoringRunRecord; policy: Policy }> {
  const run = await getRun(tx, runId);
  const judging = run && (await getPolicy(tx, run.policyVersion));
  if (!judging) throw ApplicationFailure.nonRetryable(`there is no monitoring run ${runId}`, 'monitoringRunUnknown');
  return { run, policy: judging.policy };
}

function openingRules({ monitoring }: Policy): ReadonlySet<AlertRule> {
  return new Set(alertRules.filter((rule) => monitoring[rule].opens === 'rectification'));
}
