import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';

/** Something that happened with a supplier; `data` says what, by kind. */
export interface TimelineEntry {
  at: Date;
  kind: 'event' | 'score' | 'message' | 'import';
  id: string;
  caseId: string | null;
  /**
   * event: type, actorKind, actorId, data · score: evaluationId, periodStart, periodEnd, score, grade, official ·
   * message: direction, channel, author, text · import: fileName, orderLines (how many landed of this supplier)
   */
  data: Prisma.JsonObject;
}

/** Everything that happened with a supplier, newest first: events of its cases, published scores, messages, imports. @throws BadCursor */
export async function supplierTimeline(
  db: Database,
  supplierId: string,
  page: { limit: number; cursor?: string | null },
): Promise<Page<TimelineEntry>> {
  const [at, kind, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'text', 'text']) : [];
  const before = at === undefined ? Prisma.empty : Prisma.sql`WHERE (at, kind, id) < (${at}::timestamptz, ${kind}, ${id})`;
  const take = page.limit + 1;
  const newest = (source: Prisma.Sql) => Prisma.sql`(SELECT * FROM (${source}) AS source ${before} ORDER BY at DESC, kind DESC, id DESC LIMIT ${take})`;
  const sources = [eventsOf(supplierId), scoresOf(supplierId), messagesOf(supplierId), importsOf(supplierId)];
  const rows = await db.prisma.$queryRaw<TimelineEntry[]>(Prisma.sql`
    SELECT at, kind, id, case_id AS "caseId", data
      FROM (${Prisma.join(sources.map(newest), ' UNION ALL ')}) AS entries
     ORDER BY at DESC, kind DESC, id DESC LIMIT ${take}`);
  return pageOf(rows, page.limit, (row) => row, (row) => [row.at.toISOString(), row.kind, row.id]);
}

const eventsOf = (supplierId: string) => Prisma.sql`
  SELECT at, 'event' AS kind, case_id || ':' || lpad(sequence::text, 8, '0') || ':' || lpad(ordinal::text, 4, '0') AS id, case_id,
         jsonb_build_object('type', type, 'actorKind', actor_kind, 'actorId', actor_id, 'data', data) AS data
    FROM events WHERE supplier_id = ${supplierId}::uuid`;

const scoresOf = (supplierId: string) => Prisma.sql`
  SELECT published_at AS at, 'score' AS kind, evaluation_id::text AS id, NULL::uuid AS case_id,
         jsonb_build_object('evaluationId', evaluation_id, 'periodStart', s.period_start, 'periodEnd', s.period_end,
                            'score', s.score, 'grade', s.grade, 'official', s.official) AS data
    FROM scores s JOIN evaluations e ON e.id = s.evaluation_id
   WHERE s.supplier_id = ${supplierId}::uuid AND published_at IS NOT NULL`;

const messagesOf = (supplierId: string) => Prisma.sql`
  SELECT at, 'message' AS kind, id::text, case_id,
         jsonb_build_object('direction', direction, 'channel', channel, 'author', author, 'text', text) AS data
    FROM messages WHERE supplier_id = ${supplierId}::uuid`;

const importsOf = (supplierId: string) => Prisma.sql`
  SELECT i.finished_at AS at, 'import' AS kind, i.id::text, NULL::uuid AS case_id,
         jsonb_build_object('fileName', i.file_name, 'orderLines', landed.lines) AS data
    FROM (SELECT import_id, count(*) AS lines FROM order_lines WHERE supplier_id = ${supplierId}::uuid GROUP BY import_id) landed
    JOIN imports i ON i.id = landed.import_id
   WHERE i.finished_at IS NOT NULL`;
