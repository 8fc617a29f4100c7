import { finds, literal, present, staged, title, valueOf, type Landing, type Part } from './parts.js';
import { tableOf } from './suppliers.js';

/** What a part's table holds already for this source. */
export interface Stored {
  readonly current: boolean;
  /** Earlier versions, so that a new one may not be the first although none is current. */
  readonly superseded: boolean;
}

/** Looks whether there are facts of the source at all: a first import is spared all comparisons. */
export async function lookAtStored({ client, mapping, parts }: Landing): Promise<Map<Part, Stored>> {
  const stored = new Map<Part, Stored>();
  for (const part of parts) {
    const of = `SELECT FROM ${part.kind.table} WHERE source = $1 AND superseded_at IS`;
    stored.set(part, { current: await finds(client, `${of} NULL`, [mapping.source]), superseded: await finds(client, `${of} NOT NULL`, [mapping.source]) });
  }
  return stored;
}

/**
 * Compares the rows that are left with the stored facts and with each other, into the table `judged`. It holds the exceptions
 * only: a row that is not in it brings new facts. A fact is `same` when nothing changes – equal content, a repetition within
 * the file, or an older version of what is known –, `changed`, or `withdrawn`.
 */
export async function judgeRows(landing: Landing, stored: ReadonlyMap<Part, Stored>): Promise<void> {
  const { client, mapping, parts } = landing;
  const columns = parts.map(({ prefix }) => `${prefix}fate text`).join(', ');
  await client.query(`CREATE TEMPORARY TABLE judged (line integer NOT NULL, ${columns}) ON COMMIT DROP`);
  const later: Part[] = [];
  for (const part of parts) if (!part.ofRow && (await notLatest(landing, part))) later.push(part);
  const compared = parts.filter((part) => stored.get(part)?.current);
  if (later.length === 0 && compared.length === 0) return;
  const isLater = (part: Part) => {
    const own = part.ofRow ? parts[0] : part;
    return own && later.includes(own) ? `${own.prefix}later.line IS NOT NULL` : 'false';
  };
  const joins = [
    ...later.map(({ prefix }) => `LEFT JOIN ${prefix}later ON ${prefix}later.line = s.line`),
    ...compared.map((part) => {
      const id = part.ofRow && parts[0] ? staged(parts[0], 'externalId') : staged(part, 'externalId');
      return `LEFT JOIN ${part.kind.table} ${part.prefix}t ON ${part.prefix}t.source = ${literal(mapping.source)} AND ${part.prefix}t.external_id = s.${id} AND ${part.prefix}t.superseded_at IS NULL`;
    }),
  ];
  const exceptional = [...later.map(({ prefix }) => `${prefix}later.line IS NOT NULL`), ...compared.map(({ prefix }) => `${prefix}t.id IS NOT NULL`)];
  await client.query(
    `INSERT INTO judged SELECT s.line, ${parts.map((part) => fateOf(part, parts, compared, isLater(part))).join(', ')}
       FROM staged s ${joins.join(' ')} WHERE s.problems IS NULL AND (${exceptional.join(' OR ')})`,
  );
  await client.query('ANALYZE judged');
}

/** Notes the rows whose id stands in the file again with a newer version, or with the same one further up. */
async function notLatest({ client }: Landing, part: Part): Promise<boolean> {
  if (!(await finds(client, `SELECT FROM ${part.prefix}repeated`))) return false;
  await client.query(
    `CREATE TEMPORARY TABLE ${part.prefix}later ON COMMIT DROP AS
     SELECT line FROM (
       SELECT s.line, row_number() OVER (PARTITION BY r.id ORDER BY ${valueOf(part, 'recordedAt')} DESC NULLS LAST, s.line) AS place
         FROM staged s JOIN ${part.prefix}repeated r ON r.id = s.${staged(part, 'externalId')} WHERE s.problems IS NULL AND ${present(part)}) placed
      WHERE place > 1`,
  );
  return true;
}

/** SQL of what becomes of one fact of a row; null where the row has none. */
function fateOf(part: Part, parts: readonly Part[], compared: readonly Part[], isLater: string): string {
  const { prefix } = part;
  const hash = `s.${prefix}hash`;
  const first = parts[0];
  const staleBy = (of: Part | undefined) => (of && compared.includes(of) ? `coalesce(${valueOf(of, 'recordedAt')} < ${of.prefix}t.recorded_at, false)` : 'false');
  const stale = part.ofRow ? `(${staleBy(first)} OR ${staleBy(part)})` : staleBy(part);
  if (!compared.includes(part)) return `CASE WHEN ${hash} IS NULL THEN NULL WHEN ${isLater} OR ${stale} THEN 'same' ELSE 'new' END`;
  const absent = part.ofRow ? `CASE WHEN ${prefix}t.id IS NULL OR ${isLater} OR ${stale} THEN NULL ELSE 'withdrawn' END` : 'NULL';
  return `CASE WHEN ${hash} IS NULL THEN ${absent}
               WHEN ${isLater} OR ${stale} OR ${prefix}t.content_hash = ${hash} THEN 'same'
               WHEN ${prefix}t.id IS NULL THEN 'new' ELSE 'changed' END`;
}

