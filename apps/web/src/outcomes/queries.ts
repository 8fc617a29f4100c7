import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { filled } from '../ui/use-filters.js';

export type Outcomes = components['schemas']['Outcomes'];
export type Outcome = Outcomes['items'][number];

/** What the programme has reached in a period; empty texts: the last twelve months. */
export function useOutcomes(period: { from: string; to: string }) {
  return useQuery({
    queryKey: ['outcomes', period],
    queryFn: () => answer(api.GET('/api/v1/outcomes', { params: { query: filled(period) } })),
    placeholderData: (before) => before,
  });
}

/** Makes everything that shows outcomes look again. */
export function useOutcomesChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['outcomes'] });
}
