import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { filled } from '../ui/use-filters.js';

export type Appeal = components['schemas']['Appeal'];
export type AppealToDecide = components['schemas']['AppealToDecide'];

export const appealStatuses = ['open', 'upheld', 'rejected', 'undecided'] as const satisfies readonly Appeal['status'][];

/** What a list of appeals can be narrowed to; absent and empty mean all. */
export type AppealFilter = Partial<Record<'status' | 'evaluationId' | 'supplierId', string>>;

/** Appeals, newest first, page after page. */
export function useAppeals(filter: AppealFilter, limit = 50) {
  return useInfiniteQuery({
    queryKey: ['appeals', filter, limit],
    queryFn: ({ pageParam }) => {
      const query = { limit, ...filled(filter as Record<string, string>), ...(pageParam === null ? {} : { cursor: pageParam }) };
      // The address may hold anything; the server refuses what is none of its words.
      return answer(api.GET('/api/v1/appeals', { params: { query: query as object } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}

/** One appeal, and whether the reader may decide it. */
export function useAppeal(id: string) {
  return useQuery({ queryKey: ['appeal', id], queryFn: () => answer(api.GET('/api/v1/appeals/{id}', { params: { path: { id } } })) });
}

/** Makes everything that shows appeals, or what follows from them, look again. */
export function useAppealsChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([['appeals'], ['appeal'], ['evaluation'], ['score'], ['my-work'], ['supplier']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
}