/** SQL of what becomes of a row: `judged` joined as `j`. The row is landed when the first of its facts is new. */
export function rowFate(parts: readonly Part[]): string {
  const fates = parts.map(({ prefix }) => `j.${prefix}fate`);
  const same = fates.map((fate) => `coalesce(${fate}, 'same') = 'same'`).join(' AND ');
  return `CASE WHEN j.line IS NULL THEN 'landed' WHEN ${same} THEN 'unchanged' WHEN coalesce(${fates.join(', ')}) = 'new' THEN 'landed' ELSE 'updated' END`;
}

/**
 * Warns of lines of the same supplier, order, item, promised date and quantity under another id, every one of the file but the
 * first; a line that is new also where such a one is stored already.
 */
export async function warnOfTwins(landing: Landing, part: Part): Promise<void> {
  const { client, mapping } = landing;
  const column = (name: string) => staged(part, name);
  const later = (await finds(client, `SELECT FROM ${part.prefix}repeated`)) ? `AND NOT EXISTS (SELECT FROM ${part.prefix}later l WHERE l.line = s.line)` : '';
  const key = `hash_record_extended(row(s.supplier_code, s.${column('orderNumber')}, s.${column('item')}, s.${column('promisedDate')}, s.${column('orderedQuantity')}), 0)`;
  const comparable = `s.problems IS NULL AND s.${column('orderNumber')} IS NOT NULL AND s.${column('item')} IS NOT NULL ${later}`;
  const hint = (twin: string, id: string) => `${twin} || ' has the same order, item, promised date and quantity under the id ' || ${id} || '.'`;
  await client.query(
    `INSERT INTO noted (line, "column", value, rule, hint)
     WITH alike AS (SELECT ${key} AS key FROM staged s WHERE ${comparable} GROUP BY 1 HAVING count(*) > 1),
     twins AS (
       SELECT s.line, s.${column('externalId')} AS id, first_value(s.line) OVER twin AS twin_line, first_value(s.${column('externalId')}) OVER twin AS twin_id
         FROM staged s JOIN alike ON alike.key = ${key} WHERE ${comparable}
       WINDOW twin AS (PARTITION BY s.supplier_code, s.${column('orderNumber')}, s.${column('item')}, s.${column('promisedDate')}, s.${column('orderedQuantity')} ORDER BY s.line))
     SELECT line, $1, id, 'nearDuplicate', ${hint("'Line ' || twin_line", 'twin_id')} FROM twins WHERE twin_line < line`,
    [title(part, 'externalId')],
  );
  if (!(await finds(client, 'SELECT FROM order_lines WHERE superseded_at IS NULL'))) return;
  await client.query(
    `INSERT INTO noted (line, "column", value, rule, hint)
     SELECT DISTINCT ON (s.line) s.line, $1, s.${column('externalId')}, 'nearDuplicate', ${hint("'A stored line of ' || l.source", 'l.external_id')}
       FROM staged s
       JOIN named n ON n.code = s.supplier_code
       JOIN order_lines l ON l.supplier_id = n.id AND l.promised_date = s.${column('promisedDate')} AND l.superseded_at IS NULL
            AND l.order_number = s.${column('orderNumber')} AND l.item = s.${column('item')} AND l.ordered_quantity = s.${column('orderedQuantity')}
       LEFT JOIN judged j ON j.line = s.line
      WHERE ${comparable} AND coalesce(j.${part.prefix}fate, 'new') IN ('new', 'changed')
        AND NOT (l.source = $2 AND EXISTS (SELECT FROM staged o WHERE o.${column('externalId')} = l.external_id))
        AND NOT EXISTS (SELECT FROM noted o WHERE o.line = s.line AND o.rule = 'nearDuplicate')
      ORDER BY s.line, l.arrived_at, l.id`,
    [title(part, 'externalId'), mapping.source],
  );
}

/** Warns of receipts before the order of a line that is stored: that of a line in the same row was seen when it was read. */
export async function warnOfEarlyReceipts({ client, mapping, parts }: Landing): Promise<void> {
  if (parts.some(({ kind }) => kind.name === 'orderLines')) return;
  for (const part of parts.filter(({ kind }) => kind.name === 'receipts')) {
    await client.query(
      `INSERT INTO noted (line, "column", value, rule, hint)
       SELECT s.line, $1, s.${staged(part, 'receivedOn')}::text, 'receiptBeforeOrder', 'Received before it was ordered (' || p.order_date || '); check both dates.'
         FROM staged s JOIN ${tableOf('orderLines')} p ON p.source = $2 AND p.external_id = s.${staged(part, 'lineExternalId')} AND p.superseded_at IS NULL
        WHERE s.problems IS NULL AND ${present(part)} AND s.${staged(part, 'receivedOn')} < p.order_date`,
      [title(part, 'receivedOn'), mapping.source],
    );
  }
}
