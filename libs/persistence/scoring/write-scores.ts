import { asOfCutOff } from '#domain/scoring/period.js';
import type { Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import type { PolicyRecord } from '../policies/policies.js';
import { measuresOfQuery, type ScoreQuery, scoresSql } from './score-sql.js';

/** Members from which on all facts are read in whole passes; for fewer they are looked up supplier by supplier. */
const MANY = 1_000;
/** Share of all suppliers from which on it is cheaper to measure everybody than to tell the members' facts from the others'. */
const NEARLY_ALL = 0.8;

/** The chunk that is scored. Dates are `YYYY-MM-DD`. */
export interface Chunk {
  readonly evaluationId: string;
  readonly chunk: number;
  readonly official: boolean;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly cutOffAt: Date;
  /** When it is scored. */
  readonly at: Date;
}

/**
 * Scores and writes without anything of the facts leaving the database. Measured into a table of its own first: a query that
 * fills a new table may use all processors, one that writes into another may not. Answers how many were scored.
 */
export async function writeScores(tx: Transaction, work: Chunk, { policy, version }: PolicyRecord): Promise<number> {
  const { evaluationId, chunk, cutOffAt } = work;
  const count = await tx.evaluationMember.count({ where: { evaluationId, chunk } });
  const many = count >= MANY;
  const query: ScoreQuery = {
    members: Prisma.sql`SELECT supplier_id, segment FROM evaluation_members WHERE evaluation_id = ${evaluationId}::uuid AND chunk = ${chunk}::int`,
    many,
    everybody: many && count >= NEARLY_ALL * (await tx.supplier.count()),
    periodStart: work.periodStart,
    periodEnd: work.periodEnd,
    asOf: asOfCutOff(cutOffAt),
    cutOffAt,
    policy,
    policyVersion: version,
  };
  // Right after a large import the planner still takes the tables for empty, and would look at each supplier by itself.
  if (many) await tx.$executeRaw`SET LOCAL enable_nestloop = off`;
  await tx.$executeRaw(Prisma.sql`CREATE TEMPORARY TABLE chunk_measures ON COMMIT DROP AS ${measuresOfQuery(query)}`);
  await tx.$executeRaw`ANALYZE chunk_measures`;
  return insertScores(tx, work, version, scoresSql({ ...query, measured: Prisma.sql`SELECT * FROM chunk_measures` }));
}

async function insertScores(tx: Transaction, work: Chunk, version: number, scores: Prisma.Sql): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO scores (evaluation_id, supplier_id, official, segment, period_start, period_end, score, grade,
      indicators, explanation, policy_version, scored_at, revision, cut_off_at)
    SELECT ${work.evaluationId}::uuid, supplier_id, ${work.official}, segment, ${work.periodStart}::date, ${work.periodEnd}::date,
      score, grade, indicators, explanation, ${version}::int, ${work.at.toISOString()}::timestamptz, 1, ${work.cutOffAt.toISOString()}::timestamptz
    FROM (${scores}) AS scored
    ON CONFLICT (evaluation_id, supplier_id) DO UPDATE SET segment = excluded.segment, score = excluded.score,
      grade = excluded.grade, indicators = excluded.indicators, explanation = excluded.explanation,
      policy_version = excluded.policy_version, scored_at = excluded.scored_at, cut_off_at = excluded.cut_off_at`;
}
