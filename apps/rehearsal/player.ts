import { daysOf, factualDay, playedDay, type Stretch } from '#domain/rehearsal/past.js';
import type { Happening } from '#domain/rehearsal/story.js';
import { periodsDue } from '#domain/evaluation/periods.js';
import { applyStored } from '#apps/door/sweep.js';
import { pendingSubmissions } from '#persistence/cases/submissions.js';
import { noteArrivals } from '#persistence/rehearsal/arrivals.js';
import { cyclesBesideRatings, cyclesPastRatings, openSurveys, openCases, pendingBatches, pendingOpenings, runningEvaluations, type OpenCase } from '#persistence/rehearsal/look.js';
import { workableRestatements } from '#persistence/restatements/restatements.js';
import type { ScheduleRecord } from '#persistence/schedules/schedules.js';
import { contractOf } from '#workflows/contracts.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { monitoring, type MonitoringInput } from '#workflows/monitoring/contract.js';
import { openings } from '#workflows/openings/contract.js';
import { restatement, type RestatementInput } from '#workflows/restatement/contract.js';
import { scheduledEvaluation, type ScheduledEvaluationInput } from '#workflows/scheduled-evaluation/contract.js';
import { survey } from '#workflows/survey/contract.js';
import { setTimeout as delay } from 'node:timers/promises';
import { Actors } from './actors.js';
import { isGone } from './clock.js';
import { ROOT, startAtItsTime, startRoot } from './root.js';
import { sideBySide } from './side-by-side.js';
import { Teller } from './teller.js';
import type { World } from './world.js';

/** How far a rehearsal has come, and what was new on the day. */
export interface DayPlayed {
  /** Of the facts. */
  readonly day: string;
  readonly done: number;
  readonly days: number;
  readonly happenings: readonly Happening[];
}

/** What is played. */
export interface Play {
  readonly stretch: Stretch;
  readonly seed: number;
  /** The schedules of the cycles; their rows are in the database. */
  readonly schedules: readonly ScheduleRecord[];
  /** Aborted: the day under way is not finished. */
  readonly signal: AbortSignal;
  onDay(played: DayPlayed): void;
}

/** The hour of each day, UTC, at which everything is put forward to: offices are open from Beijing to Berlin. */
const HOUR = 'T08:00:00.000Z';
const A_MINUTE = 60 * 1000;
const DAY = 24 * 60 * A_MINUTE;
/** Days after the stretch within which the last cycle is played to its end. */
const EPILOGUE = 45;
/** So much is stored for cases on one day at most. */
const MOST_STORED = 10_000;
/** How long what is under way elsewhere may take, in milliseconds. */
const LIMIT = 120_000;

/** Plays the stretch day by day: facts arrive, timers fire, monitoring runs, cycles start, people act. */
export async function play(world: World, plan: Play): Promise<void> {
  const { stretch, seed, signal, onDay } = plan;
  await startRoot(world.client);
  const actors = new Actors(world, seed);
  const told = new Teller(world, stretch);
  const days = daysOf(stretch);
  let yesterday = instantOf(days[0] ?? stretch.from, stretch, -1);

  for (let done = 0; done < days.length + EPILOGUE; done += 1) {
    signal.throwIfAborted();
    const now = new Date(yesterday.getTime() + DAY);
    const inEpilogue = done >= days.length;
    if (inEpilogue && (await isOver(world, plan, yesterday))) break;
    const day = factualDay(now, stretch);
    await noteArrivals(world.db, { since: yesterday, at: now });
    await world.clocks.forward(ROOT, now);
    // One after the other, so that none sees how far another has come: the same happens in each rehearsal.
    if (!inEpilogue) await monitor(world, now);
    await settled(world, now);
    await forwardCases(world, now);
    await forwardCycles(world, now);
    await startRestatements(world);
    await startCycles(world, plan, { after: yesterday, until: now });
    await forwardCycles(world, new Date(now.getTime() + A_MINUTE));
    await actors.act(now);
    await forwardCycles(world, new Date(now.getTime() + 2 * A_MINUTE));
    onDay({ day, done: Math.min(done + 1, days.length), days: days.length, happenings: await told.news(now) });
    yesterday = now;
  }
}

async function monitor({ client }: World, now: Date): Promise<void> {
  const asOf = new Date(now.getTime() - DAY).toISOString().slice(0, 10);
  const input: MonitoringInput = { asOf, requestedBy: 'schedule', notify: true };
  await startAtItsTime(client, { workflowType: monitoring.workflowType, workflowId: monitoring.workflowId(asOf), taskQueue: monitoring.taskQueue, input, wait: true });
}

