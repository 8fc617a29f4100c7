import { hash } from 'node:crypto';
import { contentWriter } from '#domain/facts/content.js';
import type { Cells, ReadRow } from '#domain/facts/read-row.js';
import { sqlType, staged, stagedValues, type Part } from './parts.js';

/**
 * The table `staged`: one row per row of the file that was not filtered, one column per value of each of its facts. `problems`
 * marks the rows that are quarantined; `cells` holds the row as read, a JSON array in the order of the mapping's columns.
 */
export function createStaging(parts: readonly Part[]): string {
  const columns = parts.flatMap((part) => [
    ...stagedValues(part).map(([name, { type }]) => `${staged(part, name)} ${sqlType(type)}`),
    `${part.prefix}hash text`,
  ]);
  return `CREATE TEMPORARY TABLE staged (line integer NOT NULL, cells text NOT NULL, problems text, warnings text,
    supplier_code text, supplier_name text, supplier_id uuid, ${columns.join(', ')}) ON COMMIT DROP`;
}

export const copyIntoStaging = 'COPY staged FROM STDIN';

/** Writes rows as lines of COPY's text format, in the order of {@link createStaging}. */
export function stagedLineWriter(parts: readonly Part[]): (line: number, cells: Cells, read: Exclude<ReadRow, { kind: 'filtered' }>) => string {
  const facts = parts.map((part) => ({ names: stagedValues(part).map(([name]) => name), contentOf: contentWriter(part.kind) }));
  const none = facts.map(({ names }) => '\t\\N'.repeat(names.length + 1));
  const nothing = `\t\\N\t\\N\t\\N\t\\N${none.join('')}\n`;
  return (line, cells, read) => {
    const head = `${line}\t${copyText(JSON.stringify(cells))}`;
    if (read.kind === 'quarantined') return `${head}\t${copyText(JSON.stringify(read.problems))}${nothing}`;
    const { supplier, warnings } = read;
    const code = supplier?.code ?? '';
    let text = `${head}\t\\N\t${warnings.length > 0 ? copyText(JSON.stringify(warnings)) : '\\N'}\t`;
    text += supplier ? `${copyText(code)}\t${copyText(supplier.name)}\t\\N` : '\\N\t\\N\t\\N';
    for (let position = 0; position < facts.length; position++) {
      const values = read.facts[position];
      const { names, contentOf } = facts[position]!;
      if (!values) {
        text += none[position];
        continue;
      }
      for (const name of names) {
        const value = values[name];
        text += value === null || value === undefined ? '\t\\N' : `\t${copyText(value)}`;
      }
      text += `\t${hash('sha256', contentOf(code, values))}`;
    }
    return `${text}\n`;
  };
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const special = /[\\\t\n\r]/;
const specials = /[\\\t\n\r]/g;

function copyText(value: string): string {
  return special.test(value) ? value.replace(specials, (character) => escapes[character] ?? character) : value;
}
