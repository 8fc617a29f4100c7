import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma, type Scorecard } from '../generated/client.js';
import type { WebhookData } from '#domain/channels/events.js';
import { announce, told, type Announcement } from '../webhooks/announce.js';

/** A supplier whose scorecard is to be written, with whom to write to. */
export interface ScorecardDue {
  readonly supplierId: string;
  readonly revision: number;
  readonly supplierName: string;
  readonly language: string;
  readonly timeZone: string;
  /** null: nobody is known there. */
  readonly contactId: string | null;
  readonly contactName: string | null;
  readonly contactEmail: string | null;
  readonly contactLanguage: string | null;
}

/**
 * Suppliers of an evaluation, after the one given, whose scorecard of the current revision does not exist yet. A grade N is told only to
 * those who were told another one before; whose facts are another's by now is told with that one.
 */
export async function scorecardsDue(
  db: Database | Transaction,
  { evaluationId, after, limit, supplierIds }: { evaluationId: string; after: string | null; limit: number; supplierIds?: readonly string[] },
): Promise<ScorecardDue[]> {
  return connectionOf(db).$queryRaw<ScorecardDue[]>(Prisma.sql`
    SELECT s.supplier_id AS "supplierId", s.revision, p.name AS "supplierName", p.language, p.time_zone AS "timeZone",
      c.id AS "contactId", c.name AS "contactName", c.email AS "contactEmail", c.language AS "contactLanguage"
    FROM scores s JOIN suppliers p ON p.id = s.supplier_id
    LEFT JOIN LATERAL (SELECT id, name, email, language FROM contacts
      WHERE supplier_id = s.supplier_id AND removed_at IS NULL ORDER BY position, id LIMIT 1) c ON true
    WHERE s.evaluation_id = ${evaluationId}::uuid AND s.official AND p.merged_into_id IS NULL
      ${after === null ? Prisma.empty : Prisma.sql`AND s.supplier_id > ${after}::uuid`}
      ${supplierIds === undefined ? Prisma.empty : Prisma.sql`AND s.supplier_id = ANY(${[...supplierIds]}::uuid[])`}
      AND (s.grade <> 'N' OR EXISTS (SELECT FROM scorecards t WHERE t.evaluation_id = s.evaluation_id AND t.supplier_id = s.supplier_id))
      AND NOT EXISTS (SELECT FROM scorecards t WHERE t.evaluation_id = s.evaluation_id AND t.supplier_id = s.supplier_id AND t.revision >= s.revision)
    ORDER BY s.supplier_id LIMIT ${limit}`);
}