async function startRestatements({ client, db }: World): Promise<void> {
  for (const { id } of await workableRestatements(db, 50)) {
    const input: RestatementInput = { restatementId: id };
    await startAtItsTime(client, { workflowType: restatement.workflowType, workflowId: restatement.workflowId(id), taskQueue: restatement.taskQueue, input, wait: true });
  }
}

async function startCycles({ client }: World, { schedules, stretch }: Play, days: { after: Date; until: Date }): Promise<void> {
  for (const schedule of schedules) {
    if (!isDue(schedule, stretch, days)) continue;
    const input: ScheduledEvaluationInput = { scheduleId: schedule.id };
    const workflowId = `${scheduledEvaluation.workflowId(schedule.id)}-${days.until.toISOString()}`;
    await startAtItsTime(client, { workflowType: scheduledEvaluation.workflowType, workflowId, taskQueue: scheduledEvaluation.taskQueue, input, wait: true });
  }
}

/** Whether a period of it is to start in these days that does not go on after the stretch: what follows has not been played. */
function isDue(schedule: ScheduleRecord, stretch: Stretch, { after, until }: { after: Date; until: Date }): boolean {
  const last = playedDay(stretch.to, stretch);
  return periodsDue(schedule, { after: after.toISOString(), until: until.toISOString() }).some(({ end }) => end <= last);
}

/** Cycles and surveys wait for people and dates; while they work, their clocks stand, so that this also waits for their work. */
async function forwardCycles(world: World, now: Date): Promise<void> {
  const asked = async () => (await cyclesBesideRatings(world.db)) === 0;
  await awaited('Cycles have not asked for their ratings', asked);
  for (const id of await openSurveys(world.db)) await world.clocks.forward(survey.workflowId(id), now);
  await awaited('Cycles have not gone on after their ratings', asked);
  // A cycle whose survey goes on cannot be put forward: its clock stands until the survey ends.
  for (const id of await cyclesPastRatings(world.db)) await world.clocks.forward(evaluationCycle.workflowId(id), now);
  await settled(world, now);
}

/** Only where a timer is due: the clocks of the others stay behind until somebody acts. */
async function forwardCases(world: World, now: Date): Promise<void> {
  const due = (await openCases(world.db)).filter(({ nextMoment }) => nextMoment !== null && Date.parse(nextMoment) <= now.getTime());
  await sideBySide(due, ({ id, process }: OpenCase) => {
    const contract = contractOf(process);
    return contract ? world.clocks.forward(contract.workflowId(id), now) : Promise.resolve(false);
  });
}

/** Waits until every opening that was decided on is a case, or refused, and what was stored for cases is theirs. */
async function settled(world: World, now: Date): Promise<void> {
  for (const batch of await pendingBatches(world.db)) {
    await world.client.workflow.getHandle(openings.workflowId(batch)).result().catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  }
  await giveStored(world, now);
  await awaited('Openings have not become cases', async () => (await pendingOpenings(world.db)) === 0);
}

/** What was stored for a case and not given to it, as that the same has happened again: no sweep looks for it here. */
async function giveStored(world: World, now: Date): Promise<void> {
  for (const submission of await pendingSubmissions(world.db, new Date(now.getTime() + DAY), MOST_STORED)) {
    const contract = contractOf(submission.process);
    if (contract) await world.clocks.forward(contract.workflowId(submission.caseId), now);
    await awaited('What was stored for a case has not been taken', () => applyStored(world, submission, now));
  }
}

async function awaited(otherwise: string, reached: () => Promise<boolean>): Promise<void> {
  for (const limit = performance.now() + LIMIT; !(await reached()); await delay(20)) {
    if (performance.now() > limit) throw new Error(`${otherwise} within ${LIMIT / 1000} seconds.`);
  }
}

/** The last period's cycle was due, and no cycle goes on. */
async function isOver(world: World, { schedules, stretch }: Play, yesterday: Date): Promise<boolean> {
  if ((await runningEvaluations(world.db)).length > 0) return false;
  return !schedules.some((schedule) => isDue(schedule, stretch, { after: yesterday, until: new Date(yesterday.getTime() + EPILOGUE * DAY) }));
}

function instantOf(day: string, stretch: Stretch, offset: number): Date {
  return new Date(Date.parse(playedDay(day, stretch) + HOUR) + offset * DAY);
}
