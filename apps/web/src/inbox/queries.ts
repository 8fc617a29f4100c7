import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { workKey } from '../work/queries.js';

export type InboundMail = components['schemas']['InboundMail'];

export const inboundStatuses = ['held', 'settled', 'ignored', 'received'] as const;
export const inboundKey = ['inbound-mails'] as const;
export const inboundMailKey = (id: string) => ['inbound-mail', id] as const;
/** What changes when a held mail is decided. */
export const changedByDecision = (id: string) => [inboundKey, inboundMailKey(id), workKey, ['cases']];

/** Mails that came in, newest first. */
export function useInbound(status: string) {
  return useInfiniteQuery({
    queryKey: [...inboundKey, status],
    queryFn: ({ pageParam }) => {
      const query = { limit: 50, status, ...(pageParam === null ? {} : { cursor: pageParam }) };
      // The address may hold anything; the server refuses what is none of its words.
      return answer(api.GET('/api/v1/inbound-mails', { params: { query: query as object } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 30_000,
  });
}

/** One mail that came in. */
export function useInboundMail(id: string) {
  return useQuery({ queryKey: inboundMailKey(id), queryFn: () => answer(api.GET('/api/v1/inbound-mails/{id}', { params: { path: { id } } })) });
}
