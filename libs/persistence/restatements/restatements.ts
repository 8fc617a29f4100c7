import { decodeCursor, type Page, pageOf } from '../cursor.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';

/**
 * `pending`: noted with the facts; `running`: being worked off; `waiting`: what can be restated is, the rest waits for an
 * evaluation that is still under way, or whose own consequences are not drawn yet; `completed`: nothing is left.
 */
export type RestatementStatus = 'pending' | 'running' | 'waiting' | 'completed';

/** Late facts and what became of the official scores that they touch. */
export interface RestatementRecord {
  id: string;
  status: RestatementStatus;
  importId: string | null;
  /** Name of the file or batch that brought the facts. */
  fileName: string | null;
  /** How many suppliers' official periods the facts touch. */
  suppliers: number;
  /** Scores noted, and how many of them were recomputed: with another result, and with the same. */
  scores: number;
  restated: number;
  unchanged: number;
  requestedAt: Date;
  finishedAt: Date | null;
}

/** A score that a restatement looks at. Dates are `YYYY-MM-DD`, inclusive. */
export interface RestatementScopeRecord {
  evaluationId: string;
  supplierId: string;
  supplierName: string;
  periodStart: string;
  periodEnd: string;
  firstDate: string;
  lastDate: string;
  /** null: not worked off yet. */
  fate: 'restated' | 'unchanged' | 'dropped' | null;
  /** Grade before and after; null unless restated. */
  gradeBefore: string | null;
  gradeAfter: string | null;
}

const columns = Prisma.sql`
  r.id, r.status, r.import_id AS "importId", i.file_name AS "fileName", r.suppliers,
  (SELECT count(*)::int FROM restatement_scopes sc WHERE sc.restatement_id = r.id) AS scores, r.restated, r.unchanged,
  r.requested_at AS "requestedAt", r.finished_at AS "finishedAt"`;

/** One restatement, or null. */
export async function getRestatement(db: Database, id: string): Promise<RestatementRecord | null> {
  const rows = await db.prisma.$queryRaw<RestatementRecord[]>(
    Prisma.sql`SELECT ${columns} FROM restatements r LEFT JOIN imports i ON i.id = r.import_id WHERE r.id = ${id}::uuid`,
  );
  return rows[0] ?? null;
}

/** Restatements, newest first. @throws BadCursor */
export async function listRestatements(
  db: Database,
  query: { status?: RestatementStatus; limit: number; cursor?: string },
): Promise<Page<RestatementRecord>> {
  const [requestedAt, id] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const conditions = [
    Prisma.sql`true`,
    ...(query.status === undefined ? [] : [Prisma.sql`r.status = ${query.status}`]),
    ...(requestedAt === undefined ? [] : [Prisma.sql`(r.requested_at, r.id) < (${requestedAt}::timestamptz, ${id}::uuid)`]),
  ];
  const rows = await db.prisma.$queryRaw<RestatementRecord[]>(Prisma.sql`
    SELECT ${columns} FROM restatements r LEFT JOIN imports i ON i.id = r.import_id
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY r.requested_at DESC, r.id DESC LIMIT ${query.limit + 1}`);
  return pageOf(rows, query.limit, (row) => row, (row) => [row.requestedAt.toISOString(), row.id]);
}

/** The scores that a restatement looks at, by evaluation and supplier. @throws BadCursor */
export async function listScopes(
  db: Database,
  query: { restatementId: string; limit: number; cursor?: string },
): Promise<Page<RestatementScopeRecord>> {
  const [evaluationId, supplierId] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['uuid', 'uuid']);
  const after = evaluationId === undefined ? Prisma.empty : Prisma.sql`AND (sc.evaluation_id, sc.supplier_id) > (${evaluationId}::uuid, ${supplierId}::uuid)`;
  const rows = await db.prisma.$queryRaw<RestatementScopeRecord[]>(Prisma.sql`
    SELECT sc.evaluation_id AS "evaluationId", sc.supplier_id AS "supplierId", p.name AS "supplierName",
      to_char(e.period_start, 'YYYY-MM-DD') AS "periodStart", to_char(e.period_end, 'YYYY-MM-DD') AS "periodEnd",
      to_char(sc.first_date, 'YYYY-MM-DD') AS "firstDate", to_char(sc.last_date, 'YYYY-MM-DD') AS "lastDate", sc.fate,
      old.grade AS "gradeBefore",
      CASE WHEN old.grade IS NOT NULL THEN coalesce((
        SELECT next.grade FROM superseded_scores next WHERE next.evaluation_id = old.evaluation_id
          AND next.supplier_id = old.supplier_id AND next.revision = old.revision + 1), s.grade) END AS "gradeAfter"
    FROM restatement_scopes sc JOIN evaluations e ON e.id = sc.evaluation_id JOIN suppliers p ON p.id = sc.supplier_id
      LEFT JOIN superseded_scores old ON old.evaluation_id = sc.evaluation_id AND old.supplier_id = sc.supplier_id
        AND old.restatement_id = sc.restatement_id
      LEFT JOIN scores s ON s.evaluation_id = sc.evaluation_id AND s.supplier_id = sc.supplier_id
    WHERE sc.restatement_id = ${query.restatementId}::uuid ${after}
    ORDER BY sc.evaluation_id, sc.supplier_id LIMIT ${query.limit + 1}`);
  return pageOf(rows, query.limit, (row) => row, (row) => [row.evaluationId, row.supplierId]);
}

/**
 * Ends a restatement of which nothing is left; one with scores that cannot be restated yet waits for them.
 * Repeated, it changes nothing.
 */
export async function finishRestatement(
  db: Database,
  { restatementId, at }: { restatementId: string; at: Date },
): Promise<{ status: 'waiting' | 'completed' }> {
  return db.transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM restatements WHERE id = ${restatementId}::uuid FOR UPDATE`;
    const undone = await tx.restatementScope.count({ where: { restatementId, done: false } });
    const status = undone > 0 ? 'waiting' : 'completed';
    await tx.restatement.updateMany({
      where: { id: restatementId, status: { not: 'completed' } },
      data: { status, ...(status === 'completed' ? { finishedAt: at } : {}) },
    });
    return { status };
  });
}

/**
 * Restatements on which a workflow can work now, oldest first: those not finished, and of those that wait the ones whose
 * evaluation has moved on since.
 */
export async function workableRestatements(db: Database, limit: number): Promise<{ id: string }[]> {
  return db.prisma.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM restatements r
    WHERE r.status IN ('pending', 'running') OR (r.status = 'waiting' AND EXISTS (
      SELECT FROM restatement_scopes sc JOIN evaluations e ON e.id = sc.evaluation_id
      WHERE sc.restatement_id = r.id AND NOT sc.done AND e.status NOT IN ('running', 'scored', 'reviewing')
        AND (sc.fate IS NULL OR e.status <> 'published')))
    ORDER BY r.requested_at, r.id LIMIT ${limit}`;
}
