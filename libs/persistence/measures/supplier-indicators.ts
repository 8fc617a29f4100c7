import { type IndicatorItem, indicatorItems } from '#domain/indicators/item.js';
import { noMeasures } from '#domain/indicators/measures.js';
import { indicatorsOf } from '#domain/indicators/user-defined.js';
import { countingOf, minimumSampleOf } from '#domain/policy/policy.js';
import { monthsOf } from '#domain/scoring/period.js';
import type { Database, Transaction } from '../database.js';
import { currentPolicy } from '../policies/policies.js';
import { measureMonthsBySupplier, measureSuppliers } from './measure.js';

/**
 * All indicators of one supplier – the built-in ones and those of the policy in force – over facts of the days `from`–`to` (inclusive, `YYYY-MM-DD`), as known at `cutOffAt` and
 * looked at on `asOf`, with the minimum samples and the tolerance of the policy in force. `by: 'month'` adds the series,
 * one entry for each month that the period touches. An unknown supplier has no facts. @throws Refusal `noPolicy`
 */
export async function supplierIndicators(
  db: Database | Transaction,
  query: { supplierId: string; from: string; to: string; by?: 'month'; asOf: string; cutOffAt: Date },
): Promise<IndicatorItem[]> {
  const { policy } = await currentPolicy(db);
  const { supplierId, by, ...window } = query;
  const asked = { ...window, supplierIds: [supplierId], ...countingOf(policy) };
  const whole = (await measureSuppliers(db, asked)).get(supplierId) ?? noMeasures;
  return indicatorItems(whole, (name) => minimumSampleOf(policy, name), by && (await series()), indicatorsOf(policy.indicators));

  async function series() {
    const byMonth = new Map((await measureMonthsBySupplier(db, asked)).map(({ month, measures }) => [month, measures]));
    return monthsOf(query.from, query.to).map((month) => ({ month, measures: byMonth.get(month) ?? noMeasures }));
  }
}
