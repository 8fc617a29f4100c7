import { measureGroups, type MeasureName } from '#domain/indicators/measure-catalogue.js';
import { type Measures, measuresFrom } from '#domain/indicators/measures.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { measuresOfGroups, measuresSql, monthlyMeasuresSql } from './measures-sql.js';
import type { MeasureQuery } from './query.js';

export type { MeasureQuery, SupplierScope } from './query.js';

/** The measures of one supplier in one calendar month, `YYYY-MM`. */
export interface MonthOfSupplier {
  readonly supplierId: string;
  readonly month: string;
  readonly measures: Measures;
}

type MeasureRow = Readonly<Partial<Record<MeasureName, string>>> & { readonly supplierId: string };

/**
 * Measures many suppliers in one set-based query; every supplier of the scope is in the answer, without facts as zeros.
 * Equals the plain references of the domain (`measureLines` …), which say what each figure means and why.
 */
export async function measureSuppliers(db: Database | Transaction, query: MeasureQuery): Promise<Map<string, Measures>> {
  const rows = await connectionOf(db).$queryRaw<MeasureRow[]>(
    Prisma.sql`SELECT supplier_id AS "supplierId"${columnsAsText(query)} FROM (${measuresSql(query)}) AS measured`,
  );
  return new Map(rows.map((row) => [row.supplierId, measuresFrom((name) => row[name])]));
}

/** Measures by supplier and calendar month, in order of both; months without facts are absent. */
export async function measureMonthsBySupplier(db: Database | Transaction, query: MeasureQuery): Promise<MonthOfSupplier[]> {
  const rows = await connectionOf(db).$queryRaw<(MeasureRow & { month: string })[]>(
    Prisma.sql`SELECT supplier_id AS "supplierId", month${columnsAsText(query)} FROM (${monthlyMeasuresSql(query)}) AS measured ORDER BY supplier_id, month`,
  );
  return rows.map((row) => ({ supplierId: row.supplierId, month: row.month, measures: measuresFrom((name) => row[name]) }));
}

function columnsAsText({ groups = measureGroups }: MeasureQuery): Prisma.Sql {
  return Prisma.raw(measuresOfGroups(groups).map((name) => `, "${name}"::text`).join(''));
}
