import { firstStage, type AbandonedStage, type EvaluationStage } from '#domain/evaluation/stages.js';
import { Refusal } from '#domain/process/decision.js';
import { checkPeriod, type PeriodFault, asOfCutOff } from '#domain/scoring/period.js';
import type { Grade, Segment } from '#domain/supplier/status.js';
import { decodeCursor, type Page, pageOf } from '../cursor.js';
import type { Database, Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { currentPolicy } from '../policies/policies.js';

/** `running`: being scored; `scored`: all suppliers have a score; `failed` and `cancelled` make room for another of the same period. */
export type EvaluationStatus = 'running' | 'scored' | 'reviewing' | 'published' | 'closed' | 'failed' | 'cancelled';

/** An evaluation as lists and screens show it. Dates are `YYYY-MM-DD`. */
export interface EvaluationRecord {
  id: string;
  periodStart: string;
  periodEnd: string;
  /** null: all segments. */
  segment: Segment | null;
  /** false for one over a list: advisory, without consequences. */
  official: boolean;
  status: EvaluationStatus;
  /** Where its cycle stands, finer than the status. */
  stage: EvaluationStage | AbandonedStage;
  /** When the stage ends if nobody ends it before; null: with its work. */
  stageDueAt: Date | null;
  collectRatings: boolean;
  /** Which mean of the ratings is scored; null: nobody was asked, or it is not decided yet. */
  ratingsUsed: 'calibrated' | 'raw' | null;
  scheduleId: string | null;
  /** Ids of people or keys, or `steward` where a deadline decided. */
  calibratedBy: string | null;
  reviewedBy: string | null;
  cancelledBy: string | null;
  cancelReason: string | null;
  policyVersion: number;
  total: number;
  scored: number;
  /** How many suppliers have which grade so far. */
  grades: Record<Grade, number>;
  requestedBy: string;
  cutOffAt: Date;
  createdAt: Date;
  publishedAt: Date | null;
  closedAt: Date | null;
}

/** What an evaluation is to judge. Suppliers named in a list make it advisory. */
export interface EvaluationRequest {
  readonly id: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly segment?: Segment;
  readonly supplierIds?: readonly string[];
  /** Raters are asked before it is scored; the cut-off then is when they have answered. */
  readonly collectRatings?: boolean;
  /** The schedule whose cycle it is. */
  readonly scheduleId?: string;
  readonly requestedBy: string;
  /** The cut-off: facts that arrive later do not count. */
  readonly at: Date;
}

/** The request names a period or suppliers that cannot be evaluated; nothing was stored. */
export class EvaluationInvalid extends Error {
  readonly code = 'evaluationInvalid';

  constructor(readonly faults: readonly (PeriodFault | { readonly field: 'supplierIds'; readonly message: string })[]) {
    super(faults.map(({ field, message }) => `${field}: ${message}`).join('; '));
    this.name = 'EvaluationInvalid';
  }
}

/** The period is already evaluated, or being evaluated, for some of the same suppliers. */
export class EvaluationTwin extends Refusal {
  constructor(readonly evaluationId: string) {
    super('twin', `Evaluation ${evaluationId} already covers this period; a supplier has one official score a period`);
    this.name = 'EvaluationTwin';
  }
}

/**
 * Stores an evaluation with status `running`, under the policy in force. Official unless it names suppliers.
 * An official one of all suppliers and one of a segment exclude each other too, as both would score the same suppliers.
 * @throws EvaluationInvalid
 * @throws EvaluationTwin with the id of the other
 * @throws Refusal `noPolicy`
 */
export async function createEvaluation(db: Database, request: EvaluationRequest): Promise<EvaluationRecord> {
  const faults = checkPeriod(request.periodStart, request.periodEnd, asOfCutOff(request.at));
  if (faults.length > 0) throw new EvaluationInvalid(faults);
  await db.transaction(async (tx) => {
    await oneAtATime(tx);
    const { version } = await currentPolicy(tx);
    if (request.supplierIds === undefined) await refuseTwin(tx, request);
    await insertEvaluation(tx, request, version);
    if (request.supplierIds !== undefined) await insertList(tx, request, request.supplierIds);
  });
  const created = await getEvaluation(db, request.id);
  if (!created) throw new Error(`Evaluation ${request.id} vanished right after it was stored`);
  return created;
}

/** Two starts at the same moment must see each other: the unique index alone knows nothing of overlapping scopes. */
async function oneAtATime(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('steward.evaluations'))`;
}

async function refuseTwin(tx: Transaction, { periodStart, periodEnd, segment }: EvaluationRequest): Promise<void> {
  const [twin] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM evaluations
    WHERE official AND status NOT IN ('failed', 'cancelled')
      AND period_start = ${periodStart}::date AND period_end = ${periodEnd}::date
      AND (segment IS NULL OR ${segment ?? null}::text IS NULL OR segment = ${segment ?? null})
    LIMIT 1`;
  if (twin) throw new EvaluationTwin(twin.id);
}

