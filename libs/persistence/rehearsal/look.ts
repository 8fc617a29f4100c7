import type { Grade } from '#domain/supplier/status.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';

/** An open case as whoever plays a rehearsal needs it. */
export interface OpenCase {
  readonly id: string;
  readonly process: string;
  readonly supplierCode: string;
  readonly ownerId: string | null;
  readonly contactId: string | null;
  readonly stage: string;
  readonly sequence: number;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  /** When its next timer is due, ISO; null: none. */
  readonly nextMoment: string | null;
  readonly extensionPending: boolean;
  /** Who accepted its plan: may not verify it. */
  readonly acceptedBy: string | null;
}

/** Every open case, in an order that is the same in each rehearsal. */
export async function openCases(db: Database): Promise<OpenCase[]> {
  return db.prisma.$queryRaw<OpenCase[]>`
    SELECT c.id, c.process, s.code AS "supplierCode", c.owner_id AS "ownerId", c.stage, c.sequence, c.opened_at AS "openedAt", c.due_at AS "dueAt",
           (SELECT k.id FROM contacts k WHERE k.supplier_id = s.id AND k.removed_at IS NULL ORDER BY k.position, k.id LIMIT 1) AS "contactId",
           c.state #>> '{deadline,moments,0,at}' AS "nextMoment", coalesce(jsonb_typeof(c.state -> 'extensionRequest') = 'object', false) AS "extensionPending",
           c.state ->> 'acceptedBy' AS "acceptedBy"
      FROM cases c JOIN suppliers s ON s.id = c.supplier_id
     WHERE c.status = 'open' ORDER BY s.code, c.opened_at::date, c.process, c.cause, c.opened_at`;
}

/** Batches of openings that are stored and that no case has taken yet. */
export async function pendingBatches(db: Database): Promise<string[]> {
  const rows = await db.prisma.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT batch_id AS id FROM submissions WHERE command = 'open' AND status = 'pending' AND batch_id IS NOT NULL ORDER BY 1`;
  return rows.map(({ id }) => id);
}

/** Openings without a batch that no case has taken yet. */
export async function pendingOpenings(db: Database): Promise<number> {
  return db.prisma.submission.count({ where: { command: 'open', status: 'pending' } });
}

/** Evaluations whose cycles go on, the oldest first. */
export async function runningEvaluations(db: Database): Promise<string[]> {
  const rows = await db.prisma.evaluation.findMany({
    where: { status: { notIn: ['closed', 'failed', 'cancelled'] } },
    orderBy: [{ periodEnd: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Evaluations whose cycles wait for a date or for people, the oldest first; of those that collect ratings it is the survey that waits. */
export async function cyclesPastRatings(db: Database): Promise<string[]> {
  const rows = await db.prisma.evaluation.findMany({
    where: { status: { notIn: ['closed', 'failed', 'cancelled'] }, stage: { not: 'collecting' } },
    orderBy: [{ periodEnd: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Surveys that wait for answers. */
export async function openSurveys(db: Database): Promise<string[]> {
  const rows = await db.prisma.survey.findMany({ where: { closedAt: null }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { id: true } });
  return rows.map(({ id }) => id);
}

/** Cycles that are about to ask for ratings, or to go on after them. */
export async function cyclesBesideRatings(db: Database): Promise<number> {
  const [row] = await db.prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM evaluations e WHERE e.stage = 'collecting' AND e.status = 'running'
       AND NOT EXISTS (SELECT FROM surveys s WHERE s.evaluation_id = e.id AND s.closed_at IS NULL AND s.due_at IS NOT NULL)`;
  return row?.count ?? 0;
}

/** A published score that its supplier may appeal against, or an appeal that waits for a decision. */
export interface Contested {
  readonly evaluationId: string;
  readonly supplierId: string;
  readonly supplierCode: string;
  readonly cycle: string;
  readonly grade: Grade;
  readonly scored: boolean;
  readonly until: Date;
}

const cycle = Prisma.sql`to_char(e.period_start, 'YYYY-MM-DD') || '/' || to_char(e.period_end, 'YYYY-MM-DD') || ' ' || coalesce(e.segment, '')`;

