import type pg from 'pg';
import { kindNamed } from '#domain/facts/catalogue.js';
import { columnName, storedColumns, type Column, type FactKind, type ValueType } from '#domain/facts/kind.js';
import type { FactMapping, Mapping } from '#domain/facts/mapping.js';
import { titleOf } from '#domain/facts/read-row.js';

/** One of the facts that each row of a mapping may give: its columns in the table `staged` carry its prefix. */
export interface Part {
  readonly kind: FactKind;
  readonly fact: FactMapping;
  readonly prefix: string;
  /** The row is this fact's own: both have the same id, so a row without it takes an earlier one back. */
  readonly ofRow: boolean;
}

/** The client of the import's one transaction, what it imports, and the instant its facts arrive at. */
export interface Landing {
  readonly client: pg.ClientBase;
  readonly importId: string;
  readonly mapping: Mapping;
  readonly parts: readonly Part[];
  readonly at: Date;
}

export function partsOf(mapping: Mapping): Part[] {
  const first = JSON.stringify(mapping.facts[0]?.values['externalId']);
  return mapping.facts.map((fact, position) => ({
    kind: kindNamed(fact.kind),
    fact,
    prefix: `f${position}_`,
    ofRow: position > 0 && !fact.when && !mapping.facts[0]?.when && JSON.stringify(fact.values['externalId']) === first,
  }));
}

/** The staged column of a part's value. */
export const staged = (part: Part, name: string): string => `${part.prefix}${columnName(name)}`;

/** The title of a part's value in the file, as a person knows it. */
export const title = (part: Part, name: string): string => titleOf(part.fact, name);

/** The values of a part that are staged: those stored, then those only compared. */
export function stagedValues({ kind }: Part): [string, Column][] {
  return [...storedColumns(kind), ...Object.entries(kind.columns).filter(([, { kept }]) => !kept)];
}

/** The type of a value in the database. */
export function sqlType(type: ValueType): string {
  switch (type.is) {
    case 'decimal':
      return `numeric(${type.digits.whole + type.digits.decimals},${type.digits.decimals})`;
    case 'integer':
      return 'integer';
    case 'date':
      return 'date';
    case 'instant':
      return 'timestamptz(3)';
    case 'boolean':
      return 'boolean';
    case 'uuids':
      return 'uuid[]';
    case 'figures':
      return 'jsonb';
    default:
      return 'text';
  }
}

/** A text as SQL: CREATE TABLE AS takes no parameters. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** True when the statement, a SELECT, finds a row. */
export async function finds(client: pg.ClientBase, select: string, values: unknown[] = []): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(`SELECT EXISTS (${select}) AS found`, values);
  return rows[0]?.found === true;
}
