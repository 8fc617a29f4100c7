import { answer, api } from '../api/client.js';
import { EARLIEST, type Period } from '../suppliers/period.js';
import { filled } from '../ui/use-filters.js';

/** How many order lines were due in the period; `partial` when only the first 200 suppliers were counted. */
export async function findLines(supplierId: string | null, period: Period, segment: string): Promise<{ lines: number; partial: boolean }> {
  if (supplierId !== null) {
    const { items } = await answer(api.GET('/api/v1/suppliers/{id}/indicators', { params: { path: { id: supplierId }, query: period } }));
    return { lines: items.find(({ indicator }) => indicator === 'onTimeDelivery')?.denominator ?? 0, partial: false };
  }
  const page = await answer(api.GET('/api/v1/suppliers', { params: { query: { limit: 200, ...period, ...filled({ segment }) } as object } }));
  return { lines: page.items.reduce((sum, item) => sum + item.onTimeDelivery.denominator, 0), partial: page.nextCursor !== null };
}

/**
 * The newest month, `YYYY-MM`, in which something was due: of the supplier, or of the one with the most lines
 * among the first 200, as a sign of where the deliveries end. Null without any.
 */
export async function newestMonth(supplierId: string | null, today: string): Promise<string | null> {
  const id = supplierId ?? (await largestSupplier());
  if (id === null) return null;
  const { items } = await answer(
    api.GET('/api/v1/suppliers/{id}/indicators', { params: { path: { id }, query: { from: EARLIEST, to: today, by: 'month' } } }),
  );
  const series = items.find(({ indicator }) => indicator === 'onTimeDelivery')?.series ?? [];
  return series.filter(({ denominator }) => denominator > 0).at(-1)?.month ?? null;
}

async function largestSupplier(): Promise<string | null> {
  const { items } = await answer(api.GET('/api/v1/suppliers', { params: { query: { limit: 200 } } }));
  const [largest] = [...items].sort((a, b) => b.onTimeDelivery.denominator - a.onTimeDelivery.denominator);
  return largest && largest.onTimeDelivery.denominator > 0 ? largest.id : null;
}
