import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Rehearsal = components['schemas']['Rehearsal'];
export type RehearsalSummary = components['schemas']['RehearsalSummary'];
export type Result = NonNullable<Rehearsal['result']>;
export type Outcome = Result['outcomes'][number];
export type Happening = Result['stories'][number][number];

export const rehearsalsKey = ['rehearsals'] as const;
const rehearsalKey = (id: string) => ['rehearsal', id] as const;

/** Rehearsals, newest first, page after page; looked at again while one runs. */
export function useRehearsals() {
  return useInfiniteQuery({
    queryKey: rehearsalsKey,
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/rehearsals', { params: { query: { limit: 25, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'running')) ? 5_000 : false),
  });
}

/** One rehearsal; looked at every second while it runs. */
export function useRehearsal(id: string) {
  return useQuery({
    queryKey: rehearsalKey(id),
    queryFn: () => answer(api.GET('/api/v1/rehearsals/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 1_000 : false),
  });
}

/** Stops a running rehearsal. */
export function useCancel(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/rehearsals/{id}/cancel', { params: { path: { id } } })),
    onSettled: () => Promise.all([rehearsalsKey, rehearsalKey(id)].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
