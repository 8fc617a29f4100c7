import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { filled } from '../ui/use-filters.js';

export type Forecast = components['schemas']['Forecast'];
export type ClusterMember = components['schemas']['ClusterMember'];
export type FeatureDifference = components['schemas']['FeatureDifference'];
export type Clusters = components['schemas']['Clusters'];

/** What the next months of a supplier may bring, as of a day; null: today. */
export function useForecast(supplierId: string, asOf: string | null) {
  return useQuery({
    queryKey: ['supplier', supplierId, 'forecast', asOf],
    queryFn: () => answer(api.GET('/api/v1/suppliers/{id}/forecast', { params: { path: { id: supplierId }, query: asOf === null ? {} : { asOf } } })),
    placeholderData: (before) => before,
  });
}

/** The suppliers that stand out as of a day, page after page; every page tells of the whole. */
export function useClusters(filter: Record<'asOf' | 'cluster', string>) {
  return useInfiniteQuery({
    queryKey: ['clusters', filter],
    queryFn: ({ pageParam }) => {
      const query = { limit: 50, ...filled(filter), ...(pageParam === null ? {} : { cursor: pageParam }) };
      // The address may hold anything; the server refuses what is none of its words.
      return answer(api.GET('/api/v1/foresight/clusters', { params: { query: query as object } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}
