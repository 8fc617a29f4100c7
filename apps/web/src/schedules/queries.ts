import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Schedule = components['schemas']['Schedule'];
export type ScheduleInDetail = components['schemas']['ScheduleInDetail'];
export type NewSchedule = components['schemas']['NewSchedule'];

export const cadences = ['month', 'quarter', 'halfYear', 'year'] as const satisfies readonly Schedule['cadence'][];
export const overlaps = ['skip', 'bufferOne'] as const satisfies readonly Schedule['overlap'][];

export const schedulesKey = ['schedules'] as const;
export const scheduleKey = (id: string) => ['schedule', id] as const;

/** Schedules by name, page after page. */
export function useSchedules() {
  return useInfiniteQuery({
    queryKey: schedulesKey,
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/schedules', { params: { query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** One schedule with the ETag that guards a change; looked at again now and then, as cycles start by themselves. */
export function useSchedule(id: string) {
  return useQuery({
    queryKey: scheduleKey(id),
    queryFn: () => taggedAnswer(api.GET('/api/v1/schedules/{id}', { params: { path: { id } } })),
    refetchInterval: 15_000,
  });
}

/** Makes everything that shows schedules look again. */
export function useSchedulesChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([schedulesKey, ['schedule'], ['evaluations']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
}

/** Pauses a schedule. */
export function usePause(id: string) {
  const changed = useSchedulesChanged();
  return useMutation({ mutationFn: () => answer(api.POST('/api/v1/schedules/{id}/pause', { params: { path: { id } } })), onSettled: changed });
}
