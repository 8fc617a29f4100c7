import { whyAnotherGrade } from '#domain/policy/backtest.js';
import type { Explanation } from '#domain/scoring/explanation.js';
import { asOfCutOff } from '#domain/scoring/period.js';
import type { Grade } from '#domain/supplier/status.js';
import type { Database, Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { getPolicy, type PolicyRecord } from '../policies/policies.js';
import { scoresSql } from '../scoring/score-sql.js';
import { type BacktestRecord, failBacktest, type GradeCounts, getBacktest, type PeriodCounts } from './backtests.js';

/** A period of 100,000 suppliers takes a minute; ten are a sign that something is wrong, in milliseconds. */
const PERIOD_LIMIT = 600_000;
/** Explanations read at once: a few megabytes. */
const PAGE = 1_000;

/** What became of a step: `elsewhere` when another process is at it. */
export type BacktestStep = 'more' | 'done' | 'elsewhere';

/**
 * Scores the next period of a backtest under both policies, as an evaluation made at its request would: every active and
 * on-watch supplier of the scope in the segment it has now, with the facts known then and looked at from that day. Nothing of
 * it is written but what differs. A period is done whole or not at all, so that after a crash the next step goes on where it was.
 */
export async function runNextPeriod(db: Database, { id, now }: { id: string; now: () => Date }): Promise<BacktestStep> {
  const found = await getBacktest(db, { id });
  if (found?.status !== 'running') return 'done';
  const [tried, against] = await Promise.all([getPolicy(db, found.policyVersion), getPolicy(db, found.againstVersion)]);
  const { policyRevision, againstRevision } = found.request;
  if (tried?.revision !== policyRevision || against?.revision !== againstRevision) {
    await failBacktest(db, { id, error: 'The draft was replaced or thrown away meanwhile; test it again.', at: now() });
    return 'done';
  }
  const limits = { maxWait: 10_000, timeout: PERIOD_LIMIT };
  return db.prisma.$transaction(async (tx) => {
    const [turn] = await tx.$queryRaw<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(hashtextextended('steward.backtest.' || ${id}, 0)) AS mine`;
    if (!turn?.mine) return 'elsewhere';
    // Read again under the lock: another process may have done the period in between.
    const [state] = await tx.$queryRaw<{ done: number }[]>`SELECT jsonb_array_length(result)::int AS done FROM backtests WHERE id = ${id}::uuid AND status = 'running'`;
    if (!state) return 'done';
    await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = ${PERIOD_LIMIT}`);
    // All suppliers at once: right after an import, when the planner still takes the tables for empty, it would look at each by itself.
    await tx.$executeRawUnsafe('SET LOCAL enable_nestloop = off');
    const period = await scorePeriod(tx, { backtest: found, position: state.done, tried, against });
    return (await finishPeriod(tx, { backtest: found, period, at: now() })) ? 'done' : 'more';
  }, limits);
}

interface PeriodOfBacktest {
  readonly backtest: BacktestRecord;
  readonly position: number;
  readonly tried: PolicyRecord;
  readonly against: PolicyRecord;
}

async function scorePeriod(tx: Transaction, work: PeriodOfBacktest): Promise<PeriodCounts> {
  const period = work.backtest.request.periods[work.position];
  if (!period) throw new Error(`Backtest ${work.backtest.id} has no period ${work.position}`);
  await tx.$executeRawUnsafe('DROP TABLE IF EXISTS backtest_compared');
  await tx.$executeRaw(Prisma.sql`
    CREATE TEMPORARY TABLE backtest_compared ON COMMIT DROP AS
    SELECT tried.supplier_id, tried.segment, other.grade AS grade_before, other.score AS score_before, tried.grade AS grade_after, tried.score AS score_after,
      CASE WHEN tried.grade <> other.grade THEN other.explanation END AS explained_before,
      CASE WHEN tried.grade <> other.grade THEN tried.explanation END AS explained_after
    FROM (${scoresUnder(work.tried, work)}) AS tried JOIN (${scoresUnder(work.against, work)}) AS other USING (supplier_id)`);
  await keepOutcomes(tx, work);
  const counted = await tx.$queryRaw<{ before: Grade; after: Grade; count: number }[]>`
    SELECT grade_before AS before, grade_after AS after, count(*)::int AS count FROM backtest_compared GROUP BY 1, 2`;
  return { ...period, ...countsOf(counted) };
}

