import type { ConversationKind } from '#domain/conversation/terms.js';
import { seenBy, type Reader } from '../cases/read.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';
import { withMerged } from '../suppliers/merged.js';

/** One entry of the conversation with a supplier. */
export interface ConversationEntry {
  readonly kind: ConversationKind;
  readonly id: string;
  readonly supplierId: string;
  readonly at: Date;
  readonly caseId: string | null;
  readonly caseTitle: string | null;
  readonly process: string | null;
  /** Null: said face to face. */
  readonly direction: string | null;
  readonly channel: string | null;
  readonly authorKind: string;
  readonly authorId: string;
  /** Null: to be looked up by its id. */
  readonly author: string | null;
  readonly text: string;
  readonly fileIds: string[];
}

const written = Prisma.sql`
  SELECT CASE WHEN m.channel = 'note' THEN 'note' ELSE 'message' END AS kind, m.id, m.supplier_id, m.at, m.case_id, m.direction, m.channel,
         m.author_kind, m.author_id, m.author, m.text, m.file_ids
    FROM messages m`;

const toldOf = Prisma.sql`
  SELECT i.kind, i.root_id, i.supplier_id, i.at, i.case_id, NULL, NULL, 'person', i.recorded_by, NULL, i.summary, ARRAY[]::uuid[]
    FROM interactions i WHERE i.superseded_at IS NULL`;

/**
 * All that was said with a supplier – in its cases, outside of them, and face to face – newest first; of suppliers that were merged
 * into it too. Of confidential cases only what the reader may see. @throws BadCursor
 */
export async function listConversation(
  db: Database,
  supplierId: string,
  page: { kind?: ConversationKind; readers: Reader; limit: number; cursor?: string },
): Promise<Page<ConversationEntry>> {
  const [at, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'uuid']) : [];
  const suppliers = await withMerged(db, supplierId);
  const rows = await db.prisma.$queryRaw<ConversationEntry[]>(Prisma.sql`
    SELECT e.kind, e.id, e.supplier_id AS "supplierId", e.at, e.case_id AS "caseId", c.title AS "caseTitle", c.process, e.direction, e.channel,
           e.author_kind AS "authorKind", e.author_id AS "authorId", e.author, e.text, e.file_ids AS "fileIds"
      FROM (${written} UNION ALL ${toldOf}) AS e (kind, id, supplier_id, at, case_id, direction, channel, author_kind, author_id, author, text, file_ids)
      LEFT JOIN cases c ON c.id = e.case_id
     WHERE e.supplier_id = ANY(${suppliers}::uuid[])
       AND ${page.kind === undefined ? Prisma.sql`true` : Prisma.sql`e.kind = ${page.kind}`}
       AND ${at === undefined ? Prisma.sql`true` : Prisma.sql`(e.at, e.id) < (${at}::timestamptz, ${id}::uuid)`}
       AND (e.case_id IS NULL OR ${seenBy(page.readers)})
     ORDER BY e.at DESC, e.id DESC LIMIT ${page.limit + 1}`);
  return pageOf(rows, page.limit, (row) => row, (row) => [row.at.toISOString(), row.id]);
}
