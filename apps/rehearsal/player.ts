import { daysOf, factualDay, playedDay, type Stretch } from '#domain/rehearsal/past.js';
import type { Happening } from '#domain/rehearsal/story.js';
import { periodsDue } from '#domain/evaluation/periods.js';
import { noteArrivals } from '#persistence/rehearsal/arrivals.js';
import { happenings } from '#persistence/rehearsal/happenings.js';
import { openSurveys, openCases, pendingBatches, pendingOpenings, runningEvaluations, type OpenCase } from '#persistence/rehearsal/look.js';
import { workableRestatements } from '#persistence/restatements/restatements.js';
import type { ScheduleRecord } from '#persistence/schedules/schedules.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { monitoring, type MonitoringInput } from '#workflows/monitoring/contract.js';
import { openings } from '#workflows/openings/contract.js';
import { rectification } from '#workflows/rectification/contract.js';
import { rehearsal, type RehearsedStart } from '#workflows/rehearsal/contract.js';
import { restatement, type RestatementInput } from '#workflows/restatement/contract.js';
import { scheduledEvaluation, type ScheduledEvaluationInput } from '#workflows/scheduled-evaluation/contract.js';
import { setTimeout as delay } from 'node:timers/promises';
import { Actors } from './actors.js';
import { isGone } from './clock.js';
import { sideBySide } from './side-by-side.js';
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
/** How long openings may take to become cases, in milliseconds. */
const OPENING_LIMIT = 60_000;

/** Plays the stretch day by day: facts arrive, timers fire, monitoring runs, cycles start, people act. */
export async function play(world: World, { stretch, seed, schedules, signal, onDay }: Play): Promise<void> {
  const root = rehearsal.workflowId('root');
  await world.client.workflow.start(rehearsal.workflowType, { workflowId: root, taskQueue: rehearsal.taskQueue, staticSummary: 'Rehearsal' });
  const actors = new Actors(world, { seed });
  const told = new Teller(world, stretch);
  const days = daysOf(stretch);
  let yesterday = instantOf(days[0] ?? stretch.from, stretch, -1);

  for (let done = 0; done < days.length + EPILOGUE; done += 1) {
    signal.throwIfAborted();
    const now = new Date(yesterday.getTime() + DAY);
    const inEpilogue = done >= days.length;
    if (inEpilogue && (await isOver(world, schedules, yesterday))) break;
    const day = factualDay(now, stretch);
    await noteArrivals(world.db, { since: yesterday, at: now });
    await world.clocks.forward(root, now);
    // What is due comes before what people do, and the day's run sees neither yet; they do not touch one another.
    await Promise.all([inEpilogue ? null : monitor(world, root, day, now), forwardCycles(world, now), forwardCases(world, now)]);
    await startRestatements(world, root);
    await startCycles(world, root, schedules, { after: yesterday, until: now });
    await forwardCycles(world, new Date(now.getTime() + A_MINUTE));
    await settled(world);
    await actors.act(now);
    onDay({ day, done: Math.min(done + 1, days.length), days: days.length, happenings: await told.news(now) });
    yesterday = now;
  }
}

/** Starts a workflow at the root's virtual time. */
async function start(world: World, root: string, args: RehearsedStart): Promise<unknown> {
  return world.client.workflow.getHandle(root).executeUpdate<unknown, [RehearsedStart]>(rehearsal.startUpdate, { args: [args] });
}

async function monitor(world: World, root: string, day: string, now: Date): Promise<void> {
  const asOf = new Date(now.getTime() - DAY).toISOString().slice(0, 10);
  const input: MonitoringInput = { asOf, requestedBy: 'schedule', notify: true };
  await start(world, root, { workflowType: monitoring.workflowType, workflowId: monitoring.workflowId(asOf), taskQueue: monitoring.taskQueue, input, wait: true });
}

async function startRestatements(world: World, root: string): Promise<void> {
  for (const { id } of await workableRestatements(world.db, 50)) {
    const input: RestatementInput = { restatementId: id };
    await start(world, root, { workflowType: restatement.workflowType, workflowId: restatement.workflowId(id), taskQueue: restatement.taskQueue, input, wait: true });
  }
}

