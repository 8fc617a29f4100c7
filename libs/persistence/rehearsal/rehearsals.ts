import type { RehearsalResult } from '#domain/rehearsal/story.js';
import { decodeCursor, type Page, pageOf } from '../cursor.js';
import type { Database } from '../database.js';
import { type Prisma, type Rehearsal } from '../generated/client.js';
import { Refusal } from '#domain/process/decision.js';

/** What was asked for. Versions of the policy; days as in the facts. */
export interface RehearsalAsked {
  /** null: the policy in force when it began. */
  readonly policyVersion: number | null;
  /** A second one to compare with. */
  readonly againstVersion: number | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly seed: number;
}

/** How far it has come; `day` and `policy` are null before the first day is played. */
export interface RehearsalProgress {
  readonly step: string;
  readonly day: string | null;
  readonly daysDone: number;
  readonly daysTotal: number;
  /** 1 or 2: which of the two policies is being played. */
  readonly policy: number | null;
}

/** A rehearsal as stored. */
export interface RehearsalRecord {
  readonly id: string;
  readonly request: RehearsalAsked;
  readonly status: 'running' | 'completed' | 'failed' | 'cancelled';
  readonly progress: RehearsalProgress;
  readonly result: RehearsalResult | null;
  readonly error: string | null;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly finishedAt: Date | null;
}

/** A record without its result, as lists show it. */
export type RehearsalSummary = Omit<RehearsalRecord, 'result'>;

/** A running rehearsal that has not been heard of for so long is dead, in milliseconds. */
const SILENCE = 120_000;

/** A rehearsal takes all of a machine: one at a time. */
export class RehearsalRuns extends Refusal {
  constructor(readonly runningId: string) {
    super('rehearsalRuns', `Rehearsal ${runningId} still runs; wait for its end or cancel it.`);
    this.name = 'RehearsalRuns';
  }
}

/**
 * Stores a rehearsal that is about to be played; the same id again changes nothing.
 * @throws RehearsalRuns with the id of the one that runs
 */
export async function createRehearsal(db: Database, { id, request, requestedBy, at }: { id: string; request: RehearsalAsked; requestedBy: string; at: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('steward.rehearsals'))`;
    if ((await tx.rehearsal.count({ where: { id } })) > 0) return;
    const running = await tx.rehearsal.findFirst({ where: { status: 'running', heartbeatAt: { gt: new Date(at.getTime() - SILENCE) } } });
    if (running) throw new RehearsalRuns(running.id);
    const progress: RehearsalProgress = { step: 'waiting for its process', day: null, daysDone: 0, daysTotal: 0, policy: null };
    const data = { id, request: { ...request }, progress: { ...progress }, status: 'running', requestedBy, requestedAt: at, heartbeatAt: at };
    await tx.rehearsal.create({ data });
  });
}

/** One rehearsal, or null. */
export async function getRehearsal(db: Database, id: string): Promise<RehearsalRecord | null> {
  const row = await db.prisma.rehearsal.findUnique({ where: { id } });
  return row && recordOf(row);
}

/** Rehearsals, newest first. @throws BadCursor */
export async function listRehearsals(db: Database, page: { limit: number; cursor?: string }): Promise<Page<RehearsalSummary>> {
  const [at, id] = page.cursor === undefined ? [] : decodeCursor(page.cursor, ['instant', 'uuid']);
  const rows = await db.prisma.rehearsal.findMany({
    where: at === undefined || id === undefined ? {} : { OR: [{ requestedAt: { lt: at } }, { requestedAt: at, id: { lt: id } }] },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
    omit: { result: true },
  });
  return pageOf(rows, page.limit, (row) => recordOf({ ...row, result: null }), (row) => [row.requestedAt.toISOString(), row.id]);
}

/** Notes how far a running rehearsal has come. @returns false when it was cancelled or given up meanwhile */
export async function noteProgress(db: Database, id: string, { progress, at }: { progress: RehearsalProgress; at: Date }): Promise<boolean> {
  const { count } = await db.prisma.rehearsal.updateMany({ where: { id, status: 'running' }, data: { progress: { ...progress }, heartbeatAt: at } });
  return count > 0;
}

/** Ends a running rehearsal; one that has ended stays as it is. */
export async function endRehearsal(
  db: Database,
  id: string,
  end: { readonly at: Date } & ({ readonly status: 'completed'; readonly result: RehearsalResult } | { readonly status: 'failed'; readonly error: string } | { readonly status: 'cancelled' }),
): Promise<void> {
  const { at, status, ...rest } = end;
  const told = 'result' in rest ? { result: rest.result as unknown as Prisma.InputJsonObject } : rest;
  await db.prisma.rehearsal.updateMany({ where: { id, status: 'running' }, data: { status, ...told, finishedAt: at } });
}

/** Gives up running rehearsals whose process has not been heard of for long. */
export async function giveUpSilent(db: Database, at: Date): Promise<void> {
  await db.prisma.rehearsal.updateMany({
    where: { status: 'running', heartbeatAt: { lt: new Date(at.getTime() - SILENCE) } },
    data: { status: 'failed', error: 'Its process has not been heard of for two minutes.', finishedAt: at },
  });
}

function recordOf({ request, progress, result, status, heartbeatAt: _heard, ...row }: Rehearsal): RehearsalRecord {
  return {
    ...row,
    status: status as RehearsalRecord['status'],
    request: request as unknown as RehearsalAsked,
    progress: progress as unknown as RehearsalProgress,
    result: result as unknown as RehearsalResult | null,
  };
}
