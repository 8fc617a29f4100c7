import { forecastMonths, type Forecast } from '#domain/foresight/forecast.js';
import type { Database } from '../database.js';
import { measureMonthsBySupplier } from '../measures/measure.js';
import { windowAsOf } from './window.js';

/** What the next three months of a supplier are expected to bring. */
export interface SupplierForecast {
  /** `YYYY-MM`: the last month that is judged; the forecast begins after it. */
  readonly latestMonth: string;
  /** Percent of outcomes that the intervals shall hold. */
  readonly interval: number;
  readonly onTimeDelivery: Forecast;
  readonly leadTimeMean: Forecast;
}

/**
 * On-time delivery (percent) and mean lead time (days) of the three months after the last judged one, from what had happened
 * by the day. @throws Refusal `noPolicy`
 */
export async function supplierForecast(db: Database, supplierId: string, { asOf, at }: { asOf: string; at: Date }): Promise<SupplierForecast> {
  const window = await windowAsOf(db, { asOf, at });
  const { terms, latestMonth, from, to, cutOffAt, toleranceDays } = window;
  const query = { supplierIds: [supplierId], from, to, asOf, cutOffAt, toleranceDays, groups: ['deliveries'] as const };
  const months = await measureMonthsBySupplier(db, query);
  const onTime = months
    .filter(({ measures }) => measures.linesDue >= terms.minimumLines)
    .map(({ month, measures }) => ({ month, value: (100 * measures.linesOnTime) / measures.linesDue }));
  const leadTimes = months
    .filter(({ measures }) => measures.leadTimeLines >= terms.minimumLines)
    .map(({ month, measures }) => ({ month, value: measures.leadTimeDays / measures.leadTimeLines }));
  return {
    latestMonth,
    interval: terms.interval,
    onTimeDelivery: forecastMonths(onTime, latestMonth, terms, { low: 0, high: 100 }),
    leadTimeMean: forecastMonths(leadTimes, latestMonth, terms, { low: 0, high: Number.MAX_SAFE_INTEGER }),
  };
}
