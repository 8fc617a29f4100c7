import { kindsBelongingTo } from '#domain/facts/catalogue.js';
import { columnsOfSource } from '#domain/facts/mapping.js';
import type { Stored } from './judge.js';
import { finds, given, present, staged, title, type Landing, type Part } from './parts.js';
import { supplierOf, tableOf } from './suppliers.js';

/** Warns of facts whose new version belongs to another supplier than the stored one: once per row, with both codes. */
export async function warnOfMoves(landing: Landing, stored: ReadonlyMap<Part, Stored>): Promise<void> {
  const { client, mapping, parts } = landing;
  for (const part of parts) {
    if (!part.kind.ofSupplier || !stored.get(part)?.current) continue;
    await client.query(
      `INSERT INTO noted (line, "column", value, rule, hint)
       SELECT s.line, $1, ${codeNow}, 'supplierChanged',
              'Until now ' || t.external_id || ' was of the supplier ' || before.code || ', from now on it is of ' || ${codeNow} || '${kindsBelongingTo(part.kind).length > 0 ? ', with what belongs to it' : ''}; check that the source means that.'
         FROM judged j JOIN staged s USING (line) LEFT JOIN named n ON n.code = s.supplier_code LEFT JOIN suppliers known ON known.id = ${supplierOf}
         JOIN ${part.kind.table} t ON t.source = $2 AND t.external_id = s.${staged(part, 'externalId')} AND t.superseded_at IS NULL
         JOIN suppliers before ON before.id = t.supplier_id
        WHERE s.problems IS NULL AND j.${part.prefix}fate = 'changed' AND t.supplier_id IS DISTINCT FROM ${supplierOf}
          AND NOT EXISTS (SELECT FROM noted o WHERE o.line = s.line AND o.rule = 'supplierChanged')`,
      [supplierTitle(landing, part), mapping.source],
    );
  }
}

/**
 * Warns of facts that name another supplier than the stored fact they belong to, such as a receipt and its order line; not of
 * one that comes again as it was and has followed that fact meanwhile.
 */
export async function warnOfOtherSuppliers(landing: Landing): Promise<void> {
  const { client, mapping, parts } = landing;
  for (const part of parts) {
    const { parent } = part.kind;
    if (!parent || !given(part, parent.column) || isOfSameRow(part, parts)) continue;
    const table = tableOf(parent.kind);
    if (!(await finds(client, `SELECT FROM ${table} WHERE source = $1 AND superseded_at IS NULL`, [mapping.source]))) continue;
    const consequence = parent.kind === 'orderLines' ? 'it counts for neither until one of the two is corrected' : 'correct one of the two';
    await client.query(
      `INSERT INTO noted (line, "column", value, rule, hint)
       SELECT s.line, $1, ${codeNow}, 'otherSupplierThanLine',
              p.external_id || ' is of the supplier ' || theirs.code || ', what belongs to it names ' || ${codeNow} || '; ${consequence}.'
         FROM staged s LEFT JOIN named n ON n.code = s.supplier_code LEFT JOIN suppliers known ON known.id = ${supplierOf}
         JOIN ${table} p ON p.source = $2 AND p.external_id = s.${staged(part, parent.column)} AND p.superseded_at IS NULL
         JOIN suppliers theirs ON theirs.id = p.supplier_id
        WHERE s.problems IS NULL AND ${present(part)} AND p.supplier_id IS DISTINCT FROM ${supplierOf}
          AND NOT EXISTS (SELECT FROM ${part.kind.table} t WHERE t.source = $2 AND t.external_id = s.${staged(part, 'externalId')}
                             AND t.superseded_at IS NULL AND t.supplier_id = p.supplier_id AND t.content_hash = s.${part.prefix}hash)`,
      [supplierTitle(landing, part), mapping.source],
    );
  }
}

/** The supplier of a staged row by its code: that of the survivor where it was merged, that of the file where it is yet to be created. */
const codeNow = 'coalesce(known.code, s.supplier_code)';

/** The row gives the fact that this one belongs to as well: both have the same supplier. */
function isOfSameRow(part: Part, parts: readonly Part[]): boolean {
  const { parent } = part.kind;
  return parent !== null && parts.some((other) => other !== part && other.kind.name === parent.kind && staged(other, 'externalId') === staged(part, parent.column));
}

function supplierTitle({ mapping }: Landing, part: Part): string {
  const named = mapping.supplier && columnsOfSource(mapping.supplier.from)[0];
  return named ?? title(part, part.kind.parent?.column ?? 'externalId');
}
