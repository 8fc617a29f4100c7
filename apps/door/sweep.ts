import { getCase } from '#persistence/cases/read.js';
import { openCasesAfter } from '#persistence/cases/reconcile.js';
import { pendingSubmissions } from '#persistence/cases/submissions.js';
import { decidedEvaluations } from '#persistence/evaluations/decisions.js';
import type { Submission } from '#persistence/generated/client.js';
import { workableRestatements } from '#persistence/restatements/restatements.js';
import { unfinishedEvaluations } from '#persistence/scoring/evaluations.js';
import { surveysGivenUp, surveysToMove } from '#persistence/surveys/invitations.js';
import { contractOf } from '#workflows/contracts.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { WorkflowNotFoundError } from '@temporalio/client';
import { send, settle, startFromRow, type Engine } from './act.js';
import { reachable } from './engine.js';
import { createScheduleKeeper } from './evaluation-schedules.js';
import { createMonitoringKeeper } from './monitoring-schedule.js';
import { startOpened } from './open.js';
import { nudgeEvaluation } from './nudge-evaluation.js';
import { startEvaluation } from './start-evaluation.js';
import { startRestatement } from './start-restatement.js';
import { startSurvey, surveyAnswered, surveyGivenUp } from './start-survey.js';

/** Younger ones are still in the hands of the request that stored them, in milliseconds. */
const GRACE = 15_000;
/** How many a sweep looks at: the next sweep is seconds away. */
const AT_ONCE = 50;
/** How many are under way side by side; a workflow takes ten Updates at a time. */
const SIDE_BY_SIDE = 8;
const LOOK_PATIENCE = 3_000;
/** A cycle that does not move is not told more often than this of the same, in milliseconds. */
const NUDGED_EVERY = 60_000;
/** Appeals decided longer ago than this have been heard of, in milliseconds. */
const APPEALS_WATCHED = 600_000;

/** What a sweep says of an item that it could not move; the others go on. */
export type SweepReport = (what: string, error: unknown) => void;

/**
 * Makes sweeps that apply what was stored and not taken, start restatements that have no workflow, look, page by page, whether each
 * unfinished cycle and each open case has one, tell cycles again of what was decided, and bring back schedules that Temporal does not have as their rows say.
 * A sweep answers how many it moved.
 */
export function createSweeper(engine: Engine, report: SweepReport): (now: Date) => Promise<number> {
  let looked: string | null = null;
  let lookedAtCycles: string | null = null;
  const nudge = createNudge(engine);
  const keepSchedules = createScheduleKeeper(engine, report);
  const keepMonitoring = createMonitoringKeeper(engine);
  return async (now) => {
    if (!(await reachable(engine.client))) return 0;
    const before = new Date(now.getTime() - GRACE);
    const submissions = await pendingSubmissions(engine.db, before, AT_ONCE);
    const cycles = await unfinishedEvaluations(engine.db, lookedAtCycles, before, AT_ONCE);
    lookedAtCycles = cycles.length < AT_ONCE ? null : (cycles.at(-1)?.id ?? null);
    const decided = await decidedEvaluations(engine.db, new Date(now.getTime() - APPEALS_WATCHED), AT_ONCE);
    const restatements = await workableRestatements(engine.db, AT_ONCE);
    const surveys = await surveysToMove(engine.db, before, AT_ONCE);
    const givenUp = await surveysGivenUp(engine.db, { before, now, limit: AT_ONCE });
    const cases = await openCasesAfter(engine.db, looked, before, AT_ONCE);
    looked = cases.length < AT_ONCE ? null : (cases.at(-1)?.id ?? null);
    const moved = [
      ...(await eachOf(submissions, report, (submission) => applyStored(engine, submission, now))),
      ...(await eachOf(cycles, report, ({ id }) => reviveCycle(engine, id))),
      ...(await eachOf(decided, report, ({ id }) => nudge(id, now))),
      ...(await eachOf(restatements, report, ({ id }) => startRestatement(engine.client, id))),
      ...(await eachOf(surveys, report, ({ id, status }) => (status === 'preparing' ? startSurvey(engine.client, id) : surveyAnswered(engine.client, id)))),
      ...(await eachOf(givenUp, report, ({ id }) => surveyGivenUp(engine.client, id))),
      ...(await eachOf(cases, report, ({ id, process }) => revive(engine, process, id))),
    ];
    return [...moved, await keepMonitoring()].filter(Boolean).length + (await keepSchedules());
  };
}

/** Gives a stored submission to the workflow of its case. False while that is away: it waits on. */
export async function applyStored(engine: Engine, submission: Submission, now: Date): Promise<boolean> {
  const contract = contractOf(submission.process);
  if (!contract) return false;
  const answer = submission.command === 'open' ? await startOpened(engine, submission) : await send(engine, contract, submission);
  const outcome = await settle(engine, submission, answer, { at: now, withdraw: false });
  return outcome.status !== 'pending';
}

/** True when an open case had no workflow and has one again. */
async function revive(engine: Engine, process: string, caseId: string): Promise<boolean> {
  const contract = contractOf(process);
  if (!contract || (await isRunning(engine, contract.workflowId(caseId)))) return false;
  const found = await getCase(engine.db, caseId, process);
  if (!found || found.status !== 'open') return false;
  await startFromRow(engine.client, contract, found);
  return true;
}

/** True when a cycle that has not ended had no workflow and has one again, which goes on from its row. */
async function reviveCycle(engine: Engine, evaluationId: string): Promise<boolean> {
  if (await isRunning(engine, evaluationCycle.workflowId(evaluationId))) return false;
  return startEvaluation(engine.client, evaluationId, { again: true });
}

/** Tells a cycle again, now and then, of what was decided: its signal may have been lost, and it may just be slow. */
function createNudge({ client }: Engine): (evaluationId: string, now: Date) => Promise<boolean> {
  const told = new Map<string, number>();
  return async (evaluationId, now) => {
    if (now.getTime() - (told.get(evaluationId) ?? 0) < NUDGED_EVERY) return false;
    told.set(evaluationId, now.getTime());
    return nudgeEvaluation(client, evaluationId);
  };
}

async function isRunning({ client }: Engine, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.withDeadline(Date.now() + LOOK_PATIENCE, () => client.workflow.getHandle(workflowId).describe());
    return status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

async function eachOf<Item>(items: readonly Item[], report: SweepReport, work: (item: Item) => Promise<boolean>): Promise<boolean[]> {
  const waiting = [...items];
  const moved: boolean[] = [];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        moved.push(await work(item));
      } catch (error) {
        report(JSON.stringify(item, ['id', 'process', 'command']), error);
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  return moved;
}
