import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { filled } from '../ui/use-filters.js';

export type Consequence = components['schemas']['Consequence'];
export type Proposal = components['schemas']['Proposal'];

export const consequenceKinds = [
  'orderShare',
  'prepayment',
  'paymentTerms',
  'chargeback',
  'liquidatedDamages',
  'award',
  'awardWithdrawn',
  'preferredForNewProjects',
] as const satisfies readonly Consequence['kind'][];

/** Which consequences a list shows, as of a day. */
export const holdings = ['inForce', 'over', 'all'] as const;
export type Holding = (typeof holdings)[number];

/** What a list of consequences can be narrowed to; absent and empty mean all. */
export interface ConsequenceFilter {
  readonly holding: string;
  readonly kind?: string;
  readonly supplierId?: string;
}

/** Consequences, newest first, page after page. */
export function useConsequences({ holding, ...filter }: ConsequenceFilter, limit = 50) {
  const today = new Date().toISOString().slice(0, 10);
  const day = holding === 'inForce' ? { inForceOn: today } : holding === 'over' ? { overOn: today } : {};
  return useInfiniteQuery({
    queryKey: ['consequences', filter, day, limit],
    queryFn: ({ pageParam }) => {
      const query = { limit, ...filled(filter as Record<string, string>), ...day, ...(pageParam === null ? {} : { cursor: pageParam }) };
      // The address may hold anything; the server refuses what is none of its words.
      return answer(api.GET('/api/v1/consequences', { params: { query: query as object } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}

export const proposalStatuses = ['open', 'accepted', 'dismissed'] as const satisfies readonly Proposal['status'][];
export const proposalKinds = ['consequence', 'phaseOut', 'openRectification', 'cancelRectification'] as const;

/** What a list of proposals can be narrowed to; absent and empty mean all, but a status is always one. */
export type ProposalFilter = { readonly status: string } & Partial<Readonly<Record<'kind' | 'supplierId' | 'evaluationId', string>>>;

/** Proposals, newest first, page after page. */
export function useProposals(filter: ProposalFilter, limit = 50) {
  return useInfiniteQuery({
    queryKey: ['proposals', filter, limit],
    queryFn: ({ pageParam }) => {
      const query = { limit, ...filled(filter as Record<string, string>), ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answer(api.GET('/api/v1/proposals', { params: { query: query as object } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}

/** Makes everything that shows consequences and proposals look again. */
export function useConsequencesChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([['consequences'], ['proposals'], ['my-work'], ['supplier']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
}