async function startCycles(world: World, root: string, schedules: readonly ScheduleRecord[], { after, until }: { after: Date; until: Date }): Promise<void> {
  for (const schedule of schedules) {
    if (periodsDue(schedule, { after: after.toISOString(), until: until.toISOString() }).length === 0) continue;
    const input: ScheduledEvaluationInput = { scheduleId: schedule.id };
    const workflowId = `${scheduledEvaluation.workflowId(schedule.id)}-${until.toISOString()}`;
    await start(world, root, { workflowType: scheduledEvaluation.workflowType, workflowId, taskQueue: scheduledEvaluation.taskQueue, input, wait: true });
  }
}

/** Cycles and surveys wait for people and dates; while they work, their clocks stand, so that this also waits for their work. */
async function forwardCycles(world: World, now: Date): Promise<void> {
  for (const id of await openSurveys(world.db)) await world.clocks.forward(`survey:${id}`, now);
  for (const id of await runningEvaluations(world.db)) await world.clocks.forward(evaluationCycle.workflowId(id), now);
}

/** Only where a timer is due: the clocks of the others stay behind until somebody acts. */
async function forwardCases(world: World, now: Date): Promise<void> {
  const due = (await openCases(world.db)).filter(({ nextMoment }) => nextMoment !== null && Date.parse(nextMoment) <= now.getTime());
  await sideBySide(due, ({ id }: OpenCase) => world.clocks.forward(rectification.workflowId(id), now));
}

/** Waits until every opening that was decided on is a case, or refused. */
async function settled(world: World): Promise<void> {
  for (const batch of await pendingBatches(world.db)) {
    await world.client.workflow.getHandle(openings.workflowId(batch)).result().catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  }
  for (const limit = Date.now() + OPENING_LIMIT; (await pendingOpenings(world.db)) > 0; await delay(20)) {
    if (Date.now() > limit) throw new Error(`Openings have not become cases within ${OPENING_LIMIT / 1000} seconds.`);
  }
}

/** The last period's cycle was due, and no cycle goes on. */
async function isOver(world: World, schedules: readonly ScheduleRecord[], yesterday: Date): Promise<boolean> {
  if ((await runningEvaluations(world.db)).length > 0) return false;
  return !schedules.some((schedule) => periodsDue(schedule, { after: yesterday.toISOString(), until: new Date(yesterday.getTime() + EPILOGUE * DAY).toISOString() }).length > 0);
}

function instantOf(day: string, stretch: Stretch, offset: number): Date {
  return new Date(Date.parse(playedDay(day, stretch) + HOUR) + offset * DAY);
}

/** Tells everything that happened once, with the day of the facts. */
class Teller {
  private readonly known = new Set<string>();
  private last: Date | null = null;

  constructor(
    private readonly world: World,
    private readonly stretch: Stretch,
  ) {}

  async news(now: Date): Promise<Happening[]> {
    // What fires between two days has the time at which it was due; a day more is looked over for what came late.
    const since = new Date((this.last ?? new Date(now.getTime() - DAY)).getTime() - 2 * DAY);
    this.last = now;
    const fresh = (await happenings(this.world.db, since)).filter(({ key }) => !this.known.has(key));
    for (const { key } of fresh) this.known.add(key);
    return inOrder(fresh.map(({ at, happening }) => dated(happening, factualDay(at, this.stretch), this.stretch)));
  }
}

/** By day, kind and supplier, and only then by time: what happens side by side has no order of its own. */
function inOrder(news: readonly Happening[]): Happening[] {
  const place = (each: Happening) => [each.on, each.kind === 'published' ? '0' : each.kind === 'restated' ? '1' : each.kind, 'supplier' in each ? each.supplier : ''].join('\u0000');
  const plain = (each: Happening) => (each.kind === 'case' ? '' : JSON.stringify(each));
  return news.toSorted((a, b) => compared(place(a), place(b)) || compared(plain(a), plain(b)));
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function dated(happening: object, on: string, stretch: Stretch): Happening {
  const days = Object.entries(happening).map(([name, value]: [string, unknown]) => {
    if ((name === 'periodStart' || name === 'periodEnd') && typeof value === 'string') return [name, factualDay(value, stretch)];
    if (name === 'raisedFor' && typeof value === 'string') return [name, factualDay(value.length === 7 ? `${value}-01` : value, stretch).slice(0, value.length)];
    return [name, value];
  });
  return { on, ...Object.fromEntries(days) } as Happening;
}
