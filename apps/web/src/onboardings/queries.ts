import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type InvitationList = components['schemas']['InvitationList'];
export type InvitationReport = components['schemas']['InvitationReport'];
export type InvitationRow = components['schemas']['InvitationRow'];
export type InvitationProblem = InvitationRow['problems'][number];
export type KnownSupplier = components['schemas']['CheckedSuppliers']['items'][number];
export type OnboardingDetail = components['schemas']['OnboardingDetail'];
export type AnswersOfOnboarding = components['schemas']['AnswersOfOnboarding'];

export const listsKey = ['invitation-lists'] as const;

/** What somebody has typed of a company so far; empty texts are not known yet. */
export type Typed = Readonly<Record<'name' | 'country' | 'taxId' | 'email', string>>;

/** Shorter names are alike by chance. */
const FEWEST_LETTERS = 3;

/** Suppliers that what was typed may already belong to, the most certain first. */
export function useKnown({ name, country, taxId, email }: Typed) {
  const query = {
    ...(name.length < FEWEST_LETTERS ? {} : { name }),
    ...(country === '' ? {} : { country }),
    ...(taxId === '' ? {} : { taxId }),
    ...(email === '' ? {} : { email }),
  };
  return useQuery({
    queryKey: ['suppliers', 'check', query],
    queryFn: () => answer(api.GET('/api/v1/suppliers/check', { params: { query } })),
    enabled: 'name' in query || 'email' in query || ('taxId' in query && 'country' in query),
    placeholderData: (before) => before,
  });
}

/** Lists that were handed in, newest first, page after page. */
export function useLists() {
  return useInfiniteQuery({
    queryKey: listsKey,
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/onboardings/bulk', { params: { query: { limit: 25, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** One list. */
export function useList(id: string) {
  return useQuery({ queryKey: [...listsKey, id], queryFn: () => answer(api.GET('/api/v1/onboardings/bulk/{id}', { params: { path: { id } } })) });
}

/** The rows of a list that stand as they are asked for, in the order of the file, page after page. */
export function useListRows(id: string, status: InvitationRow['status']) {
  return useInfiniteQuery({
    queryKey: [...listsKey, id, 'rows', status],
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/v1/onboardings/bulk/{id}/rows', { params: { path: { id }, query: { limit: 100, status, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What the supplier of an onboarding was asked, what it has answered, and how that was scored. */
export function useAnswers(id: string, sequence: number) {
  return useQuery({
    queryKey: ['case', id, 'answers', sequence],
    queryFn: () => answer(api.GET('/api/v1/onboardings/{id}/answers', { params: { path: { id } } })),
    placeholderData: (before) => before,
  });
}

/** Who may give the approval that is asked for now. */
export function useApprovers(id: string, sequence: number) {
  return useQuery({
    queryKey: ['case', id, 'approvers', sequence],
    queryFn: () => answer(api.GET('/api/v1/onboardings/{id}/approvers', { params: { path: { id } } })),
    placeholderData: (before) => before,
  });
}
