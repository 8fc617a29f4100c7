import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import type { RaterPart } from './ratings.js';

/** A rater's part with the name. */
export type NamedPart = RaterPart & { readonly name: string | null };

/** What the raters of an evaluation say of one supplier, 0–100. */
export interface RatedSupplier {
  readonly supplierId: string;
  readonly supplierCode: string;
  readonly supplierName: string;
  readonly raters: number;
  readonly raw: number;
  readonly calibrated: number | null;
  readonly used: number | null;
  readonly parts: readonly NamedPart[];
}

/** A rater whose answer did not come in time, with the suppliers that were to be rated. */
export interface MissingRater {
  readonly personId: string;
  readonly name: string;
  /** What was saved in time counts all the same. */
  readonly saved: boolean;
  readonly suppliers: readonly { readonly id: string; readonly name: string }[];
}

/** The ratings of an evaluation by supplier, raw beside calibrated, by name. @throws BadCursor */
export async function listRatings(db: Database, page: { evaluationId: string; limit: number; cursor?: string }): Promise<Page<RatedSupplier>> {
  const [name, id] = page.cursor === undefined ? [null, null] : decodeCursor(page.cursor, ['text', 'uuid']);
  const rows = await db.prisma.$queryRaw<RatedSupplier[]>`
    SELECT r.supplier_id AS "supplierId", s.code AS "supplierCode", s.name AS "supplierName", r.raters, r.raw::float8 AS raw,
      r.calibrated::float8 AS calibrated, r.used::float8 AS used,
      (SELECT coalesce(jsonb_agg(part || jsonb_build_object('name', p.name) ORDER BY p.name, part ->> 'raterId'), '[]')
         FROM jsonb_array_elements(r.detail) AS part LEFT JOIN people p ON p.id = (part ->> 'raterId')::uuid) AS parts
    FROM supplier_ratings r JOIN suppliers s ON s.id = r.supplier_id
    WHERE r.evaluation_id = ${page.evaluationId}::uuid AND (${id}::uuid IS NULL OR (s.name, s.id) > (${name}::text, ${id}::uuid))
    ORDER BY s.name, s.id LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit, (row) => row, (row) => [row.supplierName, row.supplierId]);
}

/** Who has not answered: while the survey runs, those asked and silent; afterwards those who are missing. */
export async function missingRaters(db: Database, evaluationId: string): Promise<MissingRater[]> {
  return db.prisma.$queryRaw<MissingRater[]>`
    SELECT p.id AS "personId", p.name, EXISTS (SELECT FROM survey_replies r WHERE r.invitation_id = i.id) AS saved,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) ORDER BY s.name, s.id), '[]') FROM suppliers s WHERE s.id = ANY(i.subject_ids)) AS suppliers
    FROM surveys v JOIN survey_invitations i ON i.survey_id = v.id AND i.status IN ('open', 'missing') JOIN people p ON p.id = i.recipient_id
    WHERE v.evaluation_id = ${evaluationId}::uuid ORDER BY p.name, p.id`;
}
