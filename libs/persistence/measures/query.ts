import type { MeasureGroup } from '#domain/indicators/measure-catalogue.js';
import { Prisma } from '../generated/client.js';

/** Whose facts are measured: those named, everybody, or those of a subquery that gives one column of ids. */
export type SupplierScope = readonly string[] | 'all' | { readonly sql: Prisma.Sql };

/** Which facts are measured and what of them is known. */
export interface MeasureQuery {
  readonly supplierIds: SupplierScope;
  /**
   * True where the scope is a good part of all suppliers: facts are then read in whole passes and not by index.
   * Absent: false for suppliers by name, true for the rest.
   */
  readonly many?: boolean;
  /** The day to which a fact belongs (for order lines the promised date), inclusive, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** What happened after this day does not exist. */
  readonly asOf: string;
  /** Facts that arrived after this instant are not known, nor that they superseded others. */
  readonly cutOffAt: Date;
  /** Days after the promised date that still count as in time. */
  readonly toleranceDays: number;
  /** Percent above the quantity due from which a line is over-delivered; absent: 5. */
  readonly overDeliveryPercent?: number;
  /** Days after the end of a rectification in which another of its kind is a recurrence; absent: 90. */
  readonly recurrenceDays?: number;
  /** Only the measures of these groups are computed, the others are 0; absent: all. */
  readonly groups?: readonly MeasureGroup[];
}

/** A condition on a column of supplier ids; true for everybody. */
export function inScope({ supplierIds: scope }: MeasureQuery, column = Prisma.sql`supplier_id`): Prisma.Sql {
  if (scope === 'all') return Prisma.sql`true`;
  return 'sql' in scope ? Prisma.sql`${column} IN (${scope.sql})` : Prisma.sql`${column} = ANY(${scope}::uuid[])`;
}

/** `SELECT supplier_id` of everybody in the scope, each once. */
export function scopeSql({ supplierIds: scope }: MeasureQuery): Prisma.Sql {
  if (scope === 'all') return Prisma.sql`SELECT id AS supplier_id FROM suppliers`;
  if ('sql' in scope) return Prisma.sql`SELECT DISTINCT supplier_id FROM (${scope.sql}) AS scope (supplier_id)`;
  return Prisma.sql`SELECT DISTINCT supplier_id FROM unnest(${scope}::uuid[]) AS scope (supplier_id)`;
}

/** A condition on the day to which a fact belongs: in the period, and not after the day looked from. */
export function inPeriod({ from, to, asOf }: MeasureQuery, day: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${day} BETWEEN ${from}::date AND least(${to}::date, ${asOf}::date)`;
}

/** A condition on a day: not after the day looked from. */
export function happened({ asOf }: MeasureQuery, day: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${day} <= ${asOf}::date`;
}

/** A condition on an instant: known at the cut-off. */
export function knownAt({ cutOffAt }: MeasureQuery, instant: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${instant} <= ${cutOffAt.toISOString()}::timestamptz`;
}

/**
 * A SELECT of the named columns of the versions that were current at the cut-off and meet the condition. For few suppliers
 * those still current, by their partial index, and those replaced since; for many in one pass over the table.
 */
export function knownFacts(query: MeasureQuery, table: string, columns: Prisma.Sql, where: Prisma.Sql): Prisma.Sql {
  const { cutOffAt, supplierIds, many = !Array.isArray(supplierIds) } = query;
  const known = Prisma.sql`SELECT ${columns} FROM ${Prisma.raw(table)} WHERE ${where} AND ${knownAt(query, Prisma.sql`arrived_at`)}`;
  const replacedSince = Prisma.sql`superseded_at > ${cutOffAt.toISOString()}::timestamptz`;
  return many
    ? Prisma.sql`${known} AND (superseded_at IS NULL OR ${replacedSince})`
    : Prisma.sql`${known} AND superseded_at IS NULL UNION ALL ${known} AND ${replacedSince}`;
}
