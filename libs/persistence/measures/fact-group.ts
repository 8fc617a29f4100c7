import type { MeasureName } from '#domain/indicators/measure-catalogue.js';
import type { Prisma } from '../generated/client.js';
import type { MeasureQuery } from './query.js';

/** Facts that are read and judged together, and the measures that are sums over them. */
export interface FactGroup {
  /**
   * A SELECT of one row for each fact of the period, with at least its `id`, `supplier_id`, and `on_date`, the day to which
   * it belongs. What compares facts with one another does so within each month if `byMonth`, else within the period.
   */
  readonly rows: (query: MeasureQuery, byMonth: boolean) => Prisma.Sql;
  /** For each measure, what a row adds to it: null or 0 where it adds nothing. */
  readonly sums: Readonly<Partial<Record<MeasureName, Prisma.Sql>>>;
}
