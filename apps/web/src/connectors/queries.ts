import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Connector = components['schemas']['Connector'];
export type NewConnector = components['schemas']['NewConnector'];
export type Shape = Connector['shape'];

export const connectorsKey = ['connectors'] as const;
export const connectorKey = (id: string) => ['connector', id] as const;

/** Sources that are pulled on a schedule, by name; looked at again now and then, as pulls run by themselves. */
export function useConnectors() {
  return useInfiniteQuery({
    queryKey: connectorsKey,
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/v1/connectors', { params: { query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 15_000,
  });
}

/** One connector; looked at every few seconds, so that a pull that was just asked for is seen to end. */
export function useConnector(id: string) {
  return useQuery({
    queryKey: connectorKey(id),
    queryFn: () => answer(api.GET('/api/v1/connectors/{id}', { params: { path: { id } } })),
    refetchInterval: 4_000,
  });
}

/** Pausing, resuming and pulling now. */
export function useConnectorAction(id: string) {
  const queries = useQueryClient();
  const params = { params: { path: { id } } };
  return useMutation({
    mutationFn: (action: 'pause' | 'resume' | 'run') => {
      if (action === 'run') return answer(api.POST('/api/v1/connectors/{id}/run', params));
      return answer(action === 'pause' ? api.POST('/api/v1/connectors/{id}/pause', params) : api.POST('/api/v1/connectors/{id}/resume', params));
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: connectorsKey });
      void queries.invalidateQueries({ queryKey: connectorKey(id) });
    },
  });
}
