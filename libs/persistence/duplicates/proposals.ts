import { decodeCursor, type Page, pageOf } from '../cursor.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';

export const duplicateStatuses = ['open', 'dismissed', 'merged', 'obsolete'] as const;
/** The last one is what no search has found. */
export const duplicateKinds = ['sameTaxId', 'similarName', 'namedByPerson'] as const;

/** `obsolete`: a name was changed since, or one of the two was merged into a third. */
export type DuplicateStatus = (typeof duplicateStatuses)[number];

/** One of the two suppliers, as it is now. */
export interface ProposedSide {
  id: string;
  code: string;
  name: string;
  taxId: string | null;
  country: string | null;
  status: string;
}

/** Two suppliers that may be one. */
export interface DuplicateRecord {
  id: string;
  /** sameTaxId is certain, similarName a proposal, namedByPerson what somebody knows and no search had found. */
  kind: (typeof duplicateKinds)[number];
  /** 0–1. */
  similarity: number;
  /** names and, by kind, keys, or taxIds and country, or namedBy and namedBecause; after a merge also `merge`: which stayed, and what was moved. */
  evidence: Record<string, unknown>;
  status: DuplicateStatus;
  suppliers: ProposedSide[];
  proposedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
}

const sideSql = (alias: Prisma.Sql) => Prisma.sql`jsonb_build_object('id', ${alias}.id, 'code', ${alias}.code, 'name', ${alias}.name, 'taxId', ${alias}.tax_id,
  'country', ${alias}.country, 'status', ${alias}.status)`;

const selection = Prisma.sql`
  SELECT p.id, p.kind, p.similarity::float8 AS similarity, p.similarity::text AS exact, p.evidence, p.status, p.proposed_at AS "proposedAt", p.decided_by AS "decidedBy",
         p.decided_at AS "decidedAt", p.reason, jsonb_build_array(${sideSql(Prisma.sql`a`)}, ${sideSql(Prisma.sql`b`)}) AS suppliers
    FROM duplicate_proposals p JOIN suppliers a ON a.id = p.first_id JOIN suppliers b ON b.id = p.second_id`;

type Row = DuplicateRecord & { exact: string };

const shown = ({ exact: _exact, ...record }: Row): DuplicateRecord => record;

/** Proposals, the most alike first. @throws BadCursor */
export async function listDuplicates(
  db: Database,
  query: { status?: DuplicateStatus; supplierId?: string; limit: number; cursor?: string | null },
): Promise<Page<DuplicateRecord>> {
  const [similarity, id] = query.cursor ? decodeCursor(query.cursor, ['digits', 'uuid']) : [];
  const supplierId = query.supplierId ?? null;
  const rows = await db.prisma.$queryRaw<Row[]>(Prisma.sql`
    ${selection}
     WHERE (${query.status ?? null}::text IS NULL OR p.status = ${query.status ?? null})
       AND (${supplierId}::uuid IS NULL OR p.first_id = ${supplierId}::uuid OR p.second_id = ${supplierId}::uuid)
       AND (${similarity ?? null}::numeric IS NULL OR (p.similarity, p.id) < (${similarity ?? null}::numeric / 10000, ${id ?? null}::uuid))
     ORDER BY p.similarity DESC, p.id DESC LIMIT ${query.limit + 1}`);
  return pageOf(rows, query.limit, shown, (row) => [String(Math.round(Number(row.exact) * 10_000)), row.id]);
}

/** One proposal, or null. */
export async function getDuplicate(db: Database, id: string): Promise<DuplicateRecord | null> {
  const [row] = await db.prisma.$queryRaw<Row[]>(Prisma.sql`${selection} WHERE p.id = ${id}::uuid`);
  return row ? shown(row) : null;
}

/** Says that the two are not one: the pair is not proposed again unless a name changes. False when it is no longer open. */
export async function dismissDuplicate(db: Database, dismissal: { id: string; by: string; reason: string; at: Date }): Promise<boolean> {
  const { count } = await db.prisma.duplicateProposal.updateMany({
    where: { id: dismissal.id, status: 'open' },
    data: { status: 'dismissed', decidedBy: dismissal.by, decidedAt: dismissal.at, reason: dismissal.reason },
  });
  return count > 0;
}
