import { isDeepStrictEqual } from 'node:util';

/**
 * Recomputes a random sample of the suppliers from their facts with the plain TypeScript reference, and compares what is stored
 * of them in the scored evaluation: score, grade, indicators, explanation, digit for digit.
 */
export async function compareWithReference(db, { periodStart, periodEnd, cutOffAt, sample }) {
  const { measureLines } = await import('#domain/indicators/measure-lines.js');
  const { noMeasures } = await import('#domain/indicators/measures.js');
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
  const different = [];
  for (const { supplier_id, segment, ...stored } of rows) {
    const window = { from: periodStart, to: periodEnd, asOf: asOfCutOff(cutOffAt), tolerance: policy.toleranceDays };
    const measures = { ...noMeasures, ...measureLines(await linesOf(db, supplier_id), window) };
    const expected = JSON.parse(JSON.stringify(scoreSupplier(terms, { segment, measures, refused: new Set(), holding: new Set() })));
    if (!isDeepStrictEqual(stored, expected)) different.push(supplier_id);
  }
  if (different.length > 0) console.error(`Differ from the reference: ${different.slice(0, 10).join(', ')}`);
  return { suppliers: rows.length, different: different.length };
}

async function linesOf(db, supplierId) {
  const { Exact } = await import('#domain/indicators/exact.js');
  const { rows } = await db.pool.query(
    `SELECT l.external_id, l.ordered_quantity::text, l.order_date::text, l.promised_date::text, l.cancelled_by, l.cancelled_on::text, l.cancelled_quantity::text,
            coalesce(json_agg(json_build_object('on', r.received_on::text, 'quantity', r.quantity::text)) FILTER (WHERE r.id IS NOT NULL), '[]') AS receipts
       FROM order_lines l LEFT JOIN receipts r ON r.source = l.source AND r.line_external_id = l.external_id
      WHERE l.supplier_id = $1 GROUP BY l.id`,
    [supplierId],
  );
  return rows.map((row) => ({
    orderedQuantity: new Exact(row.ordered_quantity),
    orderDate: row.order_date,
    promisedDate: row.promised_date,
    cancellation: row.cancelled_by && { by: row.cancelled_by, on: row.cancelled_on, quantity: row.cancelled_quantity && new Exact(row.cancelled_quantity) },
    receipts: row.receipts.map(({ on, quantity }) => ({ receivedOn: on, quantity: new Exact(quantity) })),
  }));
}