async function insertEvaluation(tx: Transaction, request: EvaluationRequest, policyVersion: number): Promise<void> {
  const at = request.at.toISOString();
  const collectRatings = request.collectRatings ?? false;
  await tx.$executeRaw`
    INSERT INTO evaluations (id, period_start, period_end, segment, official, status, stage, collect_ratings, schedule_id, policy_version,
      total, scored, requested_by, cut_off_at, created_at)
    VALUES (${request.id}::uuid, ${request.periodStart}::date, ${request.periodEnd}::date, ${request.segment ?? null},
      ${request.supplierIds === undefined}, 'running', ${firstStage(collectRatings)}, ${collectRatings}, ${request.scheduleId ?? null}::uuid,
      ${policyVersion}, 0, 0, ${request.requestedBy}, ${at}::timestamptz, ${at}::timestamptz)`;
}

/** A list is kept as members of no chunk yet; freezing gives them one. */
async function insertList(tx: Transaction, { id, segment }: EvaluationRequest, listed: readonly string[]): Promise<void> {
  const found = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM suppliers WHERE id = ANY(${listed}::uuid[])`;
  const known = new Set(found.map((supplier) => supplier.id));
  const unknown = listed.filter((supplierId) => !known.has(supplierId));
  if (listed.length === 0) throw new EvaluationInvalid([{ field: 'supplierIds', message: 'names no supplier' }]);
  if (unknown.length > 0)
    throw new EvaluationInvalid(
      unknown.map((supplierId) => ({ field: 'supplierIds' as const, message: `there is no supplier ${supplierId}` })),
    );
  await tx.$executeRaw`
    INSERT INTO evaluation_members (evaluation_id, supplier_id, chunk, segment)
    SELECT ${id}::uuid, id, -1, segment FROM suppliers
    WHERE id = ANY(${listed}::uuid[]) AND status IN ('active', 'on-watch')
      AND (${segment ?? null}::text IS NULL OR segment = ${segment ?? null})`;
}

const columns = Prisma.sql`
  e.id, to_char(e.period_start, 'YYYY-MM-DD') AS "periodStart", to_char(e.period_end, 'YYYY-MM-DD') AS "periodEnd",
  e.segment, e.official, e.status, e.stage, e.stage_due_at AS "stageDueAt", e.collect_ratings AS "collectRatings",
  e.ratings_used AS "ratingsUsed", e.schedule_id AS "scheduleId", e.calibrated_by AS "calibratedBy", e.reviewed_by AS "reviewedBy",
  e.cancelled_by AS "cancelledBy", e.cancel_reason AS "cancelReason", e.policy_version AS "policyVersion", e.total, e.scored, e.requested_by AS "requestedBy",
  e.cut_off_at AS "cutOffAt", e.created_at AS "createdAt", e.published_at AS "publishedAt", e.closed_at AS "closedAt",
  (SELECT jsonb_build_object(
      'A', count(*) FILTER (WHERE grade = 'A'), 'B', count(*) FILTER (WHERE grade = 'B'),
      'C', count(*) FILTER (WHERE grade = 'C'), 'N', count(*) FILTER (WHERE grade = 'N'))
    FROM scores s WHERE s.evaluation_id = e.id) AS grades`;

/** One evaluation, or null. */
export async function getEvaluation(db: Database, id: string): Promise<EvaluationRecord | null> {
  const rows = await db.prisma.$queryRaw<EvaluationRecord[]>(
    Prisma.sql`SELECT ${columns} FROM evaluations e WHERE e.id = ${id}::uuid`,
  );
  return rows[0] ?? null;
}

/** Evaluations, newest first. @throws BadCursor */
export async function listEvaluations(
  db: Database,
  page: { limit: number; cursor?: string },
): Promise<Page<EvaluationRecord>> {
  const [createdAt, id] = page.cursor === undefined ? [] : decodeCursor(page.cursor, ['instant', 'uuid']);
  const before =
    page.cursor === undefined
      ? Prisma.empty
      : Prisma.sql`WHERE (e.created_at, e.id) < (${String(createdAt)}::timestamptz, ${String(id)}::uuid)`;
  const rows = await db.prisma.$queryRaw<EvaluationRecord[]>(
    Prisma.sql`SELECT ${columns} FROM evaluations e ${before} ORDER BY e.created_at DESC, e.id DESC LIMIT ${page.limit + 1}`,
  );
  return pageOf(rows, page.limit, (row) => row, (row) => [row.createdAt.toISOString(), row.id]);
}

/** Evaluations whose cycle has not ended, by id after the given one and made before the instant: each should have a workflow. */
export async function unfinishedEvaluations(db: Database, after: string | null, before: Date, limit: number): Promise<{ id: string }[]> {
  return db.prisma.evaluation.findMany({
    where: { status: { notIn: ['closed', 'failed', 'cancelled'] }, createdAt: { lt: before }, ...(after === null ? {} : { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true },
  });
}
