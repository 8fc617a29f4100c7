import type { Period } from './period.js';

/** Where the facts behind a supplier's indicator are shown. */
export function factsAddress(supplierId: string, indicator: string, { from, to }: Period): string {
  return `/suppliers/${supplierId}/indicators/${encodeURIComponent(indicator)}?from=${from}&to=${to}`;
}
