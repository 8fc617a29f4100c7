import type { Explanation } from '#domain/scoring/explanation.js';
import type { ScoredIndicator } from '#domain/scoring/score.js';
import type { Grade, Segment } from '#domain/supplier/status.js';
import { decodeCursor, type Page, pageOf } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';

/** A supplier's score in one evaluation. Dates are `YYYY-MM-DD`. */
export interface ScoreRecord {
  evaluationId: string;
  supplierId: string;
  supplierCode: string;
  supplierName: string;
  official: boolean;
  segment: Segment;
  periodStart: string;
  periodEnd: string;
  /** One decimal; null with grade N. */
  score: number | null;
  grade: Grade;
  indicators: ScoredIndicator[];
  explanation: Explanation;
  policyVersion: number;
  scoredAt: Date;
  /** 1, and one more with each restatement or upheld appeal. */
  revision: number;
  /** A person's judgement in the place of the computed one; null: it stands as computed. */
  override: {
    origin: 'review' | 'appeal';
    computedScore: number | null;
    computedGrade: Grade;
    reason: string;
    decidedBy: string;
    /** ISO. */
    decidedAt: string;
  } | null;
}

const columns = Prisma.sql`
  s.evaluation_id AS "evaluationId", s.supplier_id AS "supplierId", p.code AS "supplierCode", p.name AS "supplierName",
  s.official, s.segment, to_char(s.period_start, 'YYYY-MM-DD') AS "periodStart",
  to_char(s.period_end, 'YYYY-MM-DD') AS "periodEnd", s.score::float8 AS score, s.grade, s.indicators, s.explanation,
  s.policy_version AS "policyVersion", s.scored_at AS "scoredAt", s.revision,
  (SELECT jsonb_build_object('origin', o.origin, 'computedScore', o.computed_score, 'computedGrade', o.computed_grade, 'reason', o.reason,
      'decidedBy', o.decided_by, 'decidedAt', o.decided_at)
    FROM score_overrides o WHERE o.evaluation_id = s.evaluation_id AND o.supplier_id = s.supplier_id AND o.lapsed_at IS NULL) AS override`;

/** Scores of an evaluation by supplier id, of one grade if given. @throws BadCursor */
export async function listScores(
  db: Database,
  query: { evaluationId: string; grade?: Grade; limit: number; cursor?: string },
): Promise<Page<ScoreRecord>> {
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor, ['uuid'])[0];
  const rows = await db.prisma.$queryRaw<ScoreRecord[]>(Prisma.sql`
    SELECT ${columns} FROM scores s JOIN suppliers p ON p.id = s.supplier_id
    WHERE s.evaluation_id = ${query.evaluationId}::uuid
      ${after === null ? Prisma.empty : Prisma.sql`AND s.supplier_id > ${after}::uuid`}
      ${query.grade === undefined ? Prisma.empty : Prisma.sql`AND s.grade = ${query.grade}`}
    ORDER BY s.supplier_id LIMIT ${query.limit + 1}`);
  return pageOf(rows, query.limit, (row) => row, (row) => [row.supplierId]);
}

/** Published official scores of a supplier, the newest period first. @throws BadCursor */
export async function scoresOfSupplier(db: Database, query: { supplierId: string; limit: number; cursor?: string }): Promise<Page<ScoreRecord>> {
  const [end, evaluationId] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const rows = await db.prisma.$queryRaw<ScoreRecord[]>(Prisma.sql`
    SELECT ${columns} FROM scores s JOIN suppliers p ON p.id = s.supplier_id JOIN evaluations e ON e.id = s.evaluation_id
    WHERE s.supplier_id = ${query.supplierId}::uuid AND s.official AND e.status IN ('published', 'closed')
      ${end === undefined ? Prisma.empty : Prisma.sql`AND (s.period_end, s.evaluation_id) < (${end.slice(0, 10)}::date, ${evaluationId}::uuid)`}
    ORDER BY s.period_end DESC, s.evaluation_id DESC LIMIT ${query.limit + 1}`);
  return pageOf(rows, query.limit, (row) => row, (row) => [`${row.periodEnd}T00:00:00.000Z`, row.evaluationId]);
}

/** The supplier's official score of the latest published period, or null. */
export async function latestScore(db: Database, supplierId: string): Promise<ScoreRecord | null> {
  const rows = await db.prisma.$queryRaw<ScoreRecord[]>(Prisma.sql`
    SELECT ${columns} FROM scores s JOIN suppliers p ON p.id = s.supplier_id JOIN evaluations e ON e.id = s.evaluation_id
    WHERE s.supplier_id = ${supplierId}::uuid AND s.official AND e.status IN ('published', 'closed')
    ORDER BY s.period_end DESC, e.published_at DESC LIMIT 1`);
  return rows[0] ?? null;
}

/**
 * Suppliers whose grade C opens a rectification, by id, after the one given: those of a published official evaluation;
 * an advisory one has no consequences, nor has a score whose appeal nobody decided in time. Fewer than `limit` means that there are no more.
 */
export async function gradesNeedingRectification(
  db: Database,
  query: { evaluationId: string; afterSupplierId?: string | null; limit: number },
): Promise<{ supplierId: string; score: number }[]> {
  return db.prisma.$queryRaw<{ supplierId: string; score: number }[]>(Prisma.sql`
    SELECT s.supplier_id AS "supplierId", s.score::float8 AS score
    FROM scores s JOIN evaluations e ON e.id = s.evaluation_id
    WHERE s.evaluation_id = ${query.evaluationId}::uuid AND s.official AND s.grade = 'C'
      AND e.status IN ('published', 'closed')
      AND NOT EXISTS (SELECT FROM appeals a WHERE a.evaluation_id = s.evaluation_id AND a.supplier_id = s.supplier_id AND a.lapsed_at IS NOT NULL)
      ${query.afterSupplierId ? Prisma.sql`AND s.supplier_id > ${query.afterSupplierId}::uuid` : Prisma.empty}
    ORDER BY s.supplier_id LIMIT ${query.limit}`);
}

/** The scores of the named suppliers in one evaluation. */
export async function getScores(db: Database | Transaction, evaluationId: string, supplierIds: readonly string[]): Promise<ScoreRecord[]> {
  if (supplierIds.length === 0) return [];
  return connectionOf(db).$queryRaw<ScoreRecord[]>(Prisma.sql`
    SELECT ${columns} FROM scores s JOIN suppliers p ON p.id = s.supplier_id
    WHERE s.evaluation_id = ${evaluationId}::uuid AND s.supplier_id = ANY(${supplierIds}::uuid[])`);
}
