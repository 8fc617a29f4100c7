import { periodsDue, periodsEnded, type DuePeriod } from '#domain/evaluation/periods.js';
import { Refusal, SYSTEM } from '#domain/process/decision.js';
import { v5 as uuidv5 } from 'uuid';
import type { Database } from '../database.js';
import { createEvaluation, EvaluationTwin } from '../scoring/evaluations.js';
import { getSchedule, noteLook, type ScheduleRecord } from './schedules.js';

/** An evaluation whose cycle is to be started, once. */
export interface StartedEvaluation {
  readonly evaluationId: string;
  readonly periodStart: string;
  readonly periodEnd: string;
}

/** Periods that a person may start at a time. */
const AHEAD_AT_ONCE = 12;
const DAY = 24 * 60 * 60_000;

/** The id of the evaluation that a schedule makes of a period: the same however often it is asked for. */
export function scheduledEvaluationId(scheduleId: string, { start, end }: { start: string; end: string }): string {
  return uuidv5(`${start}/${end}`, scheduleId);
}

/**
 * Stores the evaluation of each period of a schedule that is due by `at`, within its catch-up, and has none – `ahead`: of each that has ended,
 * due or not, paused or not – and answers those that are running without scores: their cycles are to be started, which does nothing where they were.
 * An evaluation that was given up or has failed is not made again; a period that a person has had evaluated for the same suppliers is done.
 */
export async function startDueEvaluations(db: Database, input: { scheduleId: string; at: Date; ahead: boolean }): Promise<StartedEvaluation[]> {
  const schedule = await getSchedule(db, input.scheduleId);
  if (!schedule || (schedule.paused && !input.ahead)) return [];
  try {
    const stored: string[] = [];
    for (const period of periodsToStart(schedule, input)) stored.push(await storeOnce(db, schedule, period, input.at));
    await noteLook(db, schedule.id, { at: input.at, error: null });
    return await notBegun(db, stored);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await noteLook(db, schedule.id, { at: input.at, error: error.message });
    return [];
  }
}

/** The periods of a schedule that are to have a cycle by `at`. */
export function periodsToStart(schedule: ScheduleRecord, { at, ahead }: { at: Date; ahead: boolean }): DuePeriod[] {
  if (!ahead) return periodsDue(schedule, { after: caughtUpAfter(schedule, at), until: at.toISOString() });
  return periodsEnded(schedule, at.toISOString(), AHEAD_AT_ONCE).filter((period) => withinCatchUp(schedule, period, at));
}

/** Whether a start that was missed is still made up for. */
export function withinCatchUp(schedule: ScheduleRecord, { dueAt }: DuePeriod, at: Date): boolean {
  return dueAt > caughtUpAfter(schedule, at);
}

function caughtUpAfter({ catchUpDays }: ScheduleRecord, at: Date): string {
  return new Date(at.getTime() - catchUpDays * DAY).toISOString();
}

/** What a schedule has started, newest period first. */
export async function evaluationsOfSchedule(
  db: Database,
  scheduleId: string,
  limit: number,
): Promise<{ id: string; periodStart: string; periodEnd: string; status: string; createdAt: Date }[]> {
  const select = { id: true, periodStart: true, periodEnd: true, status: true, createdAt: true };
  const rows = await db.prisma.evaluation.findMany({ where: { scheduleId }, orderBy: [{ periodEnd: 'desc' }], take: limit, select });
  return rows.map((row) => ({ ...row, periodStart: day(row.periodStart), periodEnd: day(row.periodEnd) }));
}

/** Answers the id of the evaluation that stands for the period, made by this call or before. */
async function storeOnce(db: Database, schedule: ScheduleRecord, period: DuePeriod, at: Date): Promise<string> {
  const id = scheduledEvaluationId(schedule.id, period);
  if ((await db.prisma.evaluation.count({ where: { id } })) > 0) return id;
  const { segment, collectRatings } = schedule;
  const scope = { ...(segment === null ? {} : { segment }), collectRatings, scheduleId: schedule.id };
  try {
    await createEvaluation(db, { id, periodStart: period.start, periodEnd: period.end, ...scope, requestedBy: SYSTEM.id, at });
    return id;
  } catch (error) {
    if (error instanceof EvaluationTwin) return error.evaluationId;
    throw error;
  }
}

async function notBegun(db: Database, ids: string[]): Promise<StartedEvaluation[]> {
  const rows = await db.prisma.evaluation.findMany({ where: { id: { in: ids }, status: 'running', scored: 0 }, orderBy: { periodStart: 'asc' } });
  return rows.map(({ id, periodStart, periodEnd }) => ({ evaluationId: id, periodStart: day(periodStart), periodEnd: day(periodEnd) }));
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
