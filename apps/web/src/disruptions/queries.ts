import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Disruption = components['schemas']['Disruption'];

/** What depended on a supplier when it stopped, by its case; looked at again until the case is open. */
export function useDisruption(id: string) {
  return useQuery({
    queryKey: ['disruption', id],
    queryFn: () => answer(api.GET('/api/v1/disruptions/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'opening' ? 2_000 : false),
  });
}
