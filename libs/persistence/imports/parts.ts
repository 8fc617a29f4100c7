import type pg from 'pg';
import { kindNamed } from '#domain/facts/catalogue.js';
import { columnName, type Column, type FactKind, type ValueType } from '#domain/facts/kind.js';
import type { FactMapping, Mapping } from '#domain/facts/mapping.js';
import { titleOf } from '#domain/facts/read-row.js';

/** One of the facts that each row of a mapping may give: its columns in the table `staged` carry its prefix. */
export interface Part {
  readonly kind: FactKind;
  readonly fact: FactMapping;
  readonly prefix: string;
  /** The staged column of each of its values. */
  readonly columns: ReadonlyMap<string, string>;
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

/** The parts of a mapping's rows. What a row's own fact and another take from the same column of the file is staged once. */
export function partsOf(mapping: Mapping): Part[] {
  const [first] = mapping.facts;
  const shared = new Map<string, string>();
  return mapping.facts.map((fact, position) => {
    const kind = kindNamed(fact.kind);
    const prefix = `f${position}_`;
    const columns = new Map(
      stagedValues(kind, fact).map(([name, { type, identifies }]) => {
        const origin = fact.values[name] === undefined ? null : JSON.stringify([fact.values[name], type.is, sqlType(type), identifies]);
        const own = `${prefix}${columnName(name)}`;
        if (origin !== null && position === 0 && !fact.when && !fact.absentWithout && !shared.has(origin)) shared.set(origin, own);
        return [name, position > 0 && origin !== null ? (shared.get(origin) ?? own) : own];
      }),
    );
    const ofRow = position > 0 && !fact.when && !first?.when && JSON.stringify(fact.values['externalId']) === JSON.stringify(first?.values['externalId']);
    return { kind, fact, prefix, columns, ofRow };
  });
}

/** The staged column of a part's value. @throws when the mapping gives no such value */
export function staged(part: Part, name: string): string {
  const column = part.columns.get(name);
  if (column === undefined) throw new Error(`${part.kind.name} of this mapping have no ${name}`);
  return column;
}

/** SQL of a part's value in the row `s` of `staged`: null where the mapping never gives it. */
export function valueOf(part: Part, name: string): string {
  return given(part, name) ? `s.${staged(part, name)}` : `NULL::${sqlType((part.kind.columns[name] as Column).type)}`;
}

/** True when the rows can have that value. */
export const given = (part: Part, name: string): boolean => part.columns.has(name);

/** SQL that is true for rows `s` that give the fact. */
export const present = (part: Part): string => `s.${part.prefix}hash IS NOT NULL`;

/** The values whose staged columns are the part's own, and their types. */
export function ownValues({ kind, columns, prefix }: Part): [string, Column][] {
  return Object.entries(kind.columns).filter(([name]) => columns.get(name)?.startsWith(prefix));
}

/** The title of a part's value in the file, as a person knows it. */
export const title = (part: Part, name: string): string => titleOf(part.fact, name);

/** The values that are staged: those the mapping gives, those that have something to stand in, and those that follow. */
function stagedValues(kind: FactKind, fact: FactMapping): [string, Column][] {
  return Object.entries(kind.columns).filter(
    ([name, { otherwise }]) => fact.values[name] !== undefined || otherwise !== null || kind.completed.includes(name),
  );
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
