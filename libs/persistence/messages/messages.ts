import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database, Transaction } from '../database.js';
import type { Message } from '../generated/client.js';

/** One contribution to the conversation with a supplier. */
export interface NewMessage {
  readonly id: string;
  /** Null: outside of any case. */
  readonly caseId: string | null;
  readonly supplierId: string;
  /** `in`: from the supplier; `out`: from us. */
  readonly direction: 'in' | 'out';
  readonly channel: string;
  readonly authorKind: string;
  readonly authorId: string;
  /** Name to show. */
  readonly author: string;
  readonly text: string;
  readonly fileIds: readonly string[];
  /** What it came from, a submission or a mail: the same source makes one message of a case, or one outside of cases. */
  readonly sourceId: string | null;
  readonly at: Date;
}

/** Adds a message to the conversation; the same source again adds nothing. True when it was added. */
export async function insertMessage(tx: Transaction, message: NewMessage): Promise<boolean> {
  const { count } = await tx.message.createMany({ data: [{ ...message, fileIds: [...message.fileIds] }], skipDuplicates: true });
  return count > 0;
}

/** The conversation of a case, oldest first, by page. @throws BadCursor */
export async function listMessages(db: Database, caseId: string, page: { limit: number; cursor?: string }): Promise<Page<Message>> {
  const [at, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'uuid']) : [];
  const after = at && id ? { OR: [{ at: { gt: new Date(at) } }, { at: new Date(at), id: { gt: id } }] } : {};
  const rows = await db.prisma.message.findMany({
    where: { caseId, ...after },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, (row) => row, (row) => [row.at.toISOString(), row.id]);
}
