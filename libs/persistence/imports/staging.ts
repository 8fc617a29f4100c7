import { hash } from 'node:crypto';
import { contentWriter } from '#domain/facts/content.js';
import type { ValueType } from '#domain/facts/kind.js';
import type { Cells, ReadRow } from '#domain/facts/read-row.js';
import { ownValues, sqlType, staged, type Part } from './parts.js';

/**
 * The table `staged`: one row per row of the file that was not filtered, one column per value of each of its facts. `problems`
 * marks the rows that are quarantined; `cells` holds the row as read, its
 * cells in the order of the mapping's columns, divided by {@link cellDivider}.
 */
export function createStaging(parts: readonly Part[]): string {
  const columns = parts.flatMap((part) => [
    ...ownValues(part).map(([name, { type }]) => `${staged(part, name)} ${sqlType(type)}`),
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
  const facts = parts.map((part) => ({ columns: ownValues(part).map(([name, { type }]) => ({ name, free: freely(type) })), contentOf: contentWriter(part.kind) }));
  const none = facts.map(({ columns }) => '\t\\N'.repeat(columns.length + 1));
  const nothing = `\t\\N\t\\N\t\\N\t\\N${none.join('')}\n`;
  return (line, cells, read) => {
    const head = `${line}\t${copyText(cells.join(cellDivider))}`;
    if (read.kind === 'quarantined') return `${head}\t${copyText(JSON.stringify(read.problems))}${nothing}`;
    const { supplier, warnings } = read;
    const code = supplier?.code ?? '';
    let text = `${head}\t\\N\t${warnings.length > 0 ? copyText(JSON.stringify(warnings)) : '\\N'}\t`;
    text += supplier ? `${copyText(code)}\t${supplier.name === code ? '\\N' : copyText(supplier.name)}\t\\N` : '\\N\t\\N\t\\N';
    for (const [position, { columns, contentOf }] of facts.entries()) {
      const values = read.facts[position];
      if (!values) {
        text += none[position];
        continue;
      }
      for (const { name, free } of columns) {
        const value = values[name];
        text += value === null || value === undefined ? '\t\\N' : `\t${free ? copyText(value) : value}`;
      }
      text += `\t${hash('sha256', contentOf(code, values))}`;
    }
    return `${text}\n`;
  };
}

/** Values that may hold anything; numbers and dates in their canonical form need no escape. */
const freely = ({ is }: ValueType): boolean => !['decimal', 'integer', 'date', 'instant', 'boolean', 'currency'].includes(is);

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const special = /[\\\t\n\r]/;
const specials = /[\\\t\n\r]/g;

function copyText(value: string): string {
  return special.test(value) ? value.replace(specials, (character) => escapes[character] ?? character) : value;
}
