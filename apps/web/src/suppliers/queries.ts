import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { filled } from '../ui/use-filters.js';
import type { Period } from './period.js';

export type SupplierItem = components['schemas']['SupplierItem'];
export type Supplier = components['schemas']['Supplier'];
export type Indicator = components['schemas']['Indicator'];
export type FactBehind = components['schemas']['FactBehind'];
export type TimelineEntry = components['schemas']['TimelineEntry'];

export const segments = ['strategic', 'bottleneck', 'leverage', 'routine'] as const;
export const supplierStatuses = ['prospect', 'onboarding', 'active', 'on-watch', 'phasing-out', 'inactive', 'rejected', 'blocked'] as const;

/** What a list of suppliers can be narrowed to; empty texts mean all. */
export type SupplierFilter = Record<'q' | 'status' | 'segment' | 'grade', string>;

/** Suppliers by name, page after page. */
export function useSuppliers(filter: SupplierFilter) {
  return useInfiniteQuery({
    queryKey: ['suppliers', filter],
    queryFn: ({ pageParam }) => {
      const query = { limit: 50, ...filled(filter), ...(pageParam === null ? {} : { cursor: pageParam }) };
      // The address may hold anything; the server refuses what is none of its words.
      return answer(api.GET('/api/v1/suppliers', { params: { query: query as object } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}

/** One supplier. */
export function useSupplier(id: string) {
  return useQuery({ queryKey: ['supplier', id], queryFn: () => answer(api.GET('/api/v1/suppliers/{id}', { params: { path: { id } } })) });
}

/** The on-time rate of a supplier that is known by code, over all that is known; for showing it beside another. */
export function useOnTime({ id, code }: { id: string; code: string }) {
  return useQuery({
    queryKey: ['supplier', id, 'on-time'],
    queryFn: async () => {
      const page = await answer(api.GET('/api/v1/suppliers', { params: { query: { q: code, limit: 50 } } }));
      return page.items.find((item) => item.id === id)?.onTimeDelivery ?? null;
    },
    staleTime: 60_000,
  });
}

/** Indicators over a period of promised dates, by month too; `asOf` is the day from which it is looked at, null: today. */
export function useIndicators(id: string, period: Period | null, asOf: string | null = null) {
  return useQuery({
    queryKey: ['supplier', id, 'indicators', period, asOf],
    queryFn: () =>
      answer(
        api.GET('/api/v1/suppliers/{id}/indicators', {
          params: { path: { id }, query: { ...(period ?? { from: '', to: '' }), by: 'month', ...(asOf === null ? {} : { asOf }) } },
        }),
      ),
    enabled: period !== null,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}

/** The facts behind an indicator's figure by day, page after page. */
export function useFactsBehind(id: string, indicator: string, period: Period, asOf: string | null) {
  return useInfiniteQuery({
    queryKey: ['supplier', id, 'facts', indicator, period, asOf],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/suppliers/{id}/indicators/{indicator}/facts', {
          params: {
            path: { id, indicator },
            query: { ...period, limit: 100, ...(asOf === null ? {} : { asOf }), ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Everything that happened with a supplier, newest first, page after page. */
export function useTimeline(id: string) {
  return useInfiniteQuery({
    queryKey: ['supplier', id, 'timeline'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/suppliers/{id}/timeline', {
          params: { path: { id }, query: { limit: 25, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Whether an entry tells of a score: as it was published, or as it was restated. */
export function isScore({ kind }: TimelineEntry): boolean {
  return kind === 'score' || kind === 'restatement';
}
