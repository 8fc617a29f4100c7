import type { InvitationCells } from '#domain/invitation/read-invitation.js';
import type { InvitationProblem } from '#domain/invitation/rules.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database, Transaction } from '../database.js';
import type { InvitationList, InvitationRow, Prisma } from '../generated/client.js';

export const invitationRowStatuses = ['invited', 'unchanged', 'refused', 'settled'] as const;

/** `unchanged`: invited by an earlier list; `refused` until corrected, then `settled`. */
export type InvitationRowStatus = (typeof invitationRowStatuses)[number];

/** What became of one row. `supplierId` and `caseId` where it was invited, now or earlier. */
export interface InvitationRowRecord {
  readonly line: number;
  readonly status: InvitationRowStatus;
  readonly cells: InvitationCells;
  readonly problems: readonly InvitationProblem[];
  readonly supplierId: string | null;
  readonly caseId: string | null;
}

/** A list that was handed in. */
export type InvitationListRecord = InvitationList;

/** Keeps a list with what became of each row. */
export async function storeInvitationList(tx: Transaction, { rows, ...list }: InvitationListRecord & { readonly rows: readonly InvitationRowRecord[] }): Promise<void> {
  await tx.invitationList.create({ data: list });
  await tx.invitationRow.createMany({
    data: rows.map(({ cells, problems, ...row }) => ({ ...row, listId: list.id, cells: cells, problems: problems as unknown as Prisma.InputJsonArray })),
  });
}

/** Marks refused rows of a list that a later one has brought in. */
export async function settleInvitationRows(tx: Transaction, listId: string, lines: readonly number[]): Promise<void> {
  await tx.invitationRow.updateMany({ where: { listId, status: 'refused', line: { in: [...lines] } }, data: { status: 'settled' } });
}

/** The list, or null when there is none with this id. */
export async function getInvitationList(db: Database, id: string): Promise<InvitationListRecord | null> {
  return db.prisma.invitationList.findUnique({ where: { id } });
}

/** Lists, newest first. @throws BadCursor */
export async function listInvitationLists(db: Database, page: { limit: number; cursor?: string | null }): Promise<Page<InvitationListRecord>> {
  const [at, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'uuid']) : [];
  const rows = await db.prisma.invitationList.findMany({
    ...(at === undefined || id === undefined ? {} : { where: { OR: [{ at: { lt: at } }, { at, id: { lt: id } }] } }),
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, (row) => row, (row) => [row.at.toISOString(), row.id]);
}

/** The rows of a list in the order of the file. @throws BadCursor */
export async function listInvitationRows(
  db: Database,
  listId: string,
  page: { status?: InvitationRowStatus; limit: number; cursor?: string | null },
): Promise<Page<InvitationRowRecord>> {
  const [after] = page.cursor ? decodeCursor(page.cursor, ['integer']) : [];
  const rows = await db.prisma.invitationRow.findMany({
    where: { listId, ...(page.status ? { status: page.status } : {}), ...(after === undefined ? {} : { line: { gt: after } }) },
    orderBy: { line: 'asc' },
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, rowRecord, ({ line }) => [line]);
}

/** The refused rows of a list with these lines, by line. */
export async function refusedInvitationRows(db: Database, listId: string, lines: readonly number[]): Promise<Map<number, InvitationCells>> {
  const rows = await db.prisma.invitationRow.findMany({ where: { listId, status: 'refused', line: { in: [...lines] } } });
  return new Map(rows.map(({ line, cells }) => [line, cells as InvitationCells]));
}

function rowRecord({ listId: _listId, status, cells, problems, ...row }: InvitationRow): InvitationRowRecord {
  return { ...row, status: status as InvitationRowStatus, cells: cells as InvitationCells, problems: problems as unknown as InvitationProblem[] };
}