function scoresUnder({ policy, version }: PolicyRecord, { backtest: { request, requestedAt }, position }: PeriodOfBacktest): Prisma.Sql {
  const { periodStart = '', periodEnd = '' } = request.periods[position] ?? {};
  const scope = request.segment === null ? Prisma.empty : Prisma.sql`AND segment = ${request.segment}`;
  return scoresSql({
    members: Prisma.sql`SELECT id AS supplier_id, segment FROM suppliers WHERE status IN ('active', 'on-watch') ${scope}`,
    periodStart,
    periodEnd,
    asOf: asOfCutOff(requestedAt),
    cutOffAt: requestedAt,
    policy,
    policyVersion: version,
  });
}

/** Reasons are worked out here, of what differs only; the rest never leaves the database. */
async function keepOutcomes(tx: Transaction, { backtest: { id }, position }: PeriodOfBacktest): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO backtest_outcomes (backtest_id, position, supplier_id, segment, grade_before, score_before, grade_after, score_after)
    SELECT ${id}::uuid, ${position}::int, supplier_id, segment, grade_before, score_before, grade_after, score_after
    FROM backtest_compared WHERE grade_before <> grade_after OR grade_after = 'C'`;
  await tx.$executeRawUnsafe('CREATE INDEX ON backtest_compared (supplier_id) WHERE explained_after IS NOT NULL');
  for (let last = '00000000-0000-0000-0000-000000000000', more = true; more; ) {
    const page = await tx.$queryRaw<{ supplierId: string; before: Explanation; after: Explanation }[]>`
      SELECT supplier_id AS "supplierId", explained_before AS before, explained_after AS after FROM backtest_compared
      WHERE explained_after IS NOT NULL AND supplier_id > ${last}::uuid ORDER BY supplier_id LIMIT ${PAGE}`;
    const reasons = page.map(({ supplierId, before, after }) => ({ supplier_id: supplierId, reason: whyAnotherGrade(before, after) }));
    await tx.$executeRaw`
      UPDATE backtest_outcomes o SET reason = row.reason
      FROM jsonb_to_recordset(${JSON.stringify(reasons)}::jsonb) AS row (supplier_id uuid, reason jsonb)
      WHERE o.backtest_id = ${id}::uuid AND o.position = ${position}::int AND o.supplier_id = row.supplier_id`;
    last = page.at(-1)?.supplierId ?? last;
    more = page.length === PAGE;
  }
}

function countsOf(counted: readonly { before: Grade; after: Grade; count: number }[]): Omit<PeriodCounts, 'periodStart' | 'periodEnd'> {
  const sum = (fits: (row: (typeof counted)[number]) => boolean): number => counted.filter(fits).reduce((total, { count }) => total + count, 0);
  const grades = (side: 'before' | 'after'): GradeCounts => ({
    A: sum((row) => row[side] === 'A'),
    B: sum((row) => row[side] === 'B'),
    C: sum((row) => row[side] === 'C'),
    N: sum((row) => row[side] === 'N'),
  });
  return {
    suppliers: sum(() => true),
    changed: sum(({ before, after }) => before !== after),
    before: grades('before'),
    after: grades('after'),
    opened: sum(({ before, after }) => after === 'C' && before !== 'C'),
    notOpened: sum(({ before, after }) => before === 'C' && after !== 'C'),
  };
}

/** @returns whether that was the last period @throws Error when it was cancelled meanwhile: then nothing of the period stays */
async function finishPeriod(tx: Transaction, { backtest: { id, request }, period, at }: { backtest: BacktestRecord; period: PeriodCounts; at: Date }): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ done: number }[]>`
    UPDATE backtests SET result = result || ${JSON.stringify([period])}::jsonb WHERE id = ${id}::uuid AND status = 'running'
    RETURNING jsonb_array_length(result)::int AS done`;
  if (!row) throw new BacktestEnded(id);
  if (row.done < request.periods.length) return false;
  await tx.backtest.update({ where: { id }, data: { status: 'completed', finishedAt: at } });
  return true;
}

/** The backtest was cancelled while a period was scored. */
export class BacktestEnded extends Error {
  readonly code = 'backtestEnded';

  constructor(id: string) {
    super(`Backtest ${id} was cancelled`);
    this.name = 'BacktestEnded';
  }
}
