import { measureCatalogue, type MeasureGroup, measureGroups, type MeasureName, measureNames } from '#domain/indicators/measure-catalogue.js';
import { Prisma } from '../generated/client.js';
import { deliveries } from './deliveries.js';
import type { FactGroup } from './fact-group.js';
import { type MeasureQuery, scopeSql } from './query.js';

const factGroups: Readonly<Record<MeasureGroup, FactGroup>> = { deliveries };

/**
 * A SELECT of one row for each supplier of the scope, without facts as zeros: `supplier_id`, and each measure of the groups
 * asked for as a numeric column of its name, `"linesDue"`. Its plan reads all facts of a group in one pass.
 */
export function measuresSql(query: MeasureQuery): Prisma.Sql {
  const groups = query.groups ?? measureGroups;
  const joins = groups.map((group) => Prisma.sql`LEFT JOIN (${groupSql(group, query)}) AS ${Prisma.raw(`"${group}"`)} USING (supplier_id)`);
  return Prisma.sql`SELECT scope.supplier_id${columnsOf(groups)} FROM (${scopeSql(query.supplierIds)}) AS scope ${Prisma.join(joins, ' ', '', '')}`;
}

/**
 * The same by calendar month: `supplier_id`, `month` (`YYYY-MM`) and the measures, one row for each supplier and month with
 * facts in any of the groups; months without are absent. What compares with the whole period – prices – does so here too.
 */
export function monthlyMeasuresSql(query: MeasureQuery): Prisma.Sql {
  const groups = query.groups ?? measureGroups;
  const parts = groups.map((group) => Prisma.sql`(${groupSql(group, query, true)}) AS ${Prisma.raw(`"${group}"`)}`);
  return Prisma.sql`SELECT supplier_id, month${columnsOf(groups)} FROM ${Prisma.join(parts.slice(0, 1))} ${
    parts.length > 1 ? Prisma.join(parts.slice(1).map((part) => Prisma.sql`FULL JOIN ${part} USING (supplier_id, month)`), ' ') : Prisma.empty
  }`;
}

/** The measures of these groups, in the order of the catalogue. */
export function measuresOfGroups(groups: readonly MeasureGroup[]): MeasureName[] {
  return measureNames.filter((name) => groups.includes(measureCatalogue[name].group));
}

function columnsOf(groups: readonly MeasureGroup[]): Prisma.Sql {
  return Prisma.raw(measuresOfGroups(groups).map((name) => `, coalesce("${name}", 0)::numeric AS "${name}"`).join(''));
}

function groupSql(group: MeasureGroup, query: MeasureQuery, byMonth = false): Prisma.Sql {
  const { rows, sums } = factGroups[group];
  const columns = Object.entries(sums).map(([name, sum]) => Prisma.sql`, ${sum} AS ${Prisma.raw(`"${name}"`)}`);
  const month = byMonth ? Prisma.sql`, to_char(on_date, 'YYYY-MM') AS month` : Prisma.empty;
  return Prisma.sql`SELECT supplier_id${month}${Prisma.join(columns, ' ', '', '')} FROM (${rows(query)}) AS fact
    GROUP BY supplier_id${byMonth ? Prisma.sql`, month` : Prisma.empty}`;
}
