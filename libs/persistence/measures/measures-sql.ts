import { measureCatalogue, type MeasureGroup, measureGroups, type MeasureName, measureNames } from '#domain/indicators/measure-catalogue.js';
import { Prisma } from '../generated/client.js';
import { answers, answerTimes } from './answers.js';
import type { FactGroup } from './fact-group.js';
import { invoices, payments } from './invoices.js';
import { deliveries, inFull } from './lines.js';
import { costs, prices, transport } from './prices.js';
import { inspections, receipts } from './quality.js';
import { type MeasureQuery, scopeSql } from './query.js';
import { rectifications } from './rectifications.js';
import { complaints, ratings, stoppages, surveys } from './voices.js';

/** How each group of the catalogue is computed. */
const factGroups: Readonly<Record<MeasureGroup, FactGroup>> = {
  deliveries,
  inFull,
  inspections,
  receipts,
  prices,
  costs,
  transport,
  invoices,
  payments,
  answers,
  answerTimes,
  rectifications,
  stoppages,
  surveys,
  ratings,
  complaints,
};

/**
 * A SELECT of one row for each supplier of the scope, without facts as zeros: `supplier_id`, and each measure of the groups
 * asked for as a numeric column of its name, `"linesDue"`. Its plan reads all facts of a group in one pass.
 */
export function measuresSql(query: MeasureQuery): Prisma.Sql {
  const groups = query.groups ?? measureGroups;
  const joins = passesOf(groups).map((pass, index) => Prisma.sql`LEFT JOIN (${passSql(pass, query, false)}) AS ${passName(index)} USING (supplier_id)`);
  return Prisma.sql`SELECT supplier_id${columnsOf(groups)} FROM (${scopeSql(query)}) AS scope ${spaced(joins)}`;
}

/**
 * The same by calendar month: `supplier_id`, `month` (`YYYY-MM`) and the measures, one row for each supplier and month with
 * facts in any of the groups; months without are absent. Prices compare with the whole period here too, medians with the month.
 */
export function monthlyMeasuresSql(query: MeasureQuery): Prisma.Sql {
  const groups = query.groups ?? measureGroups;
  const [first, ...others] = passesOf(groups).map((pass, index) => Prisma.sql`(${passSql(pass, query, true)}) AS ${passName(index)}`);
  const joins = others.map((pass) => Prisma.sql`FULL JOIN ${pass} USING (supplier_id, month)`);
  return Prisma.sql`SELECT supplier_id, month${columnsOf(groups)} FROM ${first} ${spaced(joins)}`;
}

/** The measures of these groups, in the order of the catalogue. */
export function measuresOfGroups(groups: readonly MeasureGroup[]): MeasureName[] {
  return measureNames.filter((name) => groups.includes(measureCatalogue[name].group));
}

/** A pass over the facts of a group. */
export interface Pass extends FactGroup {
  readonly group: MeasureGroup;
}

/** The passes that give the measures of these groups; two that judge the same lines do so in one. */
export function passesOf(groups: readonly MeasureGroup[]): Pass[] {
  const both = groups.includes('deliveries') && groups.includes('inFull');
  return groups.flatMap((group) => {
    if (both && group === 'deliveries') return [];
    const { rows, sums } = factGroups[group];
    return [{ group, rows, sums: both && group === 'inFull' ? { ...deliveries.sums, ...sums } : sums }];
  });
}

function passSql({ rows, sums }: FactGroup, query: MeasureQuery, byMonth: boolean): Prisma.Sql {
  const columns = Object.entries(sums).map(([name, sum]) => Prisma.sql`, sum(${sum}) AS ${Prisma.raw(`"${name}"`)}`);
  const month = byMonth ? Prisma.sql`, to_char(on_date, 'YYYY-MM') AS month` : Prisma.empty;
  return Prisma.sql`SELECT supplier_id${month}${spaced(columns)} FROM (${rows(query, byMonth)}) AS fact
    GROUP BY supplier_id${byMonth ? Prisma.sql`, month` : Prisma.empty}`;
}

function columnsOf(groups: readonly MeasureGroup[]): Prisma.Sql {
  return Prisma.raw(measuresOfGroups(groups).map((name) => `, coalesce("${name}", 0)::numeric AS "${name}"`).join(''));
}

function passName(index: number): Prisma.Sql {
  return Prisma.raw(`pass_${index}`);
}

/** Parts one after the other; none is nothing. */
function spaced(parts: readonly Prisma.Sql[]): Prisma.Sql {
  return parts.length > 0 ? Prisma.join([...parts], ' ') : Prisma.empty;
}