/** Of two that write the scorecards of one evaluation at once the second waits, and finds what the first has written. */
export async function oneScorecardWriter(tx: Transaction, evaluationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`steward.scorecards:${evaluationId}`}))`;
}

/** Stores scorecards. `outboxId` is null where nobody could be written to. */
export async function storeScorecards(tx: Transaction, cards: readonly Scorecard[]): Promise<void> {
  await tx.scorecard.createMany({ data: [...cards] });
  const written = await tx.$queryRaw<ToldCard[]>`
    SELECT c.id AS "scorecardId", c.evaluation_id AS "evaluationId", c.supplier_id AS "supplierId", c.revision, c.appeal_until AS "appealUntil", c.created_at AS at,
      s.grade, s.score::float8 AS score
    FROM scorecards c JOIN scores s ON s.evaluation_id = c.evaluation_id AND s.supplier_id = c.supplier_id
    WHERE c.id = ANY(${cards.map(({ id }) => id)}::uuid[]) ORDER BY c.id`;
  await announce(tx, written.map(announcementOf));
}

type ToldCard = Omit<WebhookData<'scorecard.published'>, 'appealUntil'> & { appealUntil: Date | null; at: Date };

function announcementOf({ at, appealUntil, ...card }: ToldCard): Announcement {
  return told('scorecard.published', { key: card.scorecardId, data: { ...card, appealUntil: appealUntil?.toISOString() ?? null }, at });
}

/** How many suppliers of an evaluation have been written to, counting each once. */
export async function countScorecardMails(db: Database, evaluationId: string): Promise<number> {
  const [row] = await db.prisma.$queryRaw<{ sent: number }[]>`
    SELECT count(DISTINCT supplier_id)::int AS sent FROM scorecards WHERE evaluation_id = ${evaluationId}::uuid AND outbox_id IS NOT NULL`;
  return row?.sent ?? 0;
}

/** One scorecard, or null. Under the portal's role only the supplier's own. */
export async function getScorecard(db: Database | Transaction, id: string): Promise<Scorecard | null> {
  return connectionOf(db).scorecard.findUnique({ where: { id } });
}

/** A grade that a supplier was given for a period. */
export interface EarlierGrade {
  readonly supplierId: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly score: number | null;
  readonly grade: string;
}

/** Each supplier's official grades of the published periods before the one given, the latest first. */
export async function earlierGrades(
  db: Database | Transaction,
  { evaluationId, supplierIds, periods }: { evaluationId: string; supplierIds: readonly string[]; periods: number },
): Promise<EarlierGrade[]> {
  if (supplierIds.length === 0 || periods < 1) return [];
  return connectionOf(db).$queryRaw<EarlierGrade[]>`
    SELECT s.supplier_id AS "supplierId", to_char(b.period_start, 'YYYY-MM-DD') AS "periodStart", to_char(b.period_end, 'YYYY-MM-DD') AS "periodEnd",
      b.score::float8 AS score, b.grade
    FROM scores s CROSS JOIN LATERAL (
      SELECT o.period_start, o.period_end, o.score, o.grade, e.published_at FROM scores o JOIN evaluations e ON e.id = o.evaluation_id
      WHERE o.supplier_id = s.supplier_id AND o.official AND e.status IN ('published', 'closed') AND o.evaluation_id <> s.evaluation_id
        AND o.period_end < s.period_end
      ORDER BY o.period_end DESC, e.published_at DESC LIMIT ${periods}::int) b
    WHERE s.evaluation_id = ${evaluationId}::uuid AND s.supplier_id = ANY(${[...supplierIds]}::uuid[])
    ORDER BY s.supplier_id, b.period_end DESC, b.published_at DESC`;
}

/** What was set by a person in place of what was computed, and what the revision before said; of the suppliers named. */
export interface ScoreHistory {
  readonly supplierId: string;
  readonly computedGrade: string | null;
  readonly computedScore: number | null;
  readonly overrideReason: string | null;
  readonly gradeBefore: string | null;
  readonly scoreBefore: number | null;
  readonly appealed: boolean;
}

/** See {@link ScoreHistory}. */
export async function scoreHistories(db: Database | Transaction, evaluationId: string, supplierIds: readonly string[]): Promise<ScoreHistory[]> {
  if (supplierIds.length === 0) return [];
  return connectionOf(db).$queryRaw<ScoreHistory[]>`
    SELECT s.supplier_id AS "supplierId", o.computed_grade AS "computedGrade", o.computed_score::float8 AS "computedScore", o.reason AS "overrideReason",
      old.grade AS "gradeBefore", old.score::float8 AS "scoreBefore",
      EXISTS (SELECT FROM appeals a WHERE a.evaluation_id = s.evaluation_id AND a.supplier_id = s.supplier_id) AS appealed
    FROM scores s
    LEFT JOIN score_overrides o ON o.evaluation_id = s.evaluation_id AND o.supplier_id = s.supplier_id AND o.lapsed_at IS NULL
    LEFT JOIN LATERAL (
      SELECT u.grade, u.score FROM superseded_scores u JOIN scorecards c USING (evaluation_id, supplier_id, revision)
      WHERE u.evaluation_id = s.evaluation_id AND u.supplier_id = s.supplier_id AND u.revision < s.revision ORDER BY u.revision DESC LIMIT 1) old ON true
    WHERE s.evaluation_id = ${evaluationId}::uuid AND s.supplier_id = ANY(${[...supplierIds]}::uuid[])`;
}

/** By evaluation, the suppliers whose score a restatement has changed since they were sent their last scorecard. */
export async function restatedAfterScorecard(db: Database, restatementId: string): Promise<{ evaluationId: string; supplierIds: string[] }[]> {
  return db.prisma.$queryRaw<{ evaluationId: string; supplierIds: string[] }[]>`
    SELECT s.evaluation_id AS "evaluationId", array_agg(s.supplier_id::text ORDER BY s.supplier_id) AS "supplierIds"
    FROM restatement_scopes r JOIN scores s ON s.evaluation_id = r.evaluation_id AND s.supplier_id = r.supplier_id
    WHERE r.restatement_id = ${restatementId}::uuid AND r.fate = 'restated'
      AND s.revision > (SELECT max(c.revision) FROM scorecards c WHERE c.evaluation_id = s.evaluation_id AND c.supplier_id = s.supplier_id)
    GROUP BY s.evaluation_id`;
}
