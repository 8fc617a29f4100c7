import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type MyWork = components['schemas']['MyWork'];
export type Proposal = components['schemas']['Proposal'];

export const workKey = ['my-work'] as const;

/** What waits for the signed-in person. */
export function useMyWork() {
  return useQuery({ queryKey: workKey, queryFn: () => answer(api.GET('/api/v1/my-work')), refetchInterval: 60_000 });
}
