import { finds, given, literal, present, staged, title, valueOf, type Landing, type Part } from './parts.js';
import { tableOf } from './suppliers.js';

/**
 * Quarantines what one row alone cannot show: ids that contradict each other within the file, units and currencies that are
 * not those of the item or of the order line, and more inspected than ever was ordered or arrived.
 */
export async function quarantineAcrossRows(landing: Landing): Promise<void> {
  await noteRepeated(landing);
  for (const part of landing.parts) if (!part.ofRow) await quarantineTorn(landing, part);
  for (const part of landing.parts) await compareWithParent(landing, part);
  for (const part of landing.parts) await quarantineUnknownFiles(landing, part);
}

/**
 * Notes the ids that stand in the file more than once, one table per fact. They are few; where there are none, nothing
 * further has to look for them.
 */
async function noteRepeated({ client, parts }: Landing): Promise<void> {
  for (const part of parts) {
    if (part.ofRow) continue;
    const id = staged(part, 'externalId');
    await client.query(
      `CREATE TEMPORARY TABLE ${part.prefix}repeated ON COMMIT DROP AS
       SELECT ${id} AS id FROM staged s WHERE problems IS NULL AND ${present(part)} GROUP BY ${id} HAVING count(*) > 1`,
    );
  }
}

/** The whole content of a row for a part: its own, and that of the facts that share its id. */
function contentOf(part: Part, parts: readonly Part[]): string {
  const sharing = part === parts[0] ? parts.filter(({ ofRow }) => ofRow) : [];
  return [`s.${part.prefix}hash`, ...sharing.map(({ prefix }) => `coalesce(s.${prefix}hash, '')`)].join(' || ');
}

/**
 * All rows of an id with differing contents are kept out, not only the later: nobody knows which one is right, and the order
 * of rows in a file means nothing. Where the source says when it changed the fact, only those of the same instant contradict.
 */
async function quarantineTorn({ client, parts }: Landing, part: Part): Promise<void> {
  if (!(await finds(client, `SELECT FROM ${part.prefix}repeated`))) return;
  const [id, recorded, content] = [staged(part, 'externalId'), valueOf(part, 'recordedAt'), contentOf(part, parts)];
  await client.query(
    `WITH torn AS (
       SELECT r.id, ${recorded} AS recorded_at, array_to_string((array_agg(s.line ORDER BY s.line))[1:5], ', ') AS lines
         FROM staged s JOIN ${part.prefix}repeated r ON r.id = s.${id} WHERE s.problems IS NULL AND ${present(part)}
        GROUP BY 1, 2 HAVING min(${content}) <> max(${content}))
     UPDATE staged s SET problems = json_build_array(json_build_object('column', $1::text, 'value', id, 'rule', 'duplicateKey',
            'hint', 'This id stands on lines ' || lines || ' with different contents; keep the right one.'))::text
       FROM torn WHERE s.problems IS NULL AND ${present(part)} AND s.${id} = torn.id AND ${recorded} IS NOT DISTINCT FROM torn.recorded_at`,
    [title(part, 'externalId')],
  );
}

/** Files are uploaded before a fact names them. */
async function quarantineUnknownFiles({ client }: Landing, part: Part): Promise<void> {
  for (const [name, { type }] of Object.entries(part.kind.columns)) {
    if (type.is !== 'uuids' || part.fact.values[name] === undefined) continue;
    await client.query(
      `WITH strange AS (
         SELECT s.line, array_to_string(array_agg(f.id), ', ') AS ids FROM staged s CROSS JOIN LATERAL unnest(s.${staged(part, name)}) AS f (id)
          WHERE s.problems IS NULL AND NOT EXISTS (SELECT FROM files WHERE files.id = f.id) GROUP BY s.line)
       UPDATE staged s SET problems = json_build_array(json_build_object('column', $1::text, 'value', ids, 'rule', 'unknownFile',
              'hint', 'There is no such file: upload it first, then name the id it was given.'))::text
         FROM strange WHERE strange.line = s.line`,
      [title(part, name)],
    );
  }
}

/** Units and currencies must be those of the stored fact this one belongs to; nobody inspects more than was ordered or arrived. */
async function compareWithParent(landing: Landing, part: Part): Promise<void> {
  const { parent } = part.kind;
  if (!parent || !given(part, parent.column)) return;
  if (part.kind.name === 'receipts' && given(part, 'unit')) await compareOne(landing, part, { value: 'unit', rule: 'unitMismatch' });
  if ((part.kind.name === 'invoices' || part.kind.name === 'payments') && given(part, 'currency')) await compareOne(landing, part, { value: 'currency', rule: 'currencyMismatch' });
  if (part.kind.name === 'inspections') await compareWithReceived(landing, part);
}

async function compareOne({ client, mapping }: Landing, part: Part, { value, rule }: { value: 'unit' | 'currency'; rule: string }): Promise<void> {
  const { parent } = part.kind;
  if (!parent) return;
  await client.query(
    `UPDATE staged s SET problems = json_build_array(json_build_object('column', $1::text, 'value', s.${staged(part, value)}, 'rule', $2::text,
            'hint', 'What it belongs to is in ' || p.${value} || '.'))::text
       FROM ${tableOf(parent.kind)} p
      WHERE s.problems IS NULL AND ${present(part)} AND p.source = $3 AND p.external_id = s.${staged(part, parent.column)} AND p.superseded_at IS NULL
        AND s.${staged(part, value)} <> p.${value}`,
    [title(part, value), rule, mapping.source],
  );
}

/** Judged by the greater of ordered and received, so that an inspection of a part that arrives before its receipt is not kept out. */
async function compareWithReceived({ client, mapping }: Landing, part: Part): Promise<void> {
  const [line, inspected, rejected] = [staged(part, 'lineExternalId'), staged(part, 'inspectedQuantity'), staged(part, 'rejectedQuantity')];
  await client.query(
    `WITH possible AS (
       SELECT s.line, s.${rejected} > greatest(l.ordered_quantity, r.quantity) AS rejected, greatest(l.ordered_quantity, r.quantity) AS most
         FROM staged s
         JOIN order_lines l ON l.source = ${literal(mapping.source)} AND l.external_id = s.${line} AND l.superseded_at IS NULL
        CROSS JOIN LATERAL (SELECT sum(quantity) AS quantity FROM receipts WHERE source = l.source AND line_external_id = l.external_id AND superseded_at IS NULL) r
        WHERE s.problems IS NULL AND ${present(part)} AND s.${inspected} > l.ordered_quantity AND s.${inspected} > coalesce(r.quantity, 0))
     UPDATE staged s SET problems = json_build_array(json_build_object(
            'column', CASE WHEN p.rejected THEN $1::text ELSE $2::text END,
            'value', trim_scale(CASE WHEN p.rejected THEN s.${rejected} ELSE s.${inspected} END)::text,
            'rule', CASE WHEN p.rejected THEN 'rejectedOverReceived' ELSE 'inspectedOverReceived' END,
            'hint', 'Of this line at most ' || trim_scale(p.most) || ' were ordered or received.'))::text
       FROM possible p WHERE p.line = s.line AND s.problems IS NULL`,
    [title(part, 'rejectedQuantity'), title(part, 'inspectedQuantity')],
  );
}
