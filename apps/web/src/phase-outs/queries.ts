import { useTranslation } from 'react-i18next';
import type { components } from '../api/schema.js';

export type Detail = components['schemas']['PhaseOutDetail'];

/** A sum of money in its own currency; facts that name none leave the figure alone. */
export function useMoney(): (money: Detail['impact']['spend'][number]) => string {
  const { i18n } = useTranslation();
  return ({ currency, value }) => new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0, ...(currency === '' ? {} : { style: 'currency' as const, currency }) }).format(Number(value));
}

/** The day so many days after an instant, in UTC as the phase-out counts them: `YYYY-MM-DD`. */
export function dayAfter(at: string, days: number): string {
  return new Date(Date.parse(at) + days * 86_400_000).toISOString().slice(0, 10);
}
