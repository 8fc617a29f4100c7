import { factKinds } from '#domain/facts/catalogue.js';
import { columnsOfSource, mayNameNoSupplier } from '#domain/facts/mapping.js';
import { beginnings } from '#domain/supplier/status.js';
import { finds, given, staged, title, type Landing, type Part } from './parts.js';

/**
 * Finds the suppliers that the rows name, into the table `named`: the id by code, of the surviving supplier where one was
 * merged into another, null where there is none. Rows that name none belong to the supplier of the fact theirs is part of.
 */
export async function findSuppliers(landing: Landing): Promise<void> {
  const { client, mapping } = landing;
  await client.query(
    `CREATE TEMPORARY TABLE named ON COMMIT DROP AS
     WITH RECURSIVE found AS (
       SELECT code, s.id, s.merged_into_id, 0 AS step
         FROM (SELECT DISTINCT supplier_code AS code FROM staged WHERE problems IS NULL AND supplier_code IS NOT NULL) c LEFT JOIN suppliers s USING (code)
       UNION ALL
       SELECT f.code, s.id, s.merged_into_id, f.step + 1 FROM found f JOIN suppliers s ON s.id = f.merged_into_id WHERE f.step < 50)
     SELECT code, id FROM found WHERE merged_into_id IS NULL`,
  );
  await client.query('ANALYZE named');
  if (mayNameNoSupplier(mapping) && (await finds(client, 'SELECT FROM staged WHERE supplier_code IS NULL AND problems IS NULL'))) await followParents(landing);
  if (mapping.supplier?.create) return;
  if (!(await finds(client, 'SELECT FROM named WHERE id IS NULL'))) return;
  const column = (mapping.supplier && columnsOfSource(mapping.supplier.from)[0]) ?? null;
  await client.query(
    `UPDATE staged SET problems = json_build_array(json_build_object('column', $1::text, 'value', coalesce(supplier_name, supplier_code), 'rule', 'unknownSupplier',
            'hint', 'No supplier has the code ' || supplier_code || '; create it, then import this row again.'))::text
      WHERE problems IS NULL AND supplier_code IN (SELECT code FROM named WHERE id IS NULL)`,
    [column],
  );
}

/** The supplier of a row that names none: that of the stored fact it belongs to, or of one in the same file. */
async function followParents({ client, mapping, parts }: Landing): Promise<void> {
  for (const part of parts) {
    const parent = part.kind.parent;
    if (!parent || !given(part, parent.column)) continue;
    await client.query(
      `UPDATE staged s SET supplier_id = p.supplier_id FROM ${tableOf(parent.kind)} p
        WHERE s.supplier_code IS NULL AND s.supplier_id IS NULL AND s.problems IS NULL AND p.source = $1
          AND p.external_id = s.${staged(part, parent.column)} AND p.superseded_at IS NULL`,
      [mapping.source],
    );
  }
  for (const part of parts) {
    const sibling = parts.find((other) => other !== part && other.kind.name === part.kind.parent?.kind);
    if (!sibling || !part.kind.parent || !given(part, part.kind.parent.column)) continue;
    await client.query(
      `UPDATE staged s SET supplier_id = coalesce(p.supplier_id, n.id) FROM staged p LEFT JOIN named n ON n.code = p.supplier_code
        WHERE s.supplier_code IS NULL AND s.supplier_id IS NULL AND s.problems IS NULL AND p.problems IS NULL
          AND p.${staged(sibling, 'externalId')} = s.${staged(part, part.kind.parent.column)}`,
    );
  }
  const orphan = parts.find(({ kind }) => kind.parent);
  if (!orphan?.kind.parent || parts.some(({ kind }) => !kind.ofSupplier)) return;
  await client.query(
    `UPDATE staged SET problems = json_build_array(json_build_object('column', $1::text, 'value', ${parentIds(parts)}, 'rule', 'missingSupplier',
            'hint', 'Name the supplier, or import first what this belongs to.'))::text
      WHERE supplier_code IS NULL AND supplier_id IS NULL AND problems IS NULL`,
    [title(orphan, orphan.kind.parent.column)],
  );
}

const parentIds = (parts: readonly Part[]): string =>
  `coalesce(${[...parts.flatMap((part) => (part.kind.parent && given(part, part.kind.parent.column) ? [staged(part, part.kind.parent.column)] : [])), "''"].join(', ')})`;

/** The table of a kind that another one names as what it belongs to. */
export function tableOf(kind: string): string {
  const found = Object.values(factKinds).find(({ name }) => name === kind);
  if (!found) throw new Error(`There is no kind of fact ${kind}`);
  return found.table;
}

/** Creates the suppliers that the mapping may create; those known by their code stay as they are. */
export async function createSuppliers({ client, mapping, at }: Landing): Promise<void> {
  if (!mapping.supplier?.create || !(await finds(client, 'SELECT FROM named WHERE id IS NULL'))) return;
  const { kind, language, timeZone } = mapping.supplier.create;
  await client.query(
    `INSERT INTO suppliers (id, code, name, time_zone, language, kind, status, segment, categories, version, created_at, updated_at)
     SELECT gen_random_uuid(), code, name, $1, $2, $3, $5, 'routine', '{}', 1, $4, $4
       FROM (SELECT DISTINCT ON (s.supplier_code) s.supplier_code AS code, coalesce(s.supplier_name, s.supplier_code) AS name
               FROM staged s JOIN named n ON n.code = s.supplier_code AND n.id IS NULL WHERE s.problems IS NULL ORDER BY s.supplier_code, s.line) made
     ON CONFLICT (code) DO NOTHING`,
    [timeZone, language, kind, at, beginnings.known],
  );
  await client.query('UPDATE named n SET id = s.id FROM suppliers s WHERE n.id IS NULL AND s.code = n.code');
}

/** SQL of the id of a staged row's supplier: `s` is the row, `n` its row of `named`. */
export const supplierOf = 'coalesce(s.supplier_id, n.id)';
