import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

/** Who is signed in and what they may do. */
export type Me = components['schemas']['Me'];

export const meKey = ['me'] as const;

/** The signed-in person; fails with status 401 when nobody is. */
export function useMe() {
  return useQuery({ queryKey: meKey, queryFn: () => answer(api.GET('/api/v1/me')), staleTime: 5 * 60_000, retry: false });
}

/** Whether the signed-in person may do something; false until that is known. */
export function useMay(permission: Me['permissions'][number]): boolean {
  return useMe().data?.permissions.includes(permission) ?? false;
}
