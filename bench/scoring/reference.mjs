import { isDeepStrictEqual } from 'node:util';

/**
 * Recomputes a random sample of the suppliers from their facts with the plain TypeScript reference, and compares what is stored
 * of them in the scored evaluation: score, grade, indicators, explanation, digit for digit.
 */
export async function compareWithReference(db, { periodStart, periodEnd, cutOffAt, sample }) {
  const { scoringTermsOf } = await import('#domain/policy/policy.js');
  const { asOfCutOff } = await import('#domain/scoring/period.js');
  const { scoreSupplier } = await import('#domain/scoring/score.js');
  const { currentPolicy } = await import('#persistence/policies/policies.js');
  const { policy, version } = await currentPolicy(db);
  const terms = scoringTermsOf(policy, version);
  const { rows } = await db.pool.query(
    `SELECT supplier_id, segment, score::text, grade, indicators, explanation FROM scores
      WHERE evaluation_id = (SELECT id FROM evaluations WHERE status = 'scored') ORDER BY random() LIMIT $1`,
    [sample],
  );
  const window = { from: periodStart, to: periodEnd, asOf: asOfCutOff(cutOffAt), tolerance: policy.toleranceDays };
  const different = [];
  for (const { supplier_id, segment, ...stored } of rows) {
    const measures = await measuresOf(db, supplier_id, window);
    const expected = JSON.parse(JSON.stringify(scoreSupplier(terms, { segment, measures, refused: new Set(), holding: new Set() })));
    if (!isDeepStrictEqual(stored, expected)) different.push(supplier_id);
  }
  if (different.length > 0) console.error(`Differ from the reference: ${different.slice(0, 10).join(', ')}`);
  return { suppliers: rows.length, different: different.length };
}

/** Of the facts that the bench loads: deliveries with their prices; everything else adds up to nothing. */
async function measuresOf(db, supplierId, window) {
  const { measureLines } = await import('#domain/indicators/measure-lines.js');
  const { measurePurchases } = await import('#domain/indicators/measure-purchases.js');
  const { measureQuality } = await import('#domain/indicators/measure-quality.js');
  const { measuresFrom } = await import('#domain/indicators/measures.js');
  const lines = await linesOf(db, supplierId);
  const part = {
    ...measureLines(lines, window),
    ...measureQuality([], lines.flatMap((line) => line.receipts), window),
    ...measurePurchases(supplierId, await purchasesOf(db, supplierId), window),
  };
  return measuresFrom((name) => part[name]);
}

async function linesOf(db, supplierId) {
  const { Exact } = await import('#domain/indicators/exact.js');
  const { rows } = await db.pool.query(
    `SELECT l.ordered_quantity::text, l.order_date::text, l.promised_date::text, l.cancelled_by, l.cancelled_on::text, l.cancelled_quantity::text,
            coalesce(json_agg(json_build_object('on', r.received_on::text, 'quantity', r.quantity::text)) FILTER (WHERE r.id IS NOT NULL), '[]') AS receipts
       FROM order_lines l LEFT JOIN receipts r ON r.source = l.source AND r.line_external_id = l.external_id AND r.superseded_at IS NULL
      WHERE l.supplier_id = $1 AND l.superseded_at IS NULL GROUP BY l.id`,
    [supplierId],
  );
  return rows.map((row) => ({
    orderedQuantity: new Exact(row.ordered_quantity),
    orderDate: row.order_date,
    promisedDate: row.promised_date,
    cancellation: cancellationOf(row, Exact),
    receipts: row.receipts.map(({ on, quantity }) => ({ receivedOn: on, quantity: new Exact(quantity), reversals: [] })),
    inspections: [],
  }));
}

/** What all suppliers sold of the items that this one sells: its prices are compared with theirs. */
async function purchasesOf(db, supplierId) {
  const { Exact } = await import('#domain/indicators/exact.js');
  const { rows: items } = await db.pool.query('SELECT DISTINCT item FROM order_lines WHERE superseded_at IS NULL AND supplier_id = $1', [supplierId]);
  const { rows } = await db.pool.query(
    `SELECT supplier_id, item, unit, currency, unit_price::text, ordered_quantity::text, promised_date::text, cancelled_by, cancelled_on::text, cancelled_quantity::text
       FROM order_lines WHERE superseded_at IS NULL AND source = 'erp' AND item = ANY ($1)`,
    [items.map(({ item }) => item)],
  );
  return rows.map((row) => ({
    supplierId: row.supplier_id,
    item: row.item,
    unit: row.unit,
    currency: row.currency,
    unitPrice: new Exact(row.unit_price),
    transportCost: null,
    orderedQuantity: new Exact(row.ordered_quantity),
    promisedDate: row.promised_date,
    cancellation: cancellationOf(row, Exact),
  }));
}

function cancellationOf({ cancelled_by, cancelled_on, cancelled_quantity }, Exact) {
  return cancelled_by && { by: cancelled_by, on: cancelled_on, quantity: cancelled_quantity && new Exact(cancelled_quantity) };
}
