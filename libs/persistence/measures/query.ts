import type { MeasureGroup } from '#domain/indicators/measure-catalogue.js';
import { Prisma } from '../generated/client.js';

/** Whose facts are measured: those named, everybody, or those of a subquery that gives one column of ids. */
export type SupplierScope = readonly string[] | 'all' | { readonly sql: Prisma.Sql };

/** Which facts are measured and what of them is known. */
export interface MeasureQuery {
  readonly supplierIds: SupplierScope;
  /** The day to which a fact belongs (for order lines the promised date), inclusive, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** What happened after this day does not exist. */
  readonly asOf: string;
  /** Facts that arrived after this instant are not known, nor that they superseded others. */
  readonly cutOffAt: Date;
  /** Days after the promised date that still count as in time. */
  readonly toleranceDays: number;
  /** Only the measures of these groups are computed, the others are 0; absent: all. */
  readonly groups?: readonly MeasureGroup[];
}

/** A condition on a column of supplier ids; empty for everybody. */
export function inScope(column: Prisma.Sql, scope: SupplierScope): Prisma.Sql {
  if (scope === 'all') return Prisma.sql`true`;
  return 'sql' in scope ? Prisma.sql`${column} IN (${scope.sql})` : Prisma.sql`${column} = ANY(${scope}::uuid[])`;
}

/** `SELECT supplier_id` of everybody in the scope, each once. */
export function scopeSql(scope: SupplierScope): Prisma.Sql {
  if (scope === 'all') return Prisma.sql`SELECT id AS supplier_id FROM suppliers`;
  if ('sql' in scope) return Prisma.sql`SELECT DISTINCT supplier_id FROM (${scope.sql}) AS scope (supplier_id)`;
  return Prisma.sql`SELECT DISTINCT supplier_id FROM unnest(${scope}::uuid[]) AS scope (supplier_id)`;
}
