import type { IndicatorDefinition } from '#domain/indicators/definition.js';
import { Exact } from '#domain/indicators/exact.js';
import { addedBy, measuresUsed } from '#domain/indicators/facts-behind.js';
import { groupsOf, type MeasureName } from '#domain/indicators/measure-catalogue.js';
import { BadCursor, decodeCursor, type Page, pageOf } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { type Counted, factViews } from './fact-views.js';
import { arrivalsOf, type LineArrivals } from './line-arrivals.js';
import { type Pass, passesOf } from './measures-sql.js';
import type { MeasureQuery } from './query.js';

/** One fact behind a figure. */
export interface FactBehind {
  readonly kind: string;
  readonly id: string;
  /** The day to which it belongs, `YYYY-MM-DD`. */
  readonly on: string;
  readonly counted: Counted;
  /** What it adds to each measure of the indicator. */
  readonly adds: Readonly<Record<string, number>>;
  /** What it adds to the numerator and the denominator; null where these are no plain sums of measures. */
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** The fact itself; an order line judged by its arrivals has those too. */
  readonly fact: Readonly<Record<string, unknown>>;
}

interface FactRow {
  readonly kind: string;
  readonly part: number;
  readonly id: string;
  readonly on: string;
  readonly counted: Counted;
  readonly adds: Readonly<Record<string, string>>;
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * A page of the facts of one supplier behind a figure, by their day: summed over all pages, what they add is the figure's
 * numerator and denominator. Lines cancelled in time add nothing and are shown all the same. @throws BadCursor
 */
export async function factsBehind(
  db: Database | Transaction,
  indicator: IndicatorDefinition,
  query: Omit<MeasureQuery, 'supplierIds' | 'groups' | 'many'> & { supplierId: string; limit: number; cursor?: string },
): Promise<Page<FactBehind>> {
  const { supplierId, limit, cursor, ...window } = query;
  const asked: MeasureQuery = { ...window, supplierIds: [supplierId] };
  const measures = measuresUsed(indicator);
  const passes = passesOf(groupsOf(measures));
  // A number alone needs no facts.
  if (passes.length === 0) return { items: [], nextCursor: null };
  const parts = passes.map((pass, part) => passFacts(asked, pass, part, measures.filter((name) => name in pass.sums)));
  const rows = await connectionOf(db).$queryRaw<FactRow[]>(Prisma.sql`
    SELECT kind, part, id, to_char(on_date, 'YYYY-MM-DD') AS "on", counted, adds, content
    FROM (${Prisma.join(parts, ' UNION ALL ')}) AS behind
    WHERE ${after(cursor)} ORDER BY on_date, part, id LIMIT ${limit + 1}`);
  const arrivals = await arrivalsByRow(db, asked, rows.slice(0, limit));
  return pageOf(
    rows,
    limit,
    ({ kind, id, on, counted, adds, content }) => {
      const added = new Map(Object.entries(adds).map(([name, value]) => [name, new Exact(value)]));
      return {
        kind,
        id,
        on,
        counted,
        adds: Object.fromEntries([...added].map(([name, value]) => [name, value.toNumber()])),
        numerator: addedBy(indicator.expressions.numerator, added)?.toNumber() ?? null,
        denominator: addedBy(indicator.expressions.denominator, added)?.toNumber() ?? null,
        fact: { ...content, ...arrivals.get(id) },
      };
    },
    (row) => [row.on, row.part, row.id],
  );
}

/** What adds nothing to any measure of the indicator is not behind it, unless it is a line that was cancelled. */
function passFacts(query: MeasureQuery, { group, rows, sums }: Pass, part: number, measures: readonly MeasureName[]): Prisma.Sql {
  const { kind, table, counted, content, rows: allRows = (of: MeasureQuery) => rows(of, false) } = factViews[group];
  const showsCancelled = measures.some((name) => name === 'linesDue' || name === 'quantityDue');
  // Of the lines, also those without a quantity due are read here; they add nothing.
  const added = (name: MeasureName): Prisma.Sql => {
    const sum = Prisma.sql`coalesce((${sums[name] ?? Prisma.sql`0`})::numeric, 0)`;
    return factViews[group].rows ? Prisma.sql`CASE WHEN quantity > 0 THEN ${sum} ELSE 0 END` : sum;
  };
  const columns = measures.map((name) => Prisma.sql`${added(name)} AS ${Prisma.raw(`"${name}"`)}`);
  const pairs = measures.map((name) => Prisma.sql`${name}::text, ${Prisma.raw(`fact."${name}"`)}::text`);
  const anything = Prisma.join(measures.map((name) => Prisma.sql`${Prisma.raw(`fact."${name}"`)} <> 0`), ' OR ');
  return Prisma.sql`
    SELECT * FROM (
      SELECT ${kind}::text AS kind, ${part}::int AS part, fact.id, fact.on_date, ${counted} AS counted,
        jsonb_build_object(${Prisma.join(pairs)}) AS adds, ${content} AS content, ${anything} AS adds_anything
      FROM (SELECT *, ${Prisma.join(columns)} FROM (${allRows(query)}) AS fact) AS fact
      ${table === null ? Prisma.empty : Prisma.sql`JOIN ${Prisma.raw(table)} AS stored ON stored.id = fact.id`}
    ) AS fact WHERE adds_anything ${showsCancelled ? Prisma.sql`OR counted = 'cancelled'` : Prisma.empty}`;
}

function after(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`;
  const [on, part, id] = decodeCursor(cursor, ['text', 'integer', 'uuid']);
  if (!/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(on) || Number.isNaN(Date.parse(on))) throw new BadCursor();
  return Prisma.sql`(on_date, part, id) > (${on}::date, ${part}::int, ${id}::uuid)`;
}

async function arrivalsByRow(db: Database | Transaction, query: MeasureQuery, rows: readonly FactRow[]): Promise<Map<string, LineArrivals>> {
  const lines = rows.filter(({ content }) => 'quantityArrived' in content);
  const arrivals = await arrivalsOf(
    db,
    query,
    lines.map(({ content }) => ({ source: String(content['source']), externalId: String(content['externalId']) })),
  );
  return new Map(lines.flatMap(({ id }, index) => (arrivals[index] ? [[id, arrivals[index]] as const] : [])));
}
