import type pg from 'pg';
import { place, type Answers, type Figures, type Placement } from '#domain/segmentation/kraljic.js';
import type { SegmentationTerms } from '#domain/segmentation/terms.js';
import { Prisma } from '../generated/client.js';
import { run } from '../suppliers/bulk.js';

/** Pairs of supplier and category placed at once: a few megabytes. */
const BATCH = 5_000;

/** A row of `figuresSql`, with the answers in force. */
interface Pair {
  readonly ordinal: number;
  readonly supplierId: string;
  readonly category: string;
  readonly answers: Answers | null;
  readonly activeSuppliers: number | null;
  readonly shareOfCategory: number | null;
  readonly categoryShareOfTotal: number | null;
  readonly meanLeadTime: number | null;
}

/** The figures of a row of `figuresSql`. */
export function figuresOf(row: Figures): Figures {
  const { activeSuppliers, shareOfCategory, categoryShareOfTotal, meanLeadTime } = row;
  return { activeSuppliers, shareOfCategory, categoryShareOfTotal, meanLeadTime };
}

/**
 * Places every supplier and category of a temporary table of `figuresSql` named `figures` anew, and supersedes what
 * came out differently; what did not change keeps its row. Rules run in TypeScript, batch by batch, rows are read and written
 * in sets.
 * @returns how many pairs had enough to be looked at, how many could be placed, and how many of those changed
 */
export async function placeAll(
  client: pg.ClientBase,
  { terms, asOf, ...made }: { terms: SegmentationTerms; policyVersion: number; asOf: string; decidedBy: string; at: Date },
): Promise<{ pairs: number; placed: number; changed: number }> {
  // Under most policies figures alone place nobody: then only pairs with answers are looked at.
  const figuresSuffice = place(terms, {}, { activeSuppliers: 0, shareOfCategory: 0, categoryShareOfTotal: 0, meanLeadTime: 0 }).segment !== null;
  await client.query(`
    CREATE TEMPORARY TABLE pairs ON COMMIT DROP AS
    SELECT row_number() OVER (ORDER BY supplier_id, category)::int AS ordinal, supplier_id, category, c.answers, f.active_suppliers,
           f.share_of_category, f.category_share_of_total, f.mean_lead_time
      FROM figures f LEFT JOIN (SELECT supplier_id, category, answers FROM segmentations WHERE superseded_at IS NULL) c USING (supplier_id, category)
      JOIN suppliers s ON s.id = supplier_id AND s.merged_into_id IS NULL
     WHERE ${figuresSuffice} OR c.answers IS NOT NULL`);
  await client.query('CREATE UNIQUE INDEX ON pairs (ordinal)');
  await client.query(`
    CREATE TEMPORARY TABLE placed (supplier_id uuid, category text, answers jsonb, figures jsonb, supply_risk numeric(5,2), profit_impact numeric(5,2),
      explanation jsonb, segment text) ON COMMIT DROP`);
  let after = 0;
  for (;;) {
    const { rows } = await client.query<Pair>(
      `SELECT ordinal, supplier_id AS "supplierId", category, answers, active_suppliers AS "activeSuppliers", share_of_category AS "shareOfCategory",
              category_share_of_total AS "categoryShareOfTotal", mean_lead_time AS "meanLeadTime"
         FROM pairs WHERE ordinal > $1 ORDER BY ordinal LIMIT ${BATCH}`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) break;
    after = last.ordinal;
    await stage(client, rows.flatMap((pair) => rowsOf(terms, pair, asOf)));
  }
  const placed = await client.query('SELECT FROM placed');
  const changed = await supersede(client, made);
  return { pairs: after, placed: placed.rowCount ?? 0, changed };
}

function rowsOf(terms: SegmentationTerms, pair: Pair, asOf: string): object[] {
  const answers = pair.answers ?? {};
  const figures = figuresOf(pair);
  const result = place(terms, answers, figures);
  return result.segment === null ? [] : [placementRow(pair, answers, { figures, asOf }, result)];
}

/** The columns of `segmentations` that a placement fills, as JSON; `asOf` is the day of the figures. */
export function placementRow(
  pair: { supplierId: string; category: string },
  answers: Answers,
  { figures, asOf }: { figures: Figures; asOf: string },
  { segment, explanation }: Placement,
) {
  return {
    supplier_id: pair.supplierId,
    category: pair.category,
    answers,
    figures,
    supply_risk: explanation.supplyRisk.value,
    profit_impact: explanation.profitImpact.value,
    explanation: { ...explanation, asOf },
    segment,
  };
}

async function stage(client: pg.ClientBase, rows: readonly object[]): Promise<void> {
  await client.query('INSERT INTO placed SELECT * FROM jsonb_populate_recordset(NULL::placed, $1::jsonb)', [JSON.stringify(rows)]);
}

async function supersede(client: pg.ClientBase, { policyVersion, decidedBy, at }: { policyVersion: number; decidedBy: string; at: Date }): Promise<number> {
  await client.query(`
    DELETE FROM placed p USING segmentations c
     WHERE c.supplier_id = p.supplier_id AND c.category = p.category AND c.superseded_at IS NULL
       AND c.explanation - 'asOf' = p.explanation - 'asOf' AND c.figures = p.figures`);
  await run(client, Prisma.sql`
    UPDATE segmentations c SET superseded_at = ${at} FROM placed p
     WHERE c.supplier_id = p.supplier_id AND c.category = p.category AND c.superseded_at IS NULL`);
  const { count } = await run(client, Prisma.sql`
    INSERT INTO segmentations (id, supplier_id, category, answers, figures, supply_risk, profit_impact, explanation, segment, policy_version, decided_by, decided_at)
    SELECT gen_random_uuid(), supplier_id, category, answers, figures, supply_risk, profit_impact, explanation, segment, ${policyVersion}::int, ${decidedBy}, ${at}
      FROM placed`);
  return count;
}
