import type { Database, Transaction } from '../database.js';
import type { File } from '../generated/client.js';

/** A file as conversations show it; `size` in bytes. */
export interface FileSummary {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
}

/** Notes a stored file as `pending`: kept once a commit names it. The same id again changes nothing. */
export async function insertFile(
  db: Database,
  file: FileSummary & { readonly sha256: string; readonly uploadedBy: string; readonly uploadedAt: Date },
): Promise<void> {
  await db.prisma.file.createMany({ data: [{ ...file, status: 'pending' }], skipDuplicates: true });
}

/** One file, or null. */
export async function getFile(db: Database, id: string): Promise<File | null> {
  return db.prisma.file.findUnique({ where: { id } });
}

/** The named files by id; unknown ones are left out. */
export async function summariesOf(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, FileSummary>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.file.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true, mediaType: true, size: true } });
  return new Map(rows.map((row) => [row.id, row]));
}
