import type pg from 'pg';
import type { Mapping } from '#domain/facts/mapping.js';
import type { ImportCounts } from './imports.js';

/** The client of the import's one transaction, what it imports, and the instant its facts arrive at. */
export interface Landing {
  client: pg.ClientBase;
  importId: string;
  mapping: Mapping;
  at: Date;
}

/**
 * Lets one import of a source land at a time, until its transaction ends: the second of two that run at once waits here
 * and then sees what the first has landed. Anything else that writes facts of the source takes the same lock.
 */
export async function lockSource(client: pg.ClientBase, source: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`facts of ${source}`]);
}

/** True when line and receipt of a row have the same id, so that a row without receipt takes an earlier receipt back. */
const receiptIsOfRow = ({ orderLine, receipt }: Mapping): boolean => receipt !== null && receipt.externalId === orderLine.externalId;

/**
 * Quarantines what one row alone cannot show. All rows of a key with differing contents are kept out, not only the later:
 * nobody knows which one is right, and the order of rows in a file means nothing.
 */
export async function quarantineAcrossRows({ client, mapping }: Landing): Promise<void> {
  const { orderLine, receipt, supplier } = mapping;
  const wholeRow = receiptIsOfRow(mapping);
  await quarantineDuplicates(client, { key: 'external_id', column: orderLine.externalId, content: wholeRow ? "content_hash || coalesce(receipt_hash, '')" : 'content_hash' });
  if (receipt && !wholeRow) await quarantineDuplicates(client, { key: 'receipt_external_id', column: receipt.externalId, content: 'receipt_hash' });
  if (supplier.create) return;
  await client.query(
    `UPDATE staged SET problems = json_build_array(json_build_object('column', $1::text, 'value', supplier_name, 'rule', 'unknownSupplier',
            'hint', 'No supplier has the code ' || supplier_code || '; create it, then import this row again.'))
      WHERE problems IS NULL AND NOT EXISTS (SELECT FROM suppliers WHERE code = supplier_code)`,
    [supplier.column],
  );
}

/** `key` and `content` are SQL over the staged columns. */
async function quarantineDuplicates(client: pg.ClientBase, { key, content, column }: { key: string; content: string; column: string }): Promise<void> {
  await client.query(
    `WITH torn AS (
       SELECT ${key} AS id, array_to_string((array_agg(line ORDER BY line))[1:5], ', ') AS lines
         FROM staged WHERE problems IS NULL AND ${key} IS NOT NULL
        GROUP BY ${key} HAVING min(${content}) <> max(${content}))
     UPDATE staged SET problems = json_build_array(json_build_object('column', $1::text, 'value', id, 'rule', 'duplicateKey',
            'hint', 'This id stands on lines ' || lines || ' with different contents; keep the right one.'))
       FROM torn WHERE problems IS NULL AND ${key} = id`,
    [column],
  );
}

/**
 * Compares the rows that are left with the stored facts, into the table `judged`: what becomes of each row, its line and
 * its receipt. A repetition of the same content within the file is unchanged. Near duplicates are lines of the same
 * supplier, order, item, promised date and quantity under another id; every one but the first is a warning.
 */
export async function judgeRows({ client, mapping }: Landing): Promise<void> {
  await client.query('ANALYZE staged');
  await client.query(
    `CREATE TEMPORARY TABLE judged ON COMMIT DROP AS
     WITH accepted AS (
       SELECT line, supplier_code, external_id, order_number, item, promised_date, ordered_quantity, content_hash, receipt_external_id, receipt_hash,
              row_number() OVER (PARTITION BY external_id ORDER BY line) = 1 AS first_of_line,
              receipt_external_id IS NULL OR row_number() OVER (PARTITION BY receipt_external_id ORDER BY line) = 1 AS first_of_receipt
         FROM staged WHERE problems IS NULL),
     compared AS (
       SELECT a.line, a.first_of_line, l.id IS NULL AS line_is_unknown, l.version AS line_version,
              CASE WHEN NOT a.first_of_line OR l.content_hash = a.content_hash THEN 'same'
                   WHEN l.id IS NULL THEN 'new' ELSE 'changed' END AS line_fate,
              CASE WHEN NOT a.first_of_receipt OR r.content_hash IS NOT DISTINCT FROM a.receipt_hash THEN 'same'
                   WHEN r.id IS NULL THEN 'new' WHEN a.receipt_hash IS NULL THEN 'withdrawn' ELSE 'changed' END AS receipt_fate
         FROM accepted a
         LEFT JOIN order_lines l ON l.source = ${literal(mapping.source)} AND l.external_id = a.external_id AND l.superseded_at IS NULL
         LEFT JOIN receipts r ON r.source = ${literal(mapping.source)} AND r.superseded_at IS NULL
              AND r.external_id = ${receiptIsOfRow(mapping) ? 'a.external_id' : 'a.receipt_external_id'}),
     twins AS (
       SELECT line, first_value(line) OVER twin AS twin_line, first_value(external_id) OVER twin AS twin_id
         FROM accepted WHERE first_of_line AND order_number IS NOT NULL AND item IS NOT NULL
       WINDOW twin AS (PARTITION BY supplier_code, order_number, item, promised_date, ordered_quantity ORDER BY line))
     SELECT c.*, CASE WHEN c.line_fate = 'same' AND c.receipt_fate = 'same' THEN 'unchanged'
                      WHEN c.line_is_unknown THEN 'landed' ELSE 'updated' END AS fate,
            CASE WHEN t.twin_line < c.line THEN t.twin_line END AS twin_line, t.twin_id
       FROM compared c LEFT JOIN twins t USING (line)`,
  );
  await client.query('ANALYZE judged');
}

