import { hash, randomUUID } from 'node:crypto';
import { contentWriter } from '#domain/facts/content.js';
import { isFreeText, type Values } from '#domain/facts/kind.js';
import type { Cells, ReadRow } from '#domain/facts/read-row.js';
import { ownValues, sqlType, staged, type Part } from './parts.js';

/**
 * The table `staged`: one row per row of the file that was not filtered, one column per value of each of its facts, and the id
 * and the hash each would land with. `problems` marks the rows that are quarantined; `cells` holds the row as read, its cells in
 * the order of the mapping's columns, divided by {@link cellDivider}.
 * The ids are made here: PostgreSQL asks the system for every single one, which takes it a tenth of the landing.
 */
export function createStaging(parts: readonly Part[]): string {
  const columns = parts.flatMap((part) => [
    ...ownValues(part).map(([name, { type }]) => `${staged(part, name)} ${sqlType(type)}`),
    `${part.prefix}id uuid`,
    `${part.prefix}hash text`,
  ]);
  return `CREATE TEMPORARY TABLE staged (line integer NOT NULL, cells text NOT NULL, problems text, warnings text,
    supplier_code text, supplier_name text, supplier_id uuid, ${columns.join(', ')}) ON COMMIT DROP`;
}

/** U+001F, the unit separator: what stands between two cells. Readers of files put U+FFFD in its place. */
export const cellDivider = '\u001f';

export const copyIntoStaging = 'COPY staged FROM STDIN';

/** Writes rows as lines of COPY's text format, in the order of {@link createStaging}. */
export function stagedLineWriter(parts: readonly Part[]): (line: number, cells: Cells, read: Exclude<ReadRow, { kind: 'filtered' }>) => string {
  const writers = parts.map(factWriter);
  const nothing = `\t\\N\t\\N\t\\N\t\\N${writers.map((write) => write('', null)).join('')}\n`;
  return (line, cells, read) => {
    const head = `${line}\t${copyText(cells.join(cellDivider))}`;
    if (read.kind === 'quarantined') return `${head}\t${copyText(JSON.stringify(read.problems))}${nothing}`;
    const { supplier, warnings } = read;
    const code = supplier?.code ?? '';
    let text = `${head}\t\\N\t${warnings.length > 0 ? copyText(JSON.stringify(warnings)) : '\\N'}\t`;
    text += supplier ? `${copyText(code)}\t${supplier.name === code ? '\\N' : copyText(supplier.name)}\t\\N` : '\\N\t\\N\t\\N';
    for (let position = 0; position < writers.length; position++) text += writers[position]?.(code, read.facts[position] ?? null);
    return `${text}\n`;
  };
}

/** Writes the columns of one fact of a row: its values, its id and its hash, or nothing in each. */
function factWriter(part: Part): (supplierCode: string, values: Values | null) => string {
  const columns = ownValues(part).map(([name, { type }]) => ({ name, free: isFreeText(type) }));
  const contentOf = contentWriter(part.kind);
  const none = '\t\\N'.repeat(columns.length + 2);
  return (supplierCode, values) => {
    if (!values) return none;
    let text = '';
    for (const { name, free } of columns) {
      const value = values[name];
      text += value === null || value === undefined ? '\t\\N' : `\t${free ? copyText(value) : value}`;
    }
    return `${text}\t${randomUUID()}\t${hash('sha256', contentOf(supplierCode, values))}`;
  };
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const special = /[\\\t\n\r]/;
const specials = /[\\\t\n\r]/g;

function copyText(value: string): string {
  return special.test(value) ? value.replace(specials, (character) => escapes[character] ?? character) : value;
}
