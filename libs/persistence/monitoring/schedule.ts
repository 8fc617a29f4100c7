import { defaultMonitoringPlan, type MonitoringPlan } from '#domain/monitoring/schedule.js';
import type { Database } from '../database.js';

/** When the daily run is made, as somebody has set it last. */
export async function monitoringPlan(db: Database): Promise<MonitoringPlan> {
  const row = await db.prisma.monitoringSchedule.findUnique({ where: { id: 1 }, select: { timeOfDay: true, timeZone: true, paused: true } });
  return row ?? defaultMonitoringPlan;
}

/** Sets it; Temporal's schedule follows. */
export async function setMonitoringPlan(db: Database, plan: MonitoringPlan, { by, at }: { by: string; at: Date }): Promise<void> {
  const row = { ...plan, updatedBy: by, updatedAt: at };
  await db.prisma.monitoringSchedule.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
}
