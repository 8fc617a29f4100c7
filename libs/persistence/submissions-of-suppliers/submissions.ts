import type { InspectionFigures, SubmissionKind, SubmissionStatus } from '#domain/submission/submission.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database, Transaction } from '../database.js';
import { summariesOf, type FileSummary } from '../files/files.js';
import type { Prisma, SupplierSubmission } from '../generated/client.js';

/** Something a supplier sent unasked, with the files that came with it. */
export interface SubmissionRecord {
  readonly id: string;
  readonly supplierId: string;
  readonly supplierName: string;
  readonly kind: SubmissionKind;
  readonly text: string;
  readonly files: readonly FileSummary[];
  readonly figures: InspectionFigures | null;
  readonly submittedBy: string;
  readonly contactId: string | null;
  readonly channel: string;
  readonly status: SubmissionStatus;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly submittedAt: Date;
  readonly decidedAt: Date | null;
}

/** A submission at the moment it comes in. */
export interface NewSubmissionRow {
  readonly id: string;
  readonly supplierId: string;
  readonly kind: SubmissionKind;
  readonly text: string;
  readonly fileIds: readonly string[];
  readonly figures: InspectionFigures | null;
  readonly submittedBy: string;
  readonly contactId: string | null;
  readonly channel: 'api' | 'mail';
  readonly submittedAt: Date;
}

/** Stores a submission and keeps its files, in the transaction of what brings it. The same id again changes nothing. */
export async function insertSubmission(tx: Transaction, row: NewSubmissionRow): Promise<void> {
  const { figures, fileIds, ...rest } = row;
  await tx.supplierSubmission.createMany({
    data: [{ ...rest, fileIds: [...fileIds], ...(figures === null ? {} : { figures: { ...figures } }), status: 'submitted' }],
    skipDuplicates: true,
  });
  if (fileIds.length > 0) {
    await tx.file.updateMany({ where: { id: { in: [...fileIds] }, status: 'pending' }, data: { status: 'kept', supplierId: row.supplierId } });
  }
}

/** One submission, or null. */
export async function getSubmission(db: Database, id: string): Promise<SubmissionRecord | null> {
  const row = await db.prisma.supplierSubmission.findUnique({ where: { id } });
  return row ? ((await withNames(db, [row]))[0] ?? null) : null;
}

/** Submissions, newest first. @throws BadCursor */
export async function listSubmissions(
  db: Database,
  page: { status?: SubmissionStatus; supplierId?: string; limit: number; cursor?: string },
): Promise<Page<SubmissionRecord>> {
  const [time, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'uuid']) : [];
  const submittedAt = time === undefined ? undefined : new Date(time);
  const after: Prisma.SupplierSubmissionWhereInput = submittedAt && id ? { OR: [{ submittedAt: { lt: submittedAt } }, { submittedAt, id: { lt: id } }] } : {};
  const rows = await db.prisma.supplierSubmission.findMany({
    where: { ...after, ...(page.status ? { status: page.status } : {}), ...(page.supplierId ? { supplierId: page.supplierId } : {}) },
    orderBy: [{ submittedAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
  });
  const cut = pageOf(rows, page.limit, (row) => row, (row) => [row.submittedAt.toISOString(), row.id]);
  return { ...cut, items: await withNames(db, cut.items) };
}

async function withNames(db: Database, rows: readonly SupplierSubmission[]): Promise<SubmissionRecord[]> {
  const files = await summariesOf(db.prisma, [...new Set(rows.flatMap((row) => row.fileIds))]);
  const suppliers = await db.prisma.supplier.findMany({ where: { id: { in: [...new Set(rows.map((row) => row.supplierId))] } }, select: { id: true, name: true } });
  const names = new Map(suppliers.map(({ id, name }) => [id, name]));
  return rows.map(({ fileIds, figures, kind, status, ...row }) => ({
    ...row,
    kind: kind as SubmissionKind,
    status: status as SubmissionStatus,
    figures: figures as InspectionFigures | null,
    supplierName: names.get(row.supplierId) ?? '',
    files: fileIds.flatMap((id) => files.get(id) ?? []),
  }));
}
