import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type MonitoringSchedule = components['schemas']['MonitoringSchedule'];
export const planKey = ['monitoring-schedule'] as const;

/** When the daily run is made. */
export function useMonitoringSchedule(enabled: boolean) {
  return useQuery({ queryKey: planKey, queryFn: () => answer(api.GET('/api/v1/monitoring/schedule')), enabled, refetchInterval: 60_000 });
}

/** Runs of the monitoring, the latest made first, page after page. */
export function useRuns() {
  return useInfiniteQuery({
    queryKey: ['monitoring-runs', 'all'],
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/monitoring/runs', { params: { query: { limit: 25, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
