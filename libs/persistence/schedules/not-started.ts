import { periodsEnded, type DuePeriod } from '#domain/evaluation/periods.js';
import type { Database } from '../database.js';
import type { ScheduleRecord } from './schedules.js';
import { withinCatchUp } from './start-due.js';

/** Why a period has no cycle. */
export const reasonsNotStarted = ['missed', 'leftOut', 'paused', 'due'] as const;

/**
 * A period whose cycle should have begun and has not. `missed`: it fell out of the catch-up. `leftOut`: the schedule was resumed, or told to
 * begin, after it. `paused`: it waits for the pause to end, within the catch-up. `due`: it is about to start, or something stands in its way.
 */
export interface PeriodNotStarted extends DuePeriod {
  readonly why: (typeof reasonsNotStarted)[number];
}

/**
 * The periods of a schedule, the last `count`, whose cycle should have begun by `at` and that no evaluation of the same suppliers stands for,
 * newest first. One that the schedule has started and that was given up counts as started.
 */
export async function periodsNotStarted(db: Database, schedule: ScheduleRecord, { at, count }: { at: Date; count: number }): Promise<PeriodNotStarted[]> {
  const first = await db.prisma.evaluation.findFirst({ where: { scheduleId: schedule.id }, orderBy: { periodStart: 'asc' }, select: { periodStart: true } });
  const begun = first && day(first.periodStart) < schedule.since ? day(first.periodStart) : schedule.since;
  const over = periodsEnded({ ...schedule, since: begun }, at.toISOString(), count).filter(({ dueAt }) => dueAt <= at.toISOString());
  const [oldest] = over;
  if (!oldest) return [];
  const { id: scheduleId, segment } = schedule;
  const standing = await db.prisma.evaluation.findMany({
    where: {
      official: true,
      periodEnd: { gte: new Date(oldest.start) },
      OR: [{ scheduleId }, { status: { notIn: ['cancelled', 'failed'] }, ...(segment === null ? {} : { OR: [{ segment }, { segment: null }] }) }],
    },
    select: { periodStart: true, periodEnd: true, scheduleId: true },
  });
  const cycles = standing.map((each) => ({ start: day(each.periodStart), end: day(each.periodEnd), own: each.scheduleId === scheduleId }));
  // Its own may be of another length: of a cadence that it once had. Another's stands for the same period only.
  const stands = ({ start, end }: DuePeriod) => cycles.some((each) => (each.own ? each.start <= end && each.end >= start : each.start === start && each.end === end));
  const open = over.filter((period) => !stands(period));
  return open.map((period) => ({ ...period, why: whyNot(schedule, period, at) })).reverse();
}

function whyNot(schedule: ScheduleRecord, period: DuePeriod, at: Date): PeriodNotStarted['why'] {
  if (period.start < schedule.since) return 'leftOut';
  if (!withinCatchUp(schedule, period, at)) return 'missed';
  return schedule.paused ? 'paused' : 'due';
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
