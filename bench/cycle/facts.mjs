/**
 * Suppliers with ten order lines each over the year 2025. Every tenth supplier delivers eight of its ten lines weeks late, which is
 * a C; all others are on time.
 */
export async function loadSuppliers(client, suppliers) {
  await client.query(
    `INSERT INTO suppliers (id, code, name, time_zone, language, kind, status, segment, categories, version, created_at, updated_at)
     SELECT md5('supplier ' || n)::uuid, 'S' || n, 'Supplier ' || n, 'UTC', 'en', 'product', 'active', 'routine', '{}', 1, '2025-01-01Z', '2025-01-01Z'
       FROM generate_series(1, $1::int) AS n`,
    [suppliers],
  );
  await client.query(
    `INSERT INTO order_lines (id, supplier_id, source, external_id, version, ordered_quantity, unit, order_date, original_promised_date, promised_date,
            content_hash, arrived_at)
     SELECT gen_random_uuid(), md5('supplier ' || n)::uuid, 'erp', n || '-' || k, 1, 10, 'piece', promised - 30, promised, promised, md5(n || '-' || k), '2026-01-02Z'
       FROM generate_series(1, $1::int) AS n, generate_series(1, 10) AS k, LATERAL (SELECT date '2025-01-01' + k * 30 AS promised) AS day`,
    [suppliers],
  );
  await client.query(
    `INSERT INTO receipts (id, supplier_id, source, external_id, version, line_external_id, quantity, received_on, content_hash, arrived_at)
     SELECT gen_random_uuid(), supplier_id, 'erp', external_id || '/1', 1, external_id, 10,
            promised_date + CASE WHEN split_part(external_id, '-', 1)::int % 10 = 0 AND split_part(external_id, '-', 2)::int <= 8 THEN 25 ELSE 0 END,
            md5(external_id), '2026-01-02Z'
       FROM order_lines`,
  );
  await client.query('VACUUM ANALYZE');
}
