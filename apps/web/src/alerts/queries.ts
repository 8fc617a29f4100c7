import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { filled } from '../ui/use-filters.js';

export type Alert = components['schemas']['Alert'];
export type MonitoringRun = components['schemas']['MonitoringRun'];

export const alertRules = [
  'onTimeDelivery3Months',
  'leadTimeLengthening',
  'certificateEnding',
  'contractEnding',
  'soleSourceInBottleneck',
  'complaintSurge',
  'spendConcentration',
  'supplyStopped',
] as const satisfies readonly Alert['rule'][];
export const alertStatuses = ['open', 'acknowledged', 'snoozed', 'closed'] as const satisfies readonly Alert['status'][];
export const alertSeverities = ['high', 'medium', 'low'] as const satisfies readonly Alert['severity'][];

/** What a list of alerts can be narrowed to; empty texts mean all. */
export type AlertFilter = Record<'status' | 'rule' | 'severity' | 'supplierId', string>;

/** Alerts, the latest raised first, page after page. */
export function useAlerts(filter: AlertFilter) {
  return useInfiniteQuery({
    queryKey: ['alerts', filter],
    queryFn: ({ pageParam }) => {
      const query = { limit: 50, ...filled(filter), ...(pageParam === null ? {} : { cursor: pageParam }) };
      // The address may hold anything; the server refuses what is none of its words.
      return answer(api.GET('/api/v1/alerts', { params: { query: query as object } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}

/** One alert. */
export function useAlert(id: string) {
  return useQuery({ queryKey: ['alert', id], queryFn: () => answer(api.GET('/api/v1/alerts/{id}', { params: { path: { id } } })) });
}

/** The latest run of the monitoring, or null before the first. */
export function useLatestRun() {
  return useQuery({
    queryKey: ['monitoring-runs'],
    queryFn: async () => (await answer(api.GET('/api/v1/monitoring/runs', { params: { query: { limit: 1 } } }))).items[0] ?? null,
  });
}

/** Makes everything that shows alerts look again. */
export function useAlertsChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([['alerts'], ['alert'], ['monitoring-runs'], ['my-work'], ['supplier']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
}
