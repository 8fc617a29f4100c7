import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Segmentation = components['schemas']['Segmentation'];
export type SegmentOverride = components['schemas']['SegmentOverride'];
export type Question = components['schemas']['Policy']['document']['segmentation']['questions'][number];

/** Where the supplier stands in each category; with `history` also what was before. */
export function useSegmentations(id: string, history: boolean) {
  return useInfiniteQuery({
    queryKey: ['supplier', id, 'segmentations', history],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/suppliers/{id}/segmentations', {
          params: { path: { id }, query: { limit: 50, ...(history ? { history: 'true' as const } : {}), ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}

/** Segments that people have set by hand, newest first. */
export function useOverrides(id: string) {
  return useQuery({
    queryKey: ['supplier', id, 'overrides'],
    queryFn: () => answer(api.GET('/api/v1/suppliers/{id}/segment-overrides', { params: { path: { id }, query: { limit: 50 } } })),
  });
}

/** The questions of the policy in force; null while they are not known or may not be read. */
export function useQuestions(enabled: boolean): readonly Question[] | null {
  const policy = useQuery({
    queryKey: ['policy-in-force'],
    enabled,
    staleTime: 5 * 60_000,
    queryFn: async () => {
      const { policyVersion } = await answer(api.GET('/api/v1/indicators'));
      return answer(api.GET('/api/v1/policies/{version}', { params: { path: { version: policyVersion } } }));
    },
  });
  return policy.data?.document.segmentation.questions ?? null;
}

/** Makes everything that shows the supplier look again. */
export function useSupplierChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([['supplier'], ['suppliers']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
}
