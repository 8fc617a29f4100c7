import { factsAddress } from '../suppliers/facts-address.js';
import type { ExplainedScore } from './queries.js';

/** Where the facts behind a figure of the score are shown, as of the day that the score was made of. */
export function factsOfScore({ supplierId, periodStart, periodEnd, figures }: ExplainedScore, indicator: string): string {
  const url = figures.find((figure) => figure.indicator === indicator)?.factsUrl;
  const asOf = url === undefined ? null : new URLSearchParams(url.split('?')[1]).get('asOf');
  return factsAddress(supplierId, indicator, { from: periodStart, to: periodEnd }, asOf);
}
