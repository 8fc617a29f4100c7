import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Mail = components['schemas']['MailboxMessage'];

/** Mails that the system sent, newest first; looked at every five seconds, as they come by themselves. */
export function useMailbox(address: string) {
  return useInfiniteQuery({
    queryKey: ['mailbox', address],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/mailbox', {
          params: { query: { limit: 50, ...(address === '' ? {} : { address }), ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 5_000,
  });
}

/** One mail. It never changes. */
export function useMail(id: string) {
  return useQuery({ queryKey: ['mail', id], queryFn: () => answer(api.GET('/api/v1/mailbox/{id}', { params: { path: { id } } })), staleTime: Infinity });
}
