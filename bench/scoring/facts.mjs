/**
 * Loads suppliers with deliveries over the year 2025: order lines with their receipts, in the order in which an ERP would have
 * told of them – by date, all suppliers mixed – so that no supplier's facts lie together. Of 100 lines about 80 come in time,
 * 7 in two parts, 10 late, 3 not at all; 2 are cancelled. The same numbers give the same facts.
 */
export async function loadDeliveries(client, { suppliers, deliveries, report }) {
  await client.query(`SELECT setseed(0.42)`);
  await client.query(
    `INSERT INTO suppliers (id, code, name, time_zone, language, kind, status, segment, categories, version, created_at, updated_at)
     SELECT md5('supplier ' || n)::uuid, 'S' || n, 'Supplier ' || n, 'UTC', 'en', 'product', 'active',
            (ARRAY['strategic', 'leverage', 'bottleneck', 'routine'])[1 + n % 4], '{}', 1, '2025-01-01Z', '2025-01-01Z'
       FROM generate_series(1, $1::int) AS n`,
    [suppliers],
  );
  const rebuild = await dropIndexes(client, ['order_lines', 'receipts']);
  report(`${suppliers} suppliers; order lines …`);
  await client.query(
    `INSERT INTO order_lines (id, supplier_id, source, external_id, version, order_number, item, ordered_quantity, unit, unit_price,
            line_value, currency, order_date, original_promised_date, promised_date, cancelled_by, cancelled_on, content_hash, arrived_at)
     SELECT gen_random_uuid(), md5('supplier ' || n)::uuid, 'erp', n || '-' || k, 1, 'PO' || n || '-' || k / 5, 'I' || (n * 7 + k) % 100000,
            quantity, 'piece', price, round(quantity * price, 2), 'EUR', promised - (20 + 30 * random())::int, promised, promised,
            CASE WHEN fate < 0.01 THEN 'buyer' WHEN fate < 0.02 THEN 'supplier' END, CASE WHEN fate < 0.02 THEN promised - 3 END,
            md5(n || '-' || k), '2026-01-02Z'
       FROM (
         SELECT n, k, date '2025-01-01' + (k * 364 / $2::int) AS promised, round((1 + 500 * random())::numeric, 1) AS quantity,
                round((1 + 90 * random())::numeric, 2) AS price, random() AS fate
           FROM generate_series(0, $2::int - 1) AS k, generate_series(1, $1::int) AS n OFFSET 0
       ) AS drawn`,
    [suppliers, deliveries],
  );
  report('receipts …');
  await client.query(
    `INSERT INTO receipts (id, supplier_id, source, external_id, version, line_external_id, quantity, received_on, content_hash, arrived_at)
     SELECT gen_random_uuid(), supplier_id, 'erp', external_id || '/' || part, 1, external_id, quantity,
            promised_date + CASE WHEN fate < 0.10 THEN (1 + 40 * random())::int ELSE (-5 * random())::int END + (part - 1) * 9, md5(external_id || part), '2026-01-02Z'
       FROM (
         SELECT supplier_id, external_id, promised_date, fate, part,
                CASE WHEN fate < 0.17 AND fate >= 0.10 THEN CASE part WHEN 1 THEN trunc(ordered_quantity / 2) ELSE ordered_quantity - trunc(ordered_quantity / 2) END
                     ELSE ordered_quantity END AS quantity
           FROM (SELECT supplier_id, external_id, promised_date, ordered_quantity, random() AS fate FROM order_lines WHERE cancelled_by IS NULL OFFSET 0) AS line,
                LATERAL generate_series(1, CASE WHEN fate >= 0.97 THEN 0 WHEN fate >= 0.10 AND fate < 0.17 THEN 2 ELSE 1 END) AS part
       ) AS drawn`,
  );
  report('indexes …');
  for (const index of rebuild) await client.query(index);
  await client.query('VACUUM ANALYZE');
}

/** A bulk load is faster without them; afterwards they are as the migrations made them. */
async function dropIndexes(client, tables) {
  const { rows } = await client.query(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition, c.conname AS constraint_name, i.indrelid::regclass::text AS "table",
            pg_get_constraintdef(c.oid) AS constraint_definition
       FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u')
      WHERE i.indrelid = ANY ($1::regclass[])`,
    [tables],
  );
  for (const { name, constraint_name, table } of rows)
    await client.query(constraint_name ? `ALTER TABLE ${table} DROP CONSTRAINT "${constraint_name}"` : `DROP INDEX ${name}`);
  return rows.map(({ definition, constraint_name, table, constraint_definition }) =>
    constraint_name ? `ALTER TABLE ${table} ADD CONSTRAINT "${constraint_name}" ${constraint_definition}` : definition,
  );
}
