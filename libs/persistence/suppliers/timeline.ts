import { seenBy, type Reader } from '../cases/read.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';
import { withMerged } from './merged.js';
import { timelineSources } from './timeline-sources.js';

/** What kinds of things a timeline tells; see timeline-sources.ts for what `data` says of each. */
export const timelineKinds = ['event', 'score', 'restatement', 'message', 'interaction', 'import', 'segmentation', 'override', 'merge', 'finding', 'alert', 'submission', 'scoreOverride', 'appeal', 'proposal', 'consequence', 'rating', 'survey', 'meeting', 'forecast'] as const;

/** Something that happened with a supplier. */
export interface TimelineEntry {
  at: Date;
  kind: (typeof timelineKinds)[number];
  id: string;
  caseId: string | null;
  data: Prisma.JsonObject;
}

/**
 * Everything that happened with a supplier until `at`, newest first; what happened with suppliers that were merged into it is its history
 * too, and says with `formerSupplierId` whose it was. Of confidential cases only what the reader may see. @throws BadCursor
 */
export async function supplierTimeline(
  db: Database,
  supplierId: string,
  page: { limit: number; cursor?: string | null; at: Date; readers?: Reader },
): Promise<Page<TimelineEntry>> {
  const [at, kind, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'text', 'text']) : [];
  const before = at === undefined ? Prisma.sql`true` : Prisma.sql`(at, kind, id) < (${at}::timestamptz, ${kind}, ${id})`;
  const take = page.limit + 1;
  const newest = (source: Prisma.Sql) => Prisma.sql`
    (SELECT * FROM (${source}) AS source (at, kind, id, supplier_id, case_id, data)
      WHERE ${before} AND (case_id IS NULL OR NOT EXISTS (SELECT FROM cases c WHERE c.id = source.case_id AND NOT ${seenBy(page.readers ?? [])})) ORDER BY at DESC, kind DESC, id DESC LIMIT ${take})`;
  const suppliers = await withMerged(db, supplierId);
  const rows = await db.prisma.$queryRaw<TimelineEntry[]>(Prisma.sql`
    SELECT at, kind, id, case_id AS "caseId",
           CASE WHEN supplier_id = ${supplierId}::uuid THEN data ELSE data || jsonb_build_object('formerSupplierId', supplier_id) END AS data
      FROM (${Prisma.join(timelineSources(suppliers, page.at).map(newest), ' UNION ALL ')}) AS entries
     ORDER BY at DESC, kind DESC, id DESC LIMIT ${take}`);
  return pageOf(rows, page.limit, (row) => row, (row) => [row.at.toISOString(), row.kind, row.id]);
}
