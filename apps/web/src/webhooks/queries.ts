import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Webhook = components['schemas']['Webhook'];

const webhooksKey = ['webhooks'] as const;
const webhookKey = (id: string) => ['webhook', id] as const;

/** Endpoints of other systems, newest first. */
export function useWebhooks() {
  return useInfiniteQuery({
    queryKey: webhooksKey,
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/webhooks', { params: { query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** One endpoint. */
export function useWebhook(id: string) {
  return useQuery({ queryKey: webhookKey(id), queryFn: () => answer(api.GET('/api/v1/webhooks/{id}', { params: { path: { id } } })) });
}

/** Reads anew what a change of an endpoint touches. */
export function useWebhookChanged(): (id: string) => Promise<unknown> {
  const queries = useQueryClient();
  return (id) => Promise.all([webhooksKey, webhookKey(id), ['deliveries']].map((queryKey) => queries.invalidateQueries({ queryKey })));
}

/** The events of a text with one a line, or with commas between. */
export function eventsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((each) => each !== '');
}
