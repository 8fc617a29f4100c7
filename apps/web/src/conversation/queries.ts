import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { workKey } from '../work/queries.js';

export type Said = components['schemas']['ConversationEntry'];
export type Interaction = components['schemas']['Interaction'];

export const saidKinds = ['message', 'note', 'call', 'visit', 'meeting'] as const;
/** What takes place face to face. */
export const interactionKinds = ['call', 'visit', 'meeting'] as const;

const conversationKey = (supplierId: string) => ['conversation', supplierId] as const;

/** All that was said with a supplier, newest first, page after page. */
export function useConversation(supplierId: string, kind: string) {
  const known = saidKinds.find((each) => each === kind);
  return useInfiniteQuery({
    queryKey: [...conversationKey(supplierId), known ?? ''],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/suppliers/{id}/conversation', {
          params: { path: { id: supplierId }, query: { limit: 50, ...(known ? { kind: known } : {}), ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 30_000,
  });
}

/** Reads anew what something said changes. */
export function useSaidMore(supplierId: string): () => Promise<unknown> {
  const queries = useQueryClient();
  return () => Promise.all([conversationKey(supplierId), ['supplier', supplierId, 'timeline'], workKey].map((queryKey) => queries.invalidateQueries({ queryKey })));
}
