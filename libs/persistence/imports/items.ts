import type { Mapping } from '#domain/facts/mapping.js';
import { finds, literal, title, valueOf, type Landing, type Part } from './parts.js';

/** Stored lines of an item that its new lines are compared with, at most. */
const comparedLines = 50;

/** The part with order lines that name an item, if there is one: its units, currencies, prices and quantities can be compared. */
export const boughtPart = ({ parts }: Landing): Part | undefined => parts.find(({ kind, fact }) => kind.name === 'orderLines' && fact.values['item'] !== undefined);

/**
 * Gathers what is known of the items in the file: `bought` has a numbered row per item, unit and currency with the spread of its
 * values, `known` the stored lines of these items, a bounded number each, but for those the file brings anew.
 */
export async function gatherItems({ client, mapping }: Landing, part: Part): Promise<void> {
  const column = (name: string) => valueOf(part, name);
  await client.query(
    `CREATE TEMPORARY TABLE bought ON COMMIT DROP AS
     SELECT row_number() OVER ()::int AS place, item, unit, currency, lines, least_price, most_price, least_quantity, most_quantity FROM (
       SELECT ${column('item')} AS item, ${column('unit')} AS unit, coalesce(${column('currency')}, '') AS currency, count(*) AS lines,
              min(${column('unitPrice')}) FILTER (WHERE ${column('unitPrice')} > 0) AS least_price, max(${column('unitPrice')}) AS most_price,
              min(${column('orderedQuantity')}) AS least_quantity, max(${column('orderedQuantity')}) AS most_quantity
         FROM staged s WHERE problems IS NULL AND ${column('item')} IS NOT NULL GROUP BY 1, 2, 3) grouped`,
  );
  await client.query('ANALYZE bought');
  const stored = await finds(client, 'SELECT FROM order_lines WHERE source = $1 AND item IS NOT NULL AND superseded_at IS NULL', [mapping.source]);
  await client.query(
    `CREATE TEMPORARY TABLE known ON COMMIT DROP AS
     SELECT b.item, l.* FROM (SELECT DISTINCT item FROM bought WHERE ${stored}) b CROSS JOIN LATERAL (
            SELECT external_id, supplier_id, unit, coalesce(currency, '') AS currency, unit_price, ordered_quantity FROM order_lines
             WHERE source = ${literal(mapping.source)} AND item = b.item AND superseded_at IS NULL LIMIT ${comparedLines}) l
      WHERE NOT EXISTS (SELECT FROM staged s WHERE ${column('externalId')} = l.external_id)`,
  );
  await client.query('ANALYZE known');
}

/**
 * Quarantines lines whose unit is not the item's: that of the item itself where it is known, else of most of its lines, stored
 * ones and the file's together; where two units are as frequent nobody knows. A supplier's currency for an item likewise.
 */
export async function quarantineOddUnits(landing: Landing, part: Part): Promise<void> {
  const { client, mapping } = landing;
  const column = (name: string) => valueOf(part, name);
  const source = literal(mapping.source);
  const items = `SELECT item FROM bought GROUP BY item HAVING min(unit) <> max(unit)
    UNION SELECT k.item FROM known k JOIN bought b USING (item) WHERE k.unit <> b.unit
    UNION SELECT b.item FROM bought b JOIN items i ON i.source = ${source} AND i.external_id = b.item AND i.superseded_at IS NULL WHERE i.unit IS NOT NULL AND i.unit <> b.unit`;
  if (await finds(client, items)) {
    await client.query(
      `WITH doubtful AS (${items}),
       votes AS (
         SELECT item, unit, sum(votes) AS votes FROM (
           SELECT ${column('item')} AS item, ${column('unit')} AS unit, count(*) AS votes FROM staged s WHERE s.problems IS NULL GROUP BY 1, 2
           UNION ALL SELECT item, unit, count(*) FROM known GROUP BY 1, 2
           UNION ALL SELECT external_id, unit, 1000000000 FROM items WHERE source = ${source} AND superseded_at IS NULL AND unit IS NOT NULL) cast_votes
          JOIN doubtful USING (item) GROUP BY item, unit),
       agreed AS (
         SELECT item, CASE WHEN count(*) = 1 THEN min(unit) END AS unit
           FROM (SELECT *, rank() OVER (PARTITION BY item ORDER BY votes DESC) AS place FROM votes) ranked WHERE place = 1 GROUP BY item)
       UPDATE staged s SET problems = json_build_array(json_build_object('column', $1::text, 'value', ${column('unit')}, 'rule', 'unitMismatch',
              'hint', coalesce('This item is ordered in ' || a.unit || '.', 'This item stands here in several units; keep the right one.')))::text
         FROM agreed a WHERE s.problems IS NULL AND ${column('item')} = a.item AND ${column('unit')} IS DISTINCT FROM a.unit`,
      [title(part, 'unit')],
    );
  }
  await quarantineOddCurrencies(landing, part);
}