/** A source's name as SQL text: CREATE TABLE AS takes no parameters. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Creates the suppliers that the mapping may create; those known by their code stay as they are. */
export async function createSuppliers({ client, mapping, at }: Landing): Promise<void> {
  if (!mapping.supplier.create) return;
  const { kind, language, timeZone } = mapping.supplier.create;
  await client.query(
    `INSERT INTO suppliers (id, code, name, time_zone, language, kind, status, segment, categories, version, created_at, updated_at)
     SELECT gen_random_uuid(), code, name, $1, $2, $3, 'active', 'routine', '{}', 1, $4, $4
       FROM (SELECT DISTINCT ON (supplier_code) supplier_code AS code, supplier_name AS name
               FROM staged WHERE problems IS NULL ORDER BY supplier_code, line) named
     ON CONFLICT (code) DO NOTHING`,
    [timeZone, language, kind, at],
  );
}

/** Lands new facts, and new versions of changed ones after closing the version before. A receipt taken back is closed without a successor. */
export async function landFacts({ client, importId, mapping, at }: Landing): Promise<void> {
  await client.query(
    `UPDATE order_lines l SET superseded_at = $2
       FROM staged s JOIN judged j USING (line)
      WHERE j.line_fate = 'changed' AND l.source = $1 AND l.external_id = s.external_id AND l.superseded_at IS NULL`,
    [mapping.source, at],
  );
  await client.query(
    `INSERT INTO order_lines (id, supplier_id, source, external_id, version, order_number, item, category, ordered_quantity, unit, unit_price,
            line_value, currency, order_date, original_promised_date, promised_date, content_hash, import_id, arrived_at)
     SELECT gen_random_uuid(), p.id, $1, s.external_id, coalesce(j.line_version, 0) + 1, s.order_number, s.item, s.category, s.ordered_quantity, s.unit,
            s.unit_price, s.line_value, s.currency, s.order_date, s.original_promised_date, s.promised_date, s.content_hash, $3, $2
       FROM staged s JOIN judged j USING (line) JOIN suppliers p ON p.code = s.supplier_code
      WHERE j.line_fate IN ('new', 'changed')`,
    [mapping.source, at, importId],
  );
  await client.query(
    `UPDATE receipts r SET superseded_at = $2
       FROM staged s JOIN judged j USING (line)
      WHERE j.receipt_fate IN ('changed', 'withdrawn') AND r.source = $1
        AND r.external_id = coalesce(s.receipt_external_id, s.external_id) AND r.superseded_at IS NULL`,
    [mapping.source, at],
  );
  await client.query(
    `INSERT INTO receipts (id, supplier_id, source, external_id, version, line_external_id, quantity, received_on, content_hash, import_id, arrived_at)
     SELECT gen_random_uuid(), p.id, $1, s.receipt_external_id,
            1 + coalesce((SELECT max(version) FROM receipts r WHERE r.source = $1 AND r.external_id = s.receipt_external_id), 0),
            s.external_id, s.received_quantity, s.received_on, s.receipt_hash, $3, $2
       FROM staged s JOIN judged j USING (line) JOIN suppliers p ON p.code = s.supplier_code
      WHERE j.receipt_fate IN ('new', 'changed')`,
    [mapping.source, at, importId],
  );
}

/** Stores what a person must or may look at: an entry for each problem of a quarantined row, and for each warning of a landed one. */
export async function storeRemarks({ client, importId, mapping }: Landing): Promise<void> {
  await client.query(
    `INSERT INTO import_rows (import_id, line, status, "column", value, rule, hint, raw)
     SELECT $1, line, status, remark->>'column', remark->>'value', remark->>'rule', remark->>'hint', raw
       FROM (
         SELECT line, raw, 'quarantined' AS status, json_array_elements(problems) AS remark FROM staged WHERE problems IS NOT NULL
         UNION ALL
         SELECT line, raw, 'warning', json_array_elements(warnings) FROM staged WHERE problems IS NULL AND warnings IS NOT NULL
         UNION ALL
         SELECT s.line, s.raw, 'warning', json_build_object('column', $2::text, 'value', s.external_id, 'rule', 'nearDuplicate', 'hint',
                'Line ' || j.twin_line || ' has the same order, item, promised date and quantity under the id ' || j.twin_id || '.')
           FROM staged s JOIN judged j USING (line) WHERE j.twin_line IS NOT NULL
       ) remarks
      ORDER BY line`,
    [importId, mapping.orderLine.externalId],
  );
}

/** Counts what became of the rows that were staged; those filtered never got this far. */
export async function countFates({ client, importId }: Landing): Promise<Omit<ImportCounts, 'rowsRead' | 'filtered'>> {
  const { rows } = await client.query<Record<'landed' | 'updated' | 'unchanged' | 'quarantined' | 'warnings', number>>(
    `SELECT (SELECT count(*) FROM judged WHERE fate = 'landed')::int AS landed,
            (SELECT count(*) FROM judged WHERE fate = 'updated')::int AS updated,
            (SELECT count(*) FROM judged WHERE fate = 'unchanged')::int AS unchanged,
            (SELECT count(*) FROM staged WHERE problems IS NOT NULL)::int AS quarantined,
            (SELECT count(*) FROM import_rows WHERE import_id = $1 AND status = 'warning')::int AS warnings`,
    [importId],
  );
  const [counts] = rows;
  if (!counts) throw new Error('Counting the rows of an import gave no answer');
  return counts;
}
