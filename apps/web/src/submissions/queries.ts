import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { filled } from '../ui/use-filters.js';

export type Submission = components['schemas']['Submission'];
export type NewSubmission = components['schemas']['NewSubmission'];

export const submissionKinds = ['progressReport', 'photos', 'inspectionReport'] as const;
export const submissionStatuses = ['submitted', 'accepted', 'returned'] as const;
export const submissionsKey = ['submissions'] as const;
export const submissionKey = (id: string) => ['submission', id] as const;

/** What suppliers have sent unasked, newest first. */
export function useSubmissions(filter: Record<'status' | 'supplierId', string>) {
  return useInfiniteQuery({
    queryKey: [...submissionsKey, filter],
    queryFn: ({ pageParam }) => {
      const query = { limit: 50, ...filled(filter), ...(pageParam === null ? {} : { cursor: pageParam }) };
      // The address may hold anything; the server refuses what is none of its words.
      return answer(api.GET('/api/v1/submissions', { params: { query: query as object } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** One submission. */
export function useSubmission(id: string) {
  return useQuery({ queryKey: submissionKey(id), queryFn: () => answer(api.GET('/api/v1/submissions/{id}', { params: { path: { id } } })) });
}
