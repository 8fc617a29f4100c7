import type { GradeReason, Period } from '#domain/policy/backtest.js';
import { Refusal } from '#domain/process/decision.js';
import type { Grade, Segment } from '#domain/supplier/status.js';
import { decodeCursor, type Page, pageOf } from '../cursor.js';
import type { Database } from '../database.js';
import { type Backtest, Prisma } from '../generated/client.js';

/** `running` also while it waits for its turn. */
export type BacktestStatus = 'running' | 'completed' | 'failed' | 'cancelled';

/** How many suppliers have which grade. */
export type GradeCounts = Readonly<Record<Grade, number>>;

/** What the two policies make of one period, or of all: `before` is the policy compared with, `after` the one that is tried. */
export interface BacktestCounts {
  readonly suppliers: number;
  /** Suppliers whose grade differs. */
  readonly changed: number;
  readonly before: GradeCounts;
  readonly after: GradeCounts;
  /** Grades C under the tried policy that are none under the other: rectifications that it would open in addition … */
  readonly opened: number;
  /** … and those that it would not open. */
  readonly notOpened: number;
}

/** See {@link BacktestCounts}. */
export type PeriodCounts = BacktestCounts & Period;

/** What was asked, as stored. */
export interface BacktestRequest {
  readonly periods: readonly Period[];
  readonly segment: Segment | null;
  /** Of the tried policy; a draft can be replaced meanwhile. */
  readonly policyRevision: number;
  readonly againstRevision: number;
}

/** A backtest as stored. */
export interface BacktestRecord {
  readonly id: string;
  readonly policyVersion: number;
  readonly againstVersion: number;
  readonly request: BacktestRequest;
  readonly status: BacktestStatus;
  /** The periods that are done, in order. */
  readonly periods: readonly PeriodCounts[];
  /** Why it failed. */
  readonly error: string | null;
  readonly requestedBy: string;
  /** Also the cut-off: facts that arrived later do not count. */
  readonly requestedAt: Date;
  readonly finishedAt: Date | null;
}

/** A supplier in a period whose grade differs, or whose grade under the tried policy opens a rectification. Scores have one decimal. */
export interface BacktestOutcome extends Period {
  readonly supplierId: string;
  readonly supplierCode: string;
  readonly supplierName: string;
  readonly segment: Segment;
  readonly gradeBefore: Grade;
  readonly scoreBefore: number | null;
  readonly gradeAfter: Grade;
  readonly scoreAfter: number | null;
  /** Null where the grade is the same. */
  readonly reason: GradeReason | null;
}

/** Stores a backtest that is to be run. The same id again changes nothing. */
export async function createBacktest(
  db: Database,
  backtest: { id: string; policyVersion: number; againstVersion: number; request: BacktestRequest; requestedBy: string; at: Date },
): Promise<void> {
  const { request, at: requestedAt, ...rest } = backtest;
  const data = { ...rest, request: request as unknown as Prisma.InputJsonObject, result: [], status: 'running', requestedAt };
  await db.prisma.backtest.createMany({ data, skipDuplicates: true });
}

/** One backtest, of the named version if one is named, or null. */
export async function getBacktest(db: Database, named: { id: string; policyVersion?: number }): Promise<BacktestRecord | null> {
  const row = await db.prisma.backtest.findUnique({ where: named });
  return row && recordOf(row);
}

/** Backtests of a version, newest first. @throws BadCursor */
export async function listBacktests(db: Database, query: { policyVersion: number; limit: number; cursor?: string }): Promise<Page<BacktestRecord>> {
  const [before, id] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const rows = await db.prisma.backtest.findMany({
    where: {
      policyVersion: query.policyVersion,
      ...(before === undefined || id === undefined ? {} : { OR: [{ requestedAt: { lt: before } }, { requestedAt: before, id: { lt: id } }] }),
    },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
  });
  return pageOf(rows, query.limit, recordOf, (row) => [row.requestedAt.toISOString(), row.id]);
}

/** Backtests that are not finished, oldest first: also those whose process has died. */
export async function runningBacktests(db: Database, limit: number): Promise<string[]> {
  const rows = await db.prisma.backtest.findMany({ where: { status: 'running' }, orderBy: { requestedAt: 'asc' }, take: limit, select: { id: true } });
  return rows.map(({ id }) => id);
}

/** Ends a running backtest; what it has found so far stays. @throws Refusal `finished` */
export async function cancelBacktest(db: Database, { id, at }: { id: string; at: Date }): Promise<void> {
  const { count } = await db.prisma.backtest.updateMany({ where: { id, status: 'running' }, data: { status: 'cancelled', finishedAt: at } });
  if (count === 0) throw new Refusal('finished', 'This backtest has ended already');
}

/** Ends a running backtest that cannot be run; `error` is for people. */
export async function failBacktest(db: Database, { id, error, at }: { id: string; error: string; at: Date }): Promise<void> {
  await db.prisma.backtest.updateMany({ where: { id, status: 'running' }, data: { status: 'failed', error, finishedAt: at } });
}

/** Which outcomes: all whose grade differs, or all that open a rectification under the tried policy. */
export type OutcomeView = 'changes' | 'rectifications';

/** What a backtest found, by period and supplier. @throws BadCursor */
export async function listOutcomes(
  db: Database,
  query: { backtest: BacktestRecord; show: OutcomeView; limit: number; cursor?: string },
): Promise<Page<BacktestOutcome>> {
  const [position, supplierId] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['integer', 'uuid']);
  const after = position === undefined || supplierId === undefined ? Prisma.empty : Prisma.sql`AND (o.position, o.supplier_id) > (${position}::int, ${supplierId}::uuid)`;
  const rows = await db.prisma.$queryRaw<(Omit<BacktestOutcome, keyof Period> & { position: number })[]>(Prisma.sql`
    SELECT o.position, o.supplier_id AS "supplierId", s.code AS "supplierCode", s.name AS "supplierName", o.segment,
      o.grade_before AS "gradeBefore", o.score_before::float8 AS "scoreBefore",
      o.grade_after AS "gradeAfter", o.score_after::float8 AS "scoreAfter", o.reason
    FROM backtest_outcomes o JOIN suppliers s ON s.id = o.supplier_id
    WHERE o.backtest_id = ${query.backtest.id}::uuid
      AND ${query.show === 'changes' ? Prisma.sql`o.grade_before <> o.grade_after` : Prisma.sql`o.grade_after = 'C'`} ${after}
    ORDER BY o.position, o.supplier_id LIMIT ${query.limit + 1}`);
  const { periods } = query.backtest.request;
  const shown = ({ position: number, ...row }: (typeof rows)[number]): BacktestOutcome => {
    const { periodStart = '', periodEnd = '' } = periods[number] ?? {};
    return { ...row, periodStart, periodEnd };
  };
  return pageOf(rows, query.limit, shown, (row) => [row.position, row.supplierId]);
}

function recordOf({ request, result, status, ...row }: Backtest): BacktestRecord {
  return { ...row, request: request as unknown as BacktestRequest, periods: (result ?? []) as unknown as PeriodCounts[], status: status as BacktestStatus };
}
