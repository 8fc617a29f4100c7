import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Policy = components['schemas']['Policy'];
export type PolicyDocument = Policy['document'];
export type Normaliser = PolicyDocument['templates']['routine'][number]['normaliser'];
export type Backtest = components['schemas']['Backtest'];
export type BacktestSummary = components['schemas']['BacktestSummary'];
export type Outcome = Backtest['changes']['items'][number];

/** What a backtest lists: grades that differ, or rectifications. */
export const shownOutcomes = ['changes', 'rectifications'] as const;
export type ShownOutcomes = (typeof shownOutcomes)[number];

export const policiesKey = ['policies'] as const;
export const policyKey = (version: number) => ['policy', version] as const;

/** Versions of the policy, newest first. */
export function usePolicies() {
  return useInfiniteQuery({
    queryKey: policiesKey,
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/v1/policies', { params: { query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** One version with the ETag that guards a draft. */
export function usePolicy(version: number) {
  return useQuery({
    queryKey: policyKey(version),
    queryFn: () => taggedAnswer(api.GET('/api/v1/policies/{version}', { params: { path: { version } } })),
  });
}

/** A version's document as YAML, to begin a new one from; null for none. Read anew each time: what is edited must be the newest. */
export function useDocumentText(version: number | null) {
  return useQuery({
    queryKey: ['policy', version, 'document'],
    enabled: version !== null,
    gcTime: 0,
    staleTime: Infinity,
    queryFn: async () => {
      const request = api.GET('/api/v1/policies/{version}/document', { params: { path: { version: version ?? 0 }, query: { format: 'yaml' } }, parseAs: 'text' });
      const { data, etag } = await taggedAnswer<unknown>(request);
      return { text: String(data), etag };
    },
  });
}

/** Everything in which a version differs from another, in words of the language; `against` null: from the one in force. */
export function useDifference(version: number, against: number | null, language: string) {
  return useQuery({
    queryKey: ['policy', version, 'difference', against, language],
    queryFn: () =>
      answer(
        api.GET('/api/v1/policies/{version}/diff', {
          params: { path: { version }, query: { language: language as 'en', ...(against === null ? {} : { against }) } },
        }),
      ),
  });
}

/** Backtests of a version, newest first. */
export function useBacktests(version: number) {
  return useInfiniteQuery({
    queryKey: ['policy', version, 'backtests'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/policies/{version}/backtests', {
          params: { path: { version }, query: { limit: 25, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some(({ status }) => status === 'running')) ? 2_000 : false),
  });
}

/** One backtest with what it found, page after page; looked at again while it runs. */
export function useBacktest(version: number, id: string, show: ShownOutcomes, language: string) {
  return useInfiniteQuery({
    queryKey: ['policy', version, 'backtest', id, show, language],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/policies/{version}/backtests/{id}', {
          params: { path: { version, id }, query: { limit: 50, show, language: language as 'en', ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.changes.nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.status === 'running' ? 1_500 : false),
    placeholderData: (before) => before,
  });
}
