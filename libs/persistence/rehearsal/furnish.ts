import { playedDay, type Stretch } from '#domain/rehearsal/past.js';
import { v5 as uuidv5 } from 'uuid';
import type { Database } from '../database.js';
import { createSchedule, listSchedules, type ScheduleRecord } from '../schedules/schedules.js';

/** Namespace of the ids that are the same in every rehearsal; made once at random. */
export const REHEARSAL = '0f5d4a52-3c1b-4a86-9d0e-6b1f2a7c9e11';
/** How many different people of a role it takes for a case to come to its end: who accepts a phase-out is none of the two who approve it. */
const needed = { procurement: 1, quality: 1, manager: 3 } as const;

/** The last day on which something was promised or received; null without deliveries. */
export async function latestFactDay(db: Database): Promise<string | null> {
  const [row] = await db.prisma.$queryRaw<{ day: string | null }[]>`
    SELECT to_char(greatest((SELECT max(received_on) FROM receipts WHERE superseded_at IS NULL), (SELECT max(promised_date) FROM order_lines WHERE superseded_at IS NULL)), 'YYYY-MM-DD') AS day`;
  return row?.day ?? null;
}

/** Somebody for each role that too few have, and an owner for each supplier without one. */
export async function furnishStaff(db: Database, at: Date): Promise<void> {
  const people = await db.prisma.person.findMany({ where: { active: true } });
  for (const [role, count] of Object.entries(needed)) {
    for (let there = people.filter((person) => person.roles.includes(role)).length; there < count; there += 1) {
      const who = there === 0 ? role : `${role}${there + 1}`;
      const data = { name: `Rehearsal, ${who}`, email: `${who}@rehearsal.invalid`, roles: [role], language: 'en', active: true, createdAt: at };
      await db.prisma.person.create({ data: { ...data, id: uuidv5(who, REHEARSAL) } });
    }
  }
  const owner = await db.prisma.person.findFirstOrThrow({ where: { active: true, roles: { has: 'procurement' } }, orderBy: { email: 'asc' } });
  await db.prisma.supplier.updateMany({ where: { ownerId: null }, data: { ownerId: owner.id } });
}

/** The schedules that are not paused, set to begin with the stretch; without any, one that evaluates everybody each quarter. */
export async function furnishSchedules(db: Database, stretch: Stretch, at: Date): Promise<ScheduleRecord[]> {
  const since = playedDay(stretch.from, stretch);
  await db.prisma.evaluationSchedule.updateMany({ where: { removedAt: null }, data: { since: new Date(since) } });
  const { items } = await listSchedules(db, { limit: 200 });
  const running = items.filter(({ paused }) => !paused);
  if (running.length > 0) return running;
  const id = uuidv5('quarterly', REHEARSAL);
  const timing = { cadence: 'quarter' as const, afterDays: 3, timeOfDay: '06:00', timeZone: 'UTC' };
  const rules = { overlap: 'skip' as const, catchUpDays: 10, collectRatings: false, paused: false };
  return [await createSchedule(db, { id, name: 'Rehearsal: every quarter', segment: null, ...timing, ...rules, since, createdBy: 'steward', at })];
}