async function quarantineOddCurrencies({ client }: Landing, part: Part): Promise<void> {
  const column = (name: string) => valueOf(part, name);
  if (part.fact.values['currency'] === undefined) return;
  await client.query(
    `WITH stored AS (SELECT item, supplier_id, min(currency) AS currency FROM known WHERE currency <> '' GROUP BY 1, 2 HAVING min(currency) = max(currency))
     UPDATE staged s SET problems = json_build_array(json_build_object('column', $1::text, 'value', ${column('currency')}, 'rule', 'currencyMismatch',
            'hint', 'This supplier''s price for this item is in ' || k.currency || '.'))::text
       FROM stored k JOIN named n ON n.id = k.supplier_id
      WHERE s.problems IS NULL AND ${column('item')} = k.item AND s.supplier_code = n.code AND ${column('currency')} <> k.currency`,
    [title(part, 'currency')],
  );
}

/**
 * Warns of prices and quantities far from what is usual for the item: modified z-score of the logarithms over the file and the
 * stored lines, by unit and currency; where half of the values are equal, the mean absolute deviation takes the place of the
 * median one (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993). Small quantities are never odd: remainders and
 * samples are ordered all the time. Only items whose values differ by the factor that makes a value far are looked at.
 */
export async function warnOfOutliers({ client, mapping }: Landing, part: Part): Promise<void> {
  for (const name of ['unitPrice', 'orderedQuantity'] as const) {
    if (part.fact.values[name] !== undefined) await client.query(outliersOf(part, name, mapping.outliers));
  }
}

function outliersOf(part: Part, name: 'unitPrice' | 'orderedQuantity', { zScore, factor, sample }: Mapping['outliers']): string {
  const column = (of: string) => valueOf(part, of);
  const [stored, spread] = name === 'unitPrice' ? ['unit_price', 'price'] : ['ordered_quantity', 'quantity'];
  return `INSERT INTO noted (line, "column", value, rule, hint)
    WITH spread AS (
      SELECT b.place, b.item, b.unit, b.currency
        FROM bought b LEFT JOIN (SELECT item, unit, currency, count(*) AS lines, min(${stored}) FILTER (WHERE ${stored} > 0) AS least, max(${stored}) AS most FROM known GROUP BY 1, 2, 3) k USING (item, unit, currency)
       WHERE b.lines + coalesce(k.lines, 0) >= ${sample} AND greatest(b.most_${spread}, k.most) >= ${factor} * least(b.least_${spread}, k.least)),
    figures AS (
      SELECT place, s.line, ln(${column(name)}::float8) AS x
        FROM staged s JOIN spread p ON p.item = ${column('item')} AND p.unit = ${column('unit')} AND p.currency = coalesce(${column('currency')}, '')
       WHERE s.problems IS NULL AND ${column(name)} > 0
      UNION ALL SELECT place, NULL, ln(${stored}::float8) FROM known JOIN spread USING (item, unit, currency) WHERE ${stored} > 0),
    middle AS (
      SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) AS median, array_agg(line) AS lines, array_agg(x) AS xs FROM figures GROUP BY place HAVING count(*) >= ${sample}),
    scale AS (
      SELECT m.*, d.of_median, d.of_mean FROM middle m CROSS JOIN LATERAL (
             SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(x - m.median)) / 0.6745 AS of_median, avg(abs(x - m.median)) * 1.253314 AS of_mean FROM unnest(m.xs) x) d)
    SELECT u.line, ${literal(title(part, name))}, trim_scale(round(exp(u.x)::numeric, 6))::text, 'farOutlier',
           'Usual for this item is about ' || round(exp(c.median)::numeric, 2) || '; check for a slip of the decimal sign or another unit.'
      FROM scale c CROSS JOIN LATERAL unnest(c.lines, c.xs) AS u (line, x)
     WHERE u.line IS NOT NULL AND ${name === 'orderedQuantity' ? 'u.x > c.median AND ' : ''}abs(u.x - c.median) >= ln(${factor}) - 1e-9
       AND abs(u.x - c.median) > ${zScore} * CASE WHEN c.of_median > 1e-9 THEN c.of_median ELSE c.of_mean END`;
}
