import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';

/** A case as lists and screens show it. Times are instants. */
export interface CaseRecord {
  id: string;
  process: string;
  supplierId: string;
  supplierName: string;
  cause: string;
  title: string;
  /** What was said when the case was opened. */
  description: string;
  severity: string | null;
  stage: string;
  status: string;
  outcome: string | null;
  waitingFor: string | null;
  dueAt: Date | null;
  overdue: boolean;
  ownerId: string | null;
  ownerName: string | null;
  policyVersion: number;
  sequence: number;
  confidential: boolean;
  mergedIntoId: string | null;
  recurrenceOfId: string | null;
  workflowId: string;
  openedAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  /** The whole state of the process, for its pure functions. */
  state: unknown;
  /** Of a phase-out: what people have recorded of its impact, in the order in which they did; each as the command's content. */
  impactRecorded: readonly Record<string, unknown>[] | null;
}

/** Ids under which somebody reads cases: a confidential case is there only for those that it names. `all`: Steward itself. */
export type Reader = readonly string[] | 'all';

export interface CaseFilter {
  /** Absent: nobody's, so no confidential case is in the list. */
  readers?: Reader;
  process?: string;
  status?: string;
  stage?: string;
  supplierId?: string;
  ownerId?: string;
  waitingFor?: string;
  overdue?: boolean;
  limit: number;
  cursor?: string;
}

export interface EventRecord {
  sequence: number;
  ordinal: number;
  type: string;
  at: Date;
  actorKind: string;
  actorId: string;
  data: unknown;
  hash: string;
  previousHash: string;
}

const columns = Prisma.sql`
  c.id, c.process, c.supplier_id as "supplierId", s.name as "supplierName", c.cause, c.title, c.severity, c.stage, c.status,
  c.outcome, c.waiting_for as "waitingFor", c.due_at as "dueAt", c.overdue, c.owner_id as "ownerId", p.name as "ownerName",
  c.policy_version as "policyVersion", c.sequence, c.workflow_id as "workflowId",
  c.confidential, c.merged_into_id as "mergedIntoId", c.recurrence_of_id as "recurrenceOfId", c.opened_at as "openedAt",
  c.updated_at as "updatedAt", c.closed_at as "closedAt", c.state,
  coalesce((select o.content ->> 'description' from submissions o
    where o.case_id = c.id and o.command = 'open' order by o.received_at limit 1), '') as description,
  case when c.process = 'phaseOut' then (select jsonb_agg(o.content order by o.received_at) from submissions o
    where o.case_id = c.id and o.command = 'recordImpact' and o.status = 'applied') end as "impactRecorded"`;
const tables = Prisma.sql`
  from cases c join suppliers s on s.id = c.supplier_id left join people p on p.id = c.owner_id`;

/** A condition on cases: open to whoever may read cases, or naming the reader. `cases` is the table's alias. */
export function seenBy(readers: Reader, cases = Prisma.sql`c`): Prisma.Sql {
  return readers === 'all' ? Prisma.sql`true` : Prisma.sql`(not ${cases}.confidential or ${cases}.readers && ${[...readers]}::text[])`;
}

/** One case of a process, or null; unless told otherwise as Steward itself sees it. */
export async function getCase(db: Database, id: string, process?: string, readers: Reader = 'all'): Promise<CaseRecord | null> {
  const rows = await db.prisma.$queryRaw<CaseRecord[]>(
    Prisma.sql`select ${columns} ${tables} where c.id = ${id}::uuid and ${seenBy(readers)} ${process ? Prisma.sql`and c.process = ${process}` : Prisma.empty}`,
  );
  return rows[0] ?? null;
}

/** The open case of a supplier and cause, or null. */
export async function openCaseId(db: Database | Transaction, process: string, supplierId: string, cause: string): Promise<string | null> {
  const row = await connectionOf(db).case.findFirst({ where: { process, supplierId, cause, status: 'open' }, select: { id: true } });
  return row?.id ?? null;
}

/** Cases by due date (those without one last), then id. @throws BadCursor */
export async function listCases(db: Database, filter: CaseFilter): Promise<Page<CaseRecord>> {
  const conditions = [
    seenBy(filter.readers ?? []),
    filter.process === undefined ? null : Prisma.sql`c.process = ${filter.process}`,
    filter.status === undefined ? null : Prisma.sql`c.status = ${filter.status}`,
    filter.stage === undefined ? null : Prisma.sql`c.stage = ${filter.stage}`,
    filter.supplierId === undefined ? null : Prisma.sql`c.supplier_id = ${filter.supplierId}::uuid`,
    filter.ownerId === undefined ? null : Prisma.sql`c.owner_id = ${filter.ownerId}::uuid`,
    filter.waitingFor === undefined ? null : Prisma.sql`c.waiting_for = ${filter.waitingFor}`,
    filter.overdue === undefined ? null : Prisma.sql`c.overdue = ${filter.overdue}`,
    filter.cursor === undefined ? null : afterCursor(filter.cursor),
  ].filter((each) => each !== null);
  const where = conditions.length > 0 ? Prisma.sql`where ${Prisma.join(conditions, ' and ')}` : Prisma.empty;
  const rows = await db.prisma.$queryRaw<CaseRecord[]>(Prisma.sql`
    select ${columns} ${tables} ${where}
    order by coalesce(c.due_at, 'infinity'::timestamptz), c.id limit ${filter.limit + 1}`);
  return pageOf(rows, filter.limit, (row) => row, (row) => [row.dueAt?.toISOString() ?? null, row.id]);
}

function afterCursor(cursor: string): Prisma.Sql {
  const [dueAt, id] = decodeCursor(cursor, ['instant?', 'uuid']);
  return Prisma.sql`(coalesce(c.due_at, 'infinity'::timestamptz), c.id) > (coalesce(${dueAt}::timestamptz, 'infinity'::timestamptz), ${id}::uuid)`;
}

/** The audit trail of a case, oldest first. @throws BadCursor */
export async function listEvents(db: Database, caseId: string, page: { limit: number; cursor?: string }): Promise<Page<EventRecord>> {
  const [sequence, ordinal] = page.cursor === undefined ? [0, -1] : decodeCursor(page.cursor, ['integer', 'integer']);
  const rows = await db.prisma.event.findMany({
    where: { caseId, OR: [{ sequence: { gt: sequence } }, { sequence, ordinal: { gt: ordinal } }] },
    orderBy: [{ sequence: 'asc' }, { ordinal: 'asc' }],
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, (row) => row as EventRecord, (row) => [row.sequence, row.ordinal]);
}

/** How many open cases each stage of a process holds, and how many of them are overdue. */
export async function countByStage(db: Database, process: string, readers: Reader = []): Promise<{ stage: string; count: number; overdue: number }[]> {
  return db.prisma.$queryRaw`
    select stage, count(*)::int as count, (count(*) filter (where overdue))::int as overdue
    from cases c where process = ${process} and status = 'open' and ${seenBy(readers)} group by stage`;
}
