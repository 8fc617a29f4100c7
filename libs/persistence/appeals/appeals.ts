import { checkAppeal, checkAppealDecision, type AppealStatus, type AppealVerdictKind } from '#domain/evaluation/appeals.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { whileFiling } from './filing-lock.js';
import { announce, told } from '../webhooks/announce.js';

/** An appeal as lists and screens show it. Dates are `YYYY-MM-DD`. */
export interface AppealRecord {
  id: string;
  evaluationId: string;
  supplierId: string;
  supplierCode: string;
  supplierName: string;
  periodStart: string;
  periodEnd: string;
  /** As they are now. */
  grade: string;
  score: number | null;
  text: string;
  fileIds: string[];
  channel: string;
  submittedBy: string;
  submittedAt: Date;
  dueAt: Date;
  status: AppealStatus;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
  /** When its deadline passed without a decision; what was decided afterwards has no consequences. */
  lapsedAt: Date | null;
}

/** An appeal as it arrives. `dueAt`: when it has to be decided. */
export interface NewAppeal {
  readonly id: string;
  readonly evaluationId: string;
  readonly supplierId: string;
  readonly text: string;
  readonly fileIds: readonly string[];
  readonly channel: 'mail' | 'portal' | 'api';
  readonly submittedBy: string;
  readonly submittedAt: Date;
  readonly dueAt: Date;
}

/**
 * Stores an appeal against the newest scorecard of a supplier in an evaluation; the same id again changes nothing. Also under the
 * portal's role, which sees its own scorecards only. False when the same appeal was there already.
 * @throws Refusal `noAppealWindow`, `alreadyAppealed`, `appealTooLate`
 */
export async function storeAppeal(tx: Transaction, appeal: NewAppeal): Promise<boolean> {
  const { evaluationId, supplierId, submittedAt } = appeal;
  await whileFiling(tx, evaluationId);
  const [known] = await tx.appeal.findMany({ where: { evaluationId, supplierId }, select: { id: true } });
  if (known?.id === appeal.id) return false;
  const card = await tx.scorecard.findFirst({ where: { evaluationId, supplierId }, orderBy: { revision: 'desc' }, select: { appealUntil: true } });
  const evaluation = await tx.evaluation.findUnique({ where: { id: evaluationId }, select: { status: true, stage: true } });
  checkAppeal(
    { appealUntil: card?.appealUntil?.toISOString() ?? null, hearing: evaluation?.status === 'published' && evaluation.stage !== 'consequences', appealed: known !== undefined },
    submittedAt.toISOString(),
  );
  // Nothing is read back: the portal may write what it may not change.
  const { count } = await tx.appeal.createMany({ data: [{ ...appeal, fileIds: [...appeal.fileIds], status: 'open' }], skipDuplicates: true });
  if (count === 0) checkAppeal({ appealUntil: null, hearing: true, appealed: true }, submittedAt.toISOString());
  return true;
}

const shown = Prisma.sql`
  SELECT a.id, a.evaluation_id AS "evaluationId", a.supplier_id AS "supplierId", p.code AS "supplierCode", p.name AS "supplierName",
    to_char(s.period_start, 'YYYY-MM-DD') AS "periodStart", to_char(s.period_end, 'YYYY-MM-DD') AS "periodEnd", s.grade, s.score::float8 AS score,
    a.text, a.file_ids AS "fileIds", a.channel, a.submitted_by AS "submittedBy", a.submitted_at AS "submittedAt", a.due_at AS "dueAt", a.status,
    a.decided_by AS "decidedBy", a.decided_at AS "decidedAt", a.reason, a.lapsed_at AS "lapsedAt"
  FROM appeals a JOIN suppliers p ON p.id = a.supplier_id JOIN scores s ON s.evaluation_id = a.evaluation_id AND s.supplier_id = a.supplier_id`;

/** Appeals, newest first. @throws BadCursor */
export async function listAppeals(
  db: Database,
  query: { status?: AppealStatus; evaluationId?: string; supplierId?: string; limit: number; cursor?: string },
): Promise<Page<AppealRecord>> {
  const [before, id] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const conditions = [
    Prisma.sql`true`,
    ...(query.status === undefined ? [] : [Prisma.sql`a.status = ${query.status}`]),
    ...(query.evaluationId === undefined ? [] : [Prisma.sql`a.evaluation_id = ${query.evaluationId}::uuid`]),
    ...(query.supplierId === undefined ? [] : [Prisma.sql`a.supplier_id = ${query.supplierId}::uuid`]),
    ...(before === undefined ? [] : [Prisma.sql`(a.submitted_at, a.id) < (${before}::timestamptz, ${id}::uuid)`]),
  ];
  const rows = await db.prisma.$queryRaw<AppealRecord[]>(Prisma.sql`
    ${shown} WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY a.submitted_at DESC, a.id DESC LIMIT ${query.limit + 1}`);
  return pageOf(rows, query.limit, (row) => row, (row) => [row.submittedAt.toISOString(), row.id]);
}

