import { useInfiniteQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Person = components['schemas']['Person'];

/** The roles that a member of staff can hold, and those of programs. */
export const staffRoles = ['procurement', 'quality', 'rater', 'manager', 'admin', 'auditor'] as const;
export const allRoles = [...staffRoles, 'integration'] as const;
export const peopleKey = ['people'] as const;

/** The members of staff, page after page. */
export function usePeople(enabled = true) {
  return useInfiniteQuery({
    queryKey: [...peopleKey, 'list'],
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/people', { params: { query: { limit: 200, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled,
  });
}
