import type { Database } from '../database.js';

/** An open case as whoever plays a rehearsal needs it. */
export interface OpenCase {
  readonly id: string;
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
    SELECT c.id, s.code AS "supplierCode", c.owner_id AS "ownerId", c.stage, c.sequence, c.opened_at AS "openedAt", c.due_at AS "dueAt",
           (SELECT k.id FROM contacts k WHERE k.supplier_id = s.id AND k.removed_at IS NULL ORDER BY k.position, k.id LIMIT 1) AS "contactId",
           c.state #>> '{deadline,moments,0,at}' AS "nextMoment", coalesce(jsonb_typeof(c.state -> 'extensionRequest') = 'object', false) AS "extensionPending",
           c.state ->> 'acceptedBy' AS "acceptedBy"
      FROM cases c JOIN suppliers s ON s.id = c.supplier_id
     WHERE c.status = 'open' ORDER BY s.code, c.opened_at, c.id`;
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

/** Surveys that wait for answers. */
export async function openSurveys(db: Database): Promise<string[]> {
  const rows = await db.prisma.survey.findMany({ where: { closedAt: null }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { id: true } });
  return rows.map(({ id }) => id);
}
