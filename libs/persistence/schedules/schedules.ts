import type { Cadence, Timing } from '#domain/evaluation/periods.js';
import type { NewSchedule, Overlap, ScheduleChange } from '#domain/evaluation/schedule.js';
import { Refusal } from '#domain/process/decision.js';
import type { Segment } from '#domain/supplier/status.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { EvaluationSchedule, Prisma } from '../generated/client.js';

/** When the cycles of a segment start by themselves. */
export interface ScheduleRecord extends Timing {
  readonly id: string;
  readonly name: string;
  /** null: all segments. */
  readonly segment: Segment | null;
  readonly overlap: Overlap;
  readonly catchUpDays: number;
  readonly collectRatings: boolean;
  readonly paused: boolean;
  /** 1, and one more with each change. */
  readonly revision: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly removedAt: Date | null;
  /** When its starter looked last, and what stood in its way then. */
  readonly lastRunAt: Date | null;
  readonly lastError: string | null;
}

/** Another schedule has the name, or starts cycles of the same suppliers. */
export class ScheduleTaken extends Refusal {
  constructor(
    code: 'nameTaken' | 'scopeTaken',
    message: string,
    readonly scheduleId: string,
  ) {
    super(code, message);
    this.name = 'ScheduleTaken';
  }
}

/** The schedule has changed since it was read. */
export class ScheduleStale extends Refusal {
  constructor() {
    super('stale', 'The schedule has changed since it was read');
    this.name = 'ScheduleStale';
  }
}

/** What a change may set: what people may, and what follows from pausing and resuming. */
export type ScheduleValues = ScheduleChange & { readonly paused?: boolean };

/**
 * Stores a schedule; the same id again changes nothing and answers what is there. A supplier has one official score a period, from one
 * schedule: one of all segments and one of a segment exclude each other, whatever their periods.
 * @throws ScheduleTaken naming the other
 */
export async function createSchedule(
  db: Database,
  { since, at, ...given }: NewSchedule & { since: string; id: string; createdBy: string; at: Date },
): Promise<ScheduleRecord> {
  return db.transaction(async (tx) => {
    await oneAtATime(tx);
    const known = await tx.evaluationSchedule.findUnique({ where: { id: given.id } });
    if (known) return scheduleRecord(known);
    await refuseTaken(tx, given);
    const data = { ...given, since: new Date(since), revision: 1, createdAt: at, updatedAt: at };
    return scheduleRecord(await tx.evaluationSchedule.create({ data }));
  });
}

/**
 * Changes what is given and counts the revision up. Null when there is none.
 * @throws ScheduleTaken when the name belongs to another
 * @throws ScheduleStale unless it has the revision that is expected
 */
export async function changeSchedule(
  db: Database,
  id: string,
  { since, ...change }: ScheduleValues,
  { at, expected }: { at: Date; expected?: number | undefined },
): Promise<ScheduleRecord | null> {
  return db.transaction(async (tx) => {
    const before = await lockLive(tx, id);
    if (!before) return null;
    if (expected !== undefined && before.revision !== expected) throw new ScheduleStale();
    if (change.name !== undefined && change.name !== before.name) await refuseTakenName(tx, change.name);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Prisma.EvaluationScheduleUpdateInput;
    const data = { ...given, ...(since === undefined ? {} : { since: new Date(since) }), revision: before.revision + 1, updatedAt: at };
    return scheduleRecord(await tx.evaluationSchedule.update({ where: { id }, data }));
  });
}

/** Ends a schedule; the evaluations that it started keep its id. False when there was none. */
export async function removeSchedule(db: Database, id: string, at: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const before = await lockLive(tx, id);
    if (!before) return false;
    await tx.evaluationSchedule.update({ where: { id }, data: { removedAt: at, updatedAt: at, revision: before.revision + 1 } });
    return true;
  });
}

/** One schedule that is not removed, or null. */
export async function getSchedule(db: Database | Transaction, id: string): Promise<ScheduleRecord | null> {
  const row = await connectionOf(db).evaluationSchedule.findFirst({ where: { id, removedAt: null } });
  return row && scheduleRecord(row);
}

/** The schedules that are not removed, by name. @throws BadCursor */
export async function listSchedules(db: Database, page: { limit: number; cursor?: string }): Promise<Page<ScheduleRecord>> {
  const [name] = page.cursor ? decodeCursor(page.cursor, ['text']) : [];
  const where = { removedAt: null, ...(name === undefined ? {} : { name: { gt: String(name) } }) };
  const rows = await db.prisma.evaluationSchedule.findMany({ where, orderBy: { name: 'asc' }, take: page.limit + 1 });
  return pageOf(rows, page.limit, scheduleRecord, (row) => [row.name]);
}

/** Schedules, removed ones too, whose row changed after an instant, oldest change first; with null all. There are as many as there are segments. */
export async function schedulesChangedAfter(db: Database, after: Date | null): Promise<ScheduleRecord[]> {
  const where = after === null ? {} : { updatedAt: { gt: after } };
  return (await db.prisma.evaluationSchedule.findMany({ where, orderBy: [{ updatedAt: 'asc' }, { id: 'asc' }] })).map(scheduleRecord);
}

/** Notes when the starter of a schedule looked, and what stood in its way. */
export async function noteLook(db: Database, id: string, { at, error }: { at: Date; error: string | null }): Promise<void> {
  await db.prisma.evaluationSchedule.updateMany({ where: { id }, data: { lastRunAt: at, lastError: error } });
}

/** Two that are made at the same moment must see each other: the index knows nothing of overlapping scopes. */
async function oneAtATime(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('steward.schedules'))`;
}

async function lockLive(tx: Transaction, id: string): Promise<EvaluationSchedule | null> {
  await oneAtATime(tx);
  return tx.evaluationSchedule.findFirst({ where: { id, removedAt: null } });
}

async function refuseTaken(tx: Transaction, { name, segment }: { name: string; segment: string | null }): Promise<void> {
  await refuseTakenName(tx, name);
  const scope = segment === null ? {} : { OR: [{ segment }, { segment: null }] };
  const other = await tx.evaluationSchedule.findFirst({ where: { removedAt: null, ...scope } });
  if (other) throw new ScheduleTaken('scopeTaken', `The schedule "${other.name}" starts the cycles of ${other.segment ?? 'all segments'} already.`, other.id);
}

async function refuseTakenName(tx: Transaction, name: string): Promise<void> {
  const other = await tx.evaluationSchedule.findFirst({ where: { removedAt: null, name }, select: { id: true } });
  if (other) throw new ScheduleTaken('nameTaken', 'Another schedule has this name.', other.id);
}

function scheduleRecord({ since, ...row }: EvaluationSchedule): ScheduleRecord {
  return {
    ...row,
    segment: row.segment as Segment | null,
    cadence: row.cadence as Cadence,
    overlap: row.overlap as Overlap,
    since: since.toISOString().slice(0, 10),
  };
}