/** One appeal, or null. */
export async function getAppeal(db: Database | Transaction, id: string): Promise<AppealRecord | null> {
  const rows = await connectionOf(db).$queryRaw<AppealRecord[]>(Prisma.sql`${shown} WHERE a.id = ${id}::uuid`);
  return rows[0] ?? null;
}

/** The one appeal of a supplier against its score in an evaluation, as the supplier sees it; null when there is none. */
export async function appealOf(tx: Transaction, evaluationId: string, supplierId: string): Promise<{ text: string; status: AppealStatus; dueAt: Date; reason: string | null } | null> {
  const row = await tx.appeal.findUnique({ where: { evaluationId_supplierId: { evaluationId, supplierId } }, select: { text: true, status: true, dueAt: true, reason: true } });
  return row && { ...row, status: row.status as AppealStatus };
}

/**
 * Who has had a hand in a score and may decide nothing about it: who reviewed or released the evaluation's grades, who overrode one of
 * them in the review, and who decided or wrote down an appeal against this one.
 */
export async function handsInScore(db: Database | Transaction, evaluationId: string, supplierId: string): Promise<string[]> {
  const rows = await connectionOf(db).$queryRaw<{ id: string }[]>`
    SELECT reviewed_by AS id FROM evaluations WHERE id = ${evaluationId}::uuid AND reviewed_by IS NOT NULL
    UNION SELECT ended_by FROM evaluation_stages WHERE evaluation_id = ${evaluationId}::uuid AND stage = 'review' AND ended_by IS NOT NULL
    UNION SELECT decided_by FROM score_overrides WHERE evaluation_id = ${evaluationId}::uuid AND (supplier_id = ${supplierId}::uuid OR origin = 'review')
    UNION SELECT unnest(ARRAY[submitted_by, decided_by]) FROM appeals WHERE evaluation_id = ${evaluationId}::uuid AND supplier_id = ${supplierId}::uuid`;
  return rows.flatMap(({ id }) => (id === null ? [] : [id]));
}

/** What somebody decides of an appeal. `hands`: of that person, keys included. */
export interface AppealDecision {
  readonly id: string;
  readonly status: AppealVerdictKind;
  readonly reason: string;
  readonly by: string;
  readonly hands: readonly string[];
  readonly at: Date;
}

/**
 * Decides an appeal, once; locked until the transaction ends. Null when there is none.
 * @throws Refusal `alreadyDecided`, `decisionTooLate`, `separationOfDuties`
 */
export async function decideAppeal(tx: Transaction, { id, status, reason, by, hands, at }: AppealDecision): Promise<AppealRecord | null> {
  await tx.$queryRaw`SELECT 1 FROM appeals WHERE id = ${id}::uuid FOR UPDATE`;
  const appeal = await getAppeal(tx, id);
  if (!appeal) return null;
  const partial = await handsInScore(tx, appeal.evaluationId, appeal.supplierId);
  checkAppealDecision({ status: appeal.status, dueAt: appeal.dueAt.toISOString(), partial }, status, hands, at.toISOString());
  await tx.appeal.update({ where: { id }, data: { status, reason, decidedBy: by, decidedAt: at } });
  const { evaluationId, supplierId } = appeal;
  await announce(tx, [told('appeal.decided', { key: id, data: { appealId: id, evaluationId, supplierId, status, decidedBy: by }, at })]);
  return { ...appeal, status, reason, decidedBy: by, decidedAt: at };
}

/** How many appeals of an evaluation wait for a decision, and until when the last of them may be decided. */
export async function openAppeals(db: Database, evaluationId: string): Promise<{ open: number; decideBy: Date | null }> {
  const { _count, _max } = await db.prisma.appeal.aggregate({ where: { evaluationId, status: 'open' }, _count: true, _max: { dueAt: true } });
  return { open: _count, decideBy: _max.dueAt };
}

/** Gives up what nobody has decided. Answers these appeals. */
export async function lapseOpenAppeals(tx: Transaction, evaluationId: string, at: Date): Promise<AppealRecord[]> {
  const lapsed = await tx.$queryRaw<{ id: string; supplierId: string }[]>`
    UPDATE appeals SET status = 'undecided', lapsed_at = ${at.toISOString()}::timestamptz
    WHERE evaluation_id = ${evaluationId}::uuid AND status = 'open' RETURNING id, supplier_id AS "supplierId"`;
  const dataOf = ({ id, supplierId }: (typeof lapsed)[number]) => ({ appealId: id, evaluationId, supplierId, status: 'undecided', decidedBy: null });
  await announce(tx, lapsed.map((each) => told('appeal.decided', { key: each.id, data: dataOf(each), at })));
  const ids = lapsed.map((each) => each.id);
  return ids.length === 0 ? [] : tx.$queryRaw<AppealRecord[]>(Prisma.sql`${shown} WHERE a.id = ANY(${ids}::uuid[]) ORDER BY a.id`);
}

/** How many appeals of an evaluation nobody decided in time. */
export async function countUndecided(db: Database, evaluationId: string): Promise<number> {
  return db.prisma.appeal.count({ where: { evaluationId, lapsedAt: { not: null } } });
}
