import type { Question, SurveyKind } from '#domain/surveys/questions.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';

/** A survey as lists and screens show it; counts are respondents. Dates are `YYYY-MM-DD`. */
export interface SurveyRecord {
  readonly id: string;
  readonly kind: SurveyKind;
  readonly evaluationId: string | null;
  readonly title: string;
  readonly questions: readonly Question[];
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly status: 'preparing' | 'open' | 'closing' | 'closed' | 'cancelled';
  readonly dueAt: Date | null;
  readonly requestedBy: string;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly cancelledBy: string | null;
  readonly cancelReason: string | null;
  /** How many suppliers could not be asked, as they have no contact. */
  readonly notAsked: number;
  readonly open: number;
  readonly answered: number;
  readonly missing: number;
  readonly delegated: number;
}

/** One respondent and where the answer stands; who answered what is not in it. */
export interface RespondentRecord {
  readonly id: string;
  readonly recipientKind: 'person' | 'contact';
  readonly recipientId: string;
  readonly name: string | null;
  readonly supplierId: string | null;
  readonly supplierName: string | null;
  readonly suppliers: number;
  readonly status: 'open' | 'answered' | 'delegated' | 'missing';
  readonly askedAt: Date;
  readonly remindedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly delegatedToId: string | null;
  readonly delegateReason: string | null;
}

const columns = Prisma.sql`
  s.id, s.kind, s.evaluation_id AS "evaluationId", s.title, s.questions, to_char(s.period_start, 'YYYY-MM-DD') AS "periodStart",
  to_char(s.period_end, 'YYYY-MM-DD') AS "periodEnd", s.status, s.due_at AS "dueAt", s.requested_by AS "requestedBy",
  s.created_at AS "createdAt", s.closed_at AS "closedAt", s.cancelled_by AS "cancelledBy",
  s.cancel_reason AS "cancelReason", coalesce(cardinality(s.not_asked_ids), 0) AS "notAsked", i.open, i.answered, i.missing, i.delegated`;
const counted = Prisma.sql`
  surveys s CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'open')::int AS open, count(*) FILTER (WHERE status = 'answered')::int AS answered,
      count(*) FILTER (WHERE status = 'missing')::int AS missing, count(*) FILTER (WHERE status = 'delegated')::int AS delegated
    FROM survey_invitations WHERE survey_id = s.id) AS i`;

/** One survey, or null. */
export async function getSurvey(db: Database, id: string): Promise<SurveyRecord | null> {
  const rows = await db.prisma.$queryRaw<SurveyRecord[]>`SELECT ${columns} FROM ${counted} WHERE s.id = ${id}::uuid`;
  return rows[0] ?? null;
}

/** Surveys, newest first; of one kind, or of all. @throws BadCursor */
export async function listSurveys(db: Database, page: { kind?: SurveyKind; limit: number; cursor?: string }): Promise<Page<SurveyRecord>> {
  const [createdAt, id] = page.cursor === undefined ? [null, null] : decodeCursor(page.cursor, ['instant', 'uuid']);
  const rows = await db.prisma.$queryRaw<SurveyRecord[]>`
    SELECT ${columns} FROM ${counted}
    WHERE (${page.kind ?? null}::text IS NULL OR s.kind = ${page.kind ?? null})
      AND (${id}::uuid IS NULL OR (s.created_at, s.id) < (${createdAt}::timestamptz, ${id}::uuid))
    ORDER BY s.created_at DESC, s.id DESC LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit, (row) => row, (row) => [row.createdAt.toISOString(), row.id]);
}

/** Whom a survey asks, in the order of their ids. @throws BadCursor */
export async function listRespondents(
  db: Database,
  page: { surveyId: string; status?: RespondentRecord['status']; limit: number; cursor?: string },
): Promise<Page<RespondentRecord>> {
  const [after] = page.cursor === undefined ? [null] : decodeCursor(page.cursor, ['uuid']);
  const rows = await db.prisma.$queryRaw<RespondentRecord[]>`
    SELECT i.id, i.recipient_kind AS "recipientKind", i.recipient_id AS "recipientId", coalesce(p.name, c.name) AS name,
      i.supplier_id AS "supplierId", s.name AS "supplierName", cardinality(i.subject_ids) AS suppliers, i.status, i.asked_at AS "askedAt",
      i.reminded_at AS "remindedAt", i.answered_at AS "answeredAt", i.delegated_to_id AS "delegatedToId", i.delegate_reason AS "delegateReason"
    FROM survey_invitations i
      LEFT JOIN people p ON i.recipient_kind = 'person' AND p.id = i.recipient_id
      LEFT JOIN contacts c ON i.recipient_kind = 'contact' AND c.id = i.recipient_id
      LEFT JOIN suppliers s ON s.id = i.supplier_id
    WHERE i.survey_id = ${page.surveyId}::uuid AND (${page.status ?? null}::text IS NULL OR i.status = ${page.status ?? null})
      AND (${after}::uuid IS NULL OR i.id > ${after}::uuid)
    ORDER BY i.id LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit, (row) => row, (row) => [row.id]);
}
