import type { Period } from './period.js';

/** Where the facts behind a supplier's indicator are shown; `asOf` is the day from which it is looked at, null: today. */
export function factsAddress(supplierId: string, indicator: string, { from, to }: Period, asOf: string | null = null): string {
  return `/suppliers/${supplierId}/indicators/${encodeURIComponent(indicator)}?from=${from}&to=${to}${asOf === null ? '' : `&asOf=${asOf}`}`;
}