/** Scores whose window for appeals is open at an instant, with the contact who would write. */
export async function appealable(db: Database, at: Date): Promise<(Contested & { readonly contactId: string })[]> {
  return db.prisma.$queryRaw<(Contested & { contactId: string })[]>(Prisma.sql`
    SELECT DISTINCT ON (s.code, e.id) e.id AS "evaluationId", s.id AS "supplierId", s.code AS "supplierCode", ${cycle} AS cycle, x.grade,
           x.score IS NOT NULL AS scored, d.appeal_until AS until, k.id AS "contactId"
      FROM scorecards d JOIN evaluations e ON e.id = d.evaluation_id JOIN suppliers s ON s.id = d.supplier_id
           JOIN scores x ON x.evaluation_id = e.id AND x.supplier_id = s.id
           JOIN contacts k ON k.supplier_id = s.id AND k.removed_at IS NULL
     WHERE e.status = 'published' AND e.stage = 'appeals' AND d.appeal_until >= ${at.toISOString()}::timestamptz
       AND NOT EXISTS (SELECT FROM appeals a WHERE a.evaluation_id = e.id AND a.supplier_id = s.id)
     ORDER BY s.code, e.id, d.revision DESC, k.position, k.id`);
}

/** Appeals that wait for a decision, by supplier. */
export async function openAppeals(db: Database): Promise<(Contested & { readonly id: string })[]> {
  return db.prisma.$queryRaw<(Contested & { id: string })[]>(Prisma.sql`
    SELECT a.id, e.id AS "evaluationId", s.id AS "supplierId", s.code AS "supplierCode", ${cycle} AS cycle, x.grade, x.score IS NOT NULL AS scored, a.due_at AS until
      FROM appeals a JOIN evaluations e ON e.id = a.evaluation_id JOIN suppliers s ON s.id = a.supplier_id
           JOIN scores x ON x.evaluation_id = e.id AND x.supplier_id = s.id
     WHERE a.status = 'open' ORDER BY e.period_end, s.code`);
}

/** Invitations that wait for answers, with the survey's period and deadline. */
export async function openInvitationsOfAll(db: Database): Promise<{ id: string; cycle: string; until: Date | null }[]> {
  return db.prisma.$queryRaw<{ id: string; cycle: string; until: Date | null }[]>`
    SELECT i.id, v.kind || ' ' || to_char(v.period_start, 'YYYY-MM-DD') || '/' || to_char(v.period_end, 'YYYY-MM-DD') AS cycle, v.due_at AS until
      FROM survey_invitations i JOIN surveys v ON v.id = i.survey_id
     WHERE i.status = 'open' AND v.status = 'open' ORDER BY v.period_end, v.id, i.id`;
}

/** Open proposals with what decides on them in every rehearsal alike. */
export async function openProposals(db: Database): Promise<{ id: string; kind: string; supplierCode: string; about: string; causeCaseId: string | null }[]> {
  return db.prisma.$queryRaw<{ id: string; kind: string; supplierCode: string; about: string; causeCaseId: string | null }[]>`
    SELECT p.id, p.kind, s.code AS "supplierCode", p.cause_case_id AS "causeCaseId",
           concat_ws(' ', p.reason, p.detail ->> 'rule', to_char(e.period_end, 'YYYY-MM-DD'), to_char(p.proposed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')) AS about
      FROM proposals p JOIN suppliers s ON s.id = p.supplier_id LEFT JOIN evaluations e ON e.id = p.cause_evaluation_id
     WHERE p.status = 'open' ORDER BY s.code, p.kind, about, p.id`;
}

/** The scores of an evaluation as a reviewer goes through them. */
export async function scoresToReview(db: Database, evaluationId: string): Promise<{ supplierId: string; supplierCode: string; grade: Grade }[]> {
  return db.prisma.$queryRaw<{ supplierId: string; supplierCode: string; grade: Grade }[]>`
    SELECT s.id AS "supplierId", s.code AS "supplierCode", x.grade FROM scores x JOIN suppliers s ON s.id = x.supplier_id
     WHERE x.evaluation_id = ${evaluationId}::uuid ORDER BY s.code`;
}
