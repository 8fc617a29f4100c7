import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Delivery = components['schemas']['Delivery'];

export const deliveryStatuses = ['failed', 'dead', 'waiting', 'held'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];
export const chatKinds = ['slack', 'teams', 'dingtalk', 'feishu', 'wecom', 'telegram'] as const;
/** By what messages go out. */
export const deliveryChannels = ['email', ...chatKinds, 'webhook'] as const;
export const deliveriesKey = ['deliveries'] as const;

/** What a list of messages is narrowed to; empty texts mean all. */
export interface DeliveryFilter {
  readonly status: DeliveryStatus;
  readonly channel: string;
  readonly recipientId: string;
}

/** Messages of one standing, newest first; looked at again, as they come and go by themselves. */
export function useDeliveries({ status, channel, recipientId }: DeliveryFilter) {
  return useInfiniteQuery({
    queryKey: [...deliveriesKey, status, channel, recipientId],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/deliveries', {
          params: { query: { limit: 50, status, ...(channel === '' ? {} : { channel }), ...(recipientId === '' ? {} : { recipientId }), ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 10_000,
  });
}

/** The tries of one message, oldest first. */
export function useAttempts(id: string) {
  return useQuery({ queryKey: [...deliveriesKey, 'attempts', id], queryFn: () => answer(api.GET('/api/v1/deliveries/{id}/attempts', { params: { path: { id } } })) });
}

/** Tries a message again now. */
export function useRetry(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/deliveries/{id}/retry', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: deliveriesKey }),
  });
}
