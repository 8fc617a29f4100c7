import type { MeasureName } from '#domain/indicators/measure-catalogue.js';
import type { Prisma } from '../generated/client.js';
import type { MeasureQuery } from './query.js';

/** Facts that are read and judged together, and the measures that are sums over them. */
export interface FactGroup {
  /** A SELECT of one row for each fact that counts, with at least `supplier_id` and `on_date`, the day to which it belongs. */
  readonly rows: (query: MeasureQuery) => Prisma.Sql;
  /** Aggregates over those rows; one that finds nothing may be null. */
  readonly sums: Readonly<Partial<Record<MeasureName, Prisma.Sql>>>;
}
