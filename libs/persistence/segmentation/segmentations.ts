import type pg from 'pg';
import { answerFaults, place, type AnswerFault, type Answers, type Figures, type Placement, type Unplaced } from '#domain/segmentation/kraljic.js';
import type { Segment } from '#domain/supplier/status.js';
import { decodeCursor, type Page, pageOf } from '../cursor.js';
import type { Database, Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { currentPolicy } from '../policies/policies.js';
import { inBulkTransaction, lockSegments, query, run } from '../suppliers/bulk.js';
import { requireLiving } from '../suppliers/merged.js';
import { refreshSegments } from './effective.js';
import { figuresSql } from './figures.js';
import { figuresOf, placementRow } from './placements.js';
import { spendSql } from './spend.js';

/** A placement as stored; `supersededAt` null: the one in force. */
export interface SegmentationRecord {
  id: string;
  category: string;
  answers: Answers;
  figures: Figures;
  supplyRisk: number;
  profitImpact: number;
  /** `asOf`: the day whose figures placed it first so; placements from before this was kept have none. */
  explanation: Placement['explanation'] & { readonly asOf?: string };
  segment: Segment;
  policyVersion: number;
  decidedBy: string;
  decidedAt: Date;
  supersededAt: Date | null;
}

/** The answers do not place the supplier: unknown ones, or too few for an axis. */
export class SegmentationInvalid extends Error {
  readonly code = 'segmentationInvalid';

  constructor(readonly faults: readonly AnswerFault[]) {
    super(faults.map(({ path, message }) => `${path}: ${message}`).join('; '));
    this.name = 'SegmentationInvalid';
  }
}

/**
 * Places a supplier in a category by these answers and the figures as of a day; the placement before is kept as history.
 * The supplier's own segment follows.
 * @throws SegmentationInvalid; SupplierUnknown; SupplierMerged; Refusal `noPolicy`
 */
export async function putSegmentation(
  db: Database,
  put: { supplierId: string; category: string; answers: Answers; decidedBy: string; asOf: string; at: Date },
): Promise<SegmentationRecord> {
  const { policy, version } = await currentPolicy(db);
  const terms = policy.segmentation;
  const faults = answerFaults(terms, put.answers);
  if (faults.length > 0) throw new SegmentationInvalid(faults);
  return inBulkTransaction(db, 60, async (client) => {
    await lockSegments(client);
    await requireLiving(client, put.supplierId);
    const figures = await figuresNow(client, put, { asOf: put.asOf, months: terms.trailingMonths }, terms.pareto.currency);
    const result = place(terms, put.answers, figures);
    if (result.segment === null) throw new SegmentationInvalid(lackingFaults(result));
    const row = placementRow(put, put.answers, { figures, asOf: put.asOf }, result);
    const stored = await replacePlacement(client, row, { ...put, policyVersion: version });
    await refreshSegments(client, { ids: [put.supplierId], asOf: put.asOf, at: put.at });
    return stored;
  });
}

const lackingFaults = ({ lacking }: Unplaced): AnswerFault[] =>
  lacking.map(({ axis, weightShare, missing }) => ({ path: 'answers', message: `${axis} is known by ${weightShare} of 100 only; answer more of ${missing.join(', ')}` }));

/** The figures of one pair: the same query as for everybody, as all lines of the category count. */
async function figuresNow(client: pg.ClientBase, pair: { supplierId: string; category: string }, window: { asOf: string; months: number }, currency: string | null): Promise<Figures> {
  const pairs = Prisma.sql`(SELECT ${pair.supplierId}::uuid AS supplier_id, ${pair.category}::text AS category)`;
  const { rows } = await run<{ [Name in keyof Figures]: number | null }>(client, Prisma.sql`
    WITH spend AS MATERIALIZED (${spendSql(window)})
    SELECT active_suppliers AS "activeSuppliers", share_of_category AS "shareOfCategory", category_share_of_total AS "categoryShareOfTotal",
           mean_lead_time AS "meanLeadTime"
      FROM (${figuresSql(pairs, Prisma.sql`spend`, window, currency)}) AS figures`);
  const [figures] = rows;
  if (!figures) throw new Error('A pair always has a row of figures');
  return figuresOf(figures);
}

/** Stores a placement; the one before of the same category is kept as history. */
export async function replacePlacement(
  client: Transaction | pg.ClientBase,
  row: ReturnType<typeof placementRow>,
  { policyVersion, decidedBy, at }: { policyVersion: number; decidedBy: string; at: Date },
): Promise<SegmentationRecord> {
  await query(client, Prisma.sql`
    UPDATE segmentations SET superseded_at = ${at} WHERE supplier_id = ${row.supplier_id}::uuid AND category = ${row.category} AND superseded_at IS NULL`);
  const [stored] = await query<SegmentationRecord>(client, Prisma.sql`
    INSERT INTO segmentations AS s (id, supplier_id, category, answers, figures, supply_risk, profit_impact, explanation, segment, policy_version, decided_by, decided_at)
    SELECT gen_random_uuid(), supplier_id, category, answers, figures, supply_risk, profit_impact, explanation, segment, ${policyVersion}::int, ${decidedBy}, ${at}
      FROM jsonb_to_record(${JSON.stringify(row)}::jsonb) AS given (supplier_id uuid, category text, answers jsonb, figures jsonb,
        supply_risk numeric, profit_impact numeric, explanation jsonb, segment text)
    RETURNING ${columns}`);
  if (!stored) throw new Error('The segmentation was not stored');
  return stored;
}

const columns = Prisma.sql`s.id, s.category, s.answers, s.figures, s.supply_risk::float8 AS "supplyRisk", s.profit_impact::float8 AS "profitImpact", s.explanation,
  s.segment, s.policy_version AS "policyVersion", s.decided_by AS "decidedBy", s.decided_at AS "decidedAt", s.superseded_at AS "supersededAt"`;

/** The placements of a supplier, newest first; with `history` also superseded ones. @throws BadCursor */
export async function listSegmentations(
  db: Database,
  { supplierId, history, limit, cursor }: { supplierId: string; history: boolean; limit: number; cursor?: string | null },
): Promise<Page<SegmentationRecord>> {
  const [at, id] = cursor ? decodeCursor(cursor, ['instant', 'uuid']) : [];
  const rows = await db.prisma.$queryRaw<SegmentationRecord[]>(Prisma.sql`
    SELECT ${columns} FROM segmentations s
     WHERE s.supplier_id = ${supplierId}::uuid AND (${history} OR s.superseded_at IS NULL)
       AND (${at ?? null}::timestamptz IS NULL OR (s.decided_at, s.id) < (${at ?? null}::timestamptz, ${id ?? null}::uuid))
     ORDER BY s.decided_at DESC, s.id DESC LIMIT ${limit + 1}`);
  return pageOf(rows, limit, (row) => row, (row) => [row.decidedAt.toISOString(), row.id]);
}
