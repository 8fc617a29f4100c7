import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { filled } from '../ui/use-filters.js';

export type Duplicate = components['schemas']['Duplicate'];

export const duplicateStatuses = ['open', 'merged', 'dismissed', 'obsolete'] as const satisfies readonly Duplicate['status'][];

/** Pairs of suppliers that may be one, the most alike first, page after page. */
export function useDuplicates(filter: Record<'status' | 'supplierId', string>) {
  return useInfiniteQuery({
    queryKey: ['duplicates', filter],
    queryFn: ({ pageParam }) => {
      const query = { limit: 25, ...filled(filter), ...(pageParam === null ? {} : { cursor: pageParam }) };
      // The address may hold anything; the server refuses what is none of its words.
      return answer(api.GET('/api/v1/duplicates', { params: { query: query as object } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}

/** Makes everything that shows suppliers or duplicates look again. */
export function useDuplicatesChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([['duplicates'], ['suppliers'], ['supplier'], ['my-work']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
}
