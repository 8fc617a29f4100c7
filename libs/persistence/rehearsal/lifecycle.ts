import { onTheWay, supplying } from '#domain/phase-out/supply.js';
import type { Database } from '../database.js';
import { REHEARSAL } from './furnish.js';
import { v5 as uuidv5 } from 'uuid';

/** An open case of an onboarding or a phase-out as whoever plays a rehearsal needs it. */
export interface LifecycleCase {
  readonly id: string;
  readonly process: 'onboarding' | 'phaseOut';
  readonly supplierId: string;
  readonly supplierCode: string;
  readonly contactId: string | null;
  readonly sequence: number;
  readonly dueAt: Date | null;
  readonly state: unknown;
}

/** The open onboardings and phase-outs, in an order that is the same in each rehearsal. */
export async function lifecycleCases(db: Database): Promise<LifecycleCase[]> {
  return db.prisma.$queryRaw<LifecycleCase[]>`
    SELECT c.id, c.process, c.supplier_id AS "supplierId", s.code AS "supplierCode", c.sequence, c.due_at AS "dueAt", c.state,
           (SELECT k.id FROM contacts k WHERE k.supplier_id = s.id AND k.removed_at IS NULL ORDER BY k.position, k.id LIMIT 1) AS "contactId"
      FROM cases c JOIN suppliers s ON s.id = c.supplier_id
     WHERE c.status = 'open' AND c.process IN ('onboarding', 'phaseOut') ORDER BY s.code, c.opened_at::date, c.process`;
}

/** Who could take over each of these categories from a supplier: one that supplies it before one that could come in; by category. */
export async function backupsFor(db: Database, categories: readonly string[], leavingId: string): Promise<Map<string, string>> {
  const rows = await db.prisma.$queryRaw<{ category: string; id: string }[]>`
    WITH source AS (
      SELECT id AS supplier_id, unnest(categories) AS category FROM suppliers
      UNION SELECT supplier_id, btrim(category) FROM order_lines WHERE superseded_at IS NULL)
    SELECT DISTINCT ON (c.category) c.category, s.id FROM source c JOIN suppliers s ON s.id = c.supplier_id
     WHERE c.category = ANY(${[...categories]}) AND s.id <> ${leavingId}::uuid AND s.merged_into_id IS NULL AND s.status = ANY(${[...supplying, ...onTheWay]})
       AND NOT EXISTS (SELECT FROM cases l WHERE l.supplier_id = s.id AND l.process = 'phaseOut' AND l.status = 'open')
     ORDER BY c.category, array_position(${[...supplying, ...onTheWay]}::text[], s.status), s.code`;
  return new Map(rows.map(({ category, id }) => [category, id]));
}

/** Categories of which too much hangs on one supplier, as open alerts say, and that nobody is on the way for, by name. */
export async function concentrated(db: Database): Promise<string[]> {
  const rows = await db.prisma.$queryRaw<{ category: string }[]>`
    SELECT DISTINCT a.evidence ->> 'category' AS category FROM alerts a
     WHERE a.closed_at IS NULL AND a.rule IN ('spendConcentration', 'soleSourceInBottleneck') AND a.evidence ->> 'category' IS NOT NULL
       AND NOT EXISTS (SELECT FROM suppliers s WHERE s.status = 'onboarding' AND a.evidence ->> 'category' = ANY(s.categories)) ORDER BY 1`;
  return rows.map(({ category }) => category);
}

/** Published official grades C of suppliers that we buy from and that nobody is phasing out, by period and supplier. */
export async function gradedC(db: Database): Promise<{ cycle: string; supplierId: string; supplierCode: string }[]> {
  return db.prisma.$queryRaw<{ cycle: string; supplierId: string; supplierCode: string }[]>`
    SELECT to_char(e.period_start, 'YYYY-MM-DD') || '/' || to_char(e.period_end, 'YYYY-MM-DD') || ' ' || coalesce(e.segment, '') AS cycle, s.id AS "supplierId", s.code AS "supplierCode"
      FROM scores x JOIN evaluations e ON e.id = x.evaluation_id JOIN suppliers s ON s.id = x.supplier_id
     WHERE x.official AND x.grade = 'C' AND e.published_at IS NOT NULL AND s.status = ANY(${[...supplying]})
       AND NOT EXISTS (SELECT FROM cases c WHERE c.supplier_id = s.id AND c.process = 'phaseOut') ORDER BY 1, 3`;
}

/** Stands for each document that a supplier would hand in; there is nothing in it. */
export const DOCUMENT = uuidv5('document', REHEARSAL);

/** See {@link DOCUMENT}. */
export async function furnishDocument(db: Database, at: Date): Promise<void> {
  const file = { sha256: '0'.repeat(64), name: 'document.pdf', mediaType: 'application/pdf', size: 0, status: 'kept', uploadedBy: 'rehearsal', uploadedAt: at };
  await db.prisma.file.createMany({ data: [{ id: DOCUMENT, ...file }], skipDuplicates: true });
}
