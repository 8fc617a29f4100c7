import { columnName, storedColumns } from '#domain/facts/kind.js';
import type { Stored } from './judge.js';
import { finds, given, present, staged, type Landing, type Part } from './parts.js';
import { supplierOf } from './suppliers.js';

/**
 * Lets one import of a source land at a time, until its transaction ends: the second of two that run at once waits here
 * and then sees what the first has landed. Anything else that writes facts of the source takes the same lock.
 */
export async function lockSource(client: Landing['client'], source: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`facts of ${source}`]);
}

/** Lands new facts, and new versions of changed ones after closing the version before. A fact taken back is closed without a successor. */
export async function landFacts(landing: Landing, stored: ReadonlyMap<Part, Stored>): Promise<void> {
  for (const part of landing.parts) {
    const before = stored.get(part);
    if (before?.current) await closeVersions(landing, part);
    await insertVersions(landing, part, before?.current || before?.superseded ? 'continued' : 'first');
  }
}

async function closeVersions({ client, mapping, parts, at }: Landing, part: Part): Promise<void> {
  const id = part.ofRow && parts[0] ? staged(parts[0], 'externalId') : staged(part, 'externalId');
  await client.query(
    `UPDATE ${part.kind.table} t SET superseded_at = $2
       FROM staged s JOIN judged j USING (line)
      WHERE j.${part.prefix}fate IN ('changed', 'withdrawn') AND t.source = $1 AND t.external_id = s.${id} AND t.superseded_at IS NULL`,
    [mapping.source, at],
  );
}

async function insertVersions({ client, mapping, importId, at }: Landing, part: Part, versions: 'first' | 'continued'): Promise<void> {
  const { kind, prefix } = part;
  const names = storedColumns(kind).flatMap(([name]) => (given(part, name) ? [name] : []));
  const id = `s.${staged(part, 'externalId')}`;
  const version =
    versions === 'first' ? '1' : `coalesce((SELECT max(version) FROM ${kind.table} v WHERE v.source = $1 AND v.external_id = ${id}), 0) + 1`;
  // Joins keep the order of the file, in which keys mostly ascend: indexes grow several times faster at their end.
  const exceptions = await finds(client, 'SELECT FROM judged');
  await client.query(
    `INSERT INTO ${kind.table} (id, ${kind.ofSupplier ? 'supplier_id, ' : ''}source, version, ${names.map(columnName).join(', ')}, content_hash, import_id, arrived_at)
     SELECT s.${prefix}id, ${kind.ofSupplier ? `${supplierOf}, ` : ''}$1, ${version}, ${names.map((name) => `s.${staged(part, name)}`).join(', ')}, s.${prefix}hash, $3, $2
       FROM staged s ${exceptions ? 'LEFT JOIN judged j USING (line)' : ''} ${kind.ofSupplier ? 'LEFT JOIN named n ON n.code = s.supplier_code' : ''}
      WHERE s.problems IS NULL AND ${present(part)} ${exceptions ? `AND (j.line IS NULL OR j.${prefix}fate IN ('new', 'changed'))` : ''}`,
    [mapping.source, at, importId],
  );
}
