import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client.js';
import { ProblemError } from '../api/problem.js';
import type { components } from '../api/schema.js';

/** A case as the API shows it. */
export type Case = components['schemas']['Case'];
export type CaseEvent = components['schemas']['CaseEvent'];
export type Message = components['schemas']['Message'];

/** What a list of cases can be narrowed to; empty texts mean all. */
export interface CaseFilter {
  readonly status: string;
  readonly waitingFor: string;
  /** `true` or empty. */
  readonly overdue: string;
  readonly supplierId: string;
}

export const caseKey = (id: string) => ['case', id] as const;
export const eventsKey = (id: string) => ['case', id, 'events'] as const;
export const messagesKey = (id: string) => ['case', id, 'messages'] as const;

/** Cases by due date, page after page; renewed every minute, as deadlines and mails move them without us. */
export function useCases(filter: CaseFilter) {
  return useInfiniteQuery({
    queryKey: ['cases', filter],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/rectifications', {
          params: {
            query: {
              limit: 200,
              ...(filter.status === '' ? {} : { status: filter.status as Case['status'] }),
              ...(filter.waitingFor === '' ? {} : { waitingFor: filter.waitingFor as NonNullable<Case['waitingFor']> }),
              ...(filter.overdue === 'true' ? { overdue: 'true' as const } : {}),
              ...(filter.supplierId === '' ? {} : { supplierId: filter.supplierId }),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 60_000,
  });
}

/** One case with the ETag that a command must name. One whose opening is still on its way is the problem `pending`, for a moment. */
export function useCase(id: string) {
  return useQuery({
    queryKey: caseKey(id),
    queryFn: async () => {
      const { data, etag, status } = await taggedAnswer(api.GET('/api/v1/rectifications/{id}', { params: { path: { id } } }));
      if ('detail' in data) throw new ProblemError({ status, code: data.status, detail: data.detail });
      return { data, etag, status };
    },
    refetchInterval: 30_000,
  });
}

/** The audit trail, oldest first; the first 200 entries, far more than a case of one arc has. */
export function useEvents(id: string) {
  return useQuery({
    queryKey: eventsKey(id),
    queryFn: () => answer(api.GET('/api/v1/rectifications/{id}/events', { params: { path: { id }, query: { limit: 200 } } })),
    refetchInterval: 30_000,
  });
}

/** The conversation, oldest first, page after page. */
export function useMessages(id: string) {
  return useInfiniteQuery({
    queryKey: messagesKey(id),
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/rectifications/{id}/messages', {
          params: { path: { id }, query: { limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 30_000,
  });
}
