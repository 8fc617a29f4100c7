import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import type { components } from '../api/schema.js';
import { workKey } from '../work/queries.js';

export type Plan = components['schemas']['RelationshipPlan'];
export type Guest = components['schemas']['MeetingGuest'];
export type Entry = components['schemas']['RelationshipEntry'];
export type EntryBody = components['schemas']['RelationshipEntryBody'];
export type Meeting = components['schemas']['Meeting'];
export type Forecast = components['schemas']['SharedForecast'];
export type Template = components['schemas']['RelationshipTemplateOfSegment'];

/** One of the registers of working together; see libs/domain/relationship/registers.ts. */
export type Register = EntryBody['register'];
export type Target = Extract<EntryBody, { register: 'target' }>;
export type Milestone = Extract<EntryBody, { register: 'milestone' }>;
export type Risk = Extract<EntryBody, { register: 'risk' }>;
export type Issue = Extract<EntryBody, { register: 'issue' }>;

export const topics = ['training', 'technicalSupport', 'quality', 'capacity', 'innovation', 'sustainability', 'other'] as const satisfies readonly Milestone['topic'][];
export const doers = ['us', 'supplier', 'both'] as const satisfies readonly Milestone['doneBy'][];
export const responses = ['avoid', 'reduce', 'transfer', 'accept'] as const satisfies readonly Risk['response'][];
export const severities = ['critical', 'major', 'minor'] as const satisfies readonly Issue['severity'][];
/** By register; the first is open, the others end the entry. */
export const entryStatuses = {
  target: ['open', 'met', 'missed', 'dropped'],
  milestone: ['planned', 'done', 'dropped'],
  risk: ['open', 'closed'],
  issue: ['open', 'resolved'],
} as const satisfies Readonly<Record<Register, readonly string[]>>;

const keyOf = (supplierId: string) => ['supplier', supplierId, 'relationship'] as const;
const more = (pageParam: string | null) => (pageParam === null ? {} : { cursor: pageParam });

/** The plan with its ETag; null before it was begun. */
export function usePlan(supplierId: string) {
  return useQuery({
    queryKey: [...keyOf(supplierId), 'plan'],
    queryFn: async () => {
      try {
        return await taggedAnswer(api.GET('/api/v1/suppliers/{id}/relationship/plan', { params: { path: { id: supplierId } } }));
      } catch (error) {
        if (asProblem(error).status === 404) return null;
        throw error;
      }
    },
  });
}

/** When the plan was looked at anew, newest first, page after page. */
export function useReviews(supplierId: string) {
  return useInfiniteQuery({
    queryKey: [...keyOf(supplierId), 'reviews'],
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/suppliers/{id}/relationship/reviews', { params: { path: { id: supplierId }, query: { limit: 10, ...more(pageParam) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Entries of a register, the last written first, page after page. */
export function useEntries(supplierId: string, register: Register, openOnly: boolean) {
  return useInfiniteQuery({
    queryKey: [...keyOf(supplierId), 'entries', register, openOnly],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/suppliers/{id}/relationship/entries', {
          params: { path: { id: supplierId }, query: { limit: 50, register, ...(openOnly ? { open: 'true' as const } : {}), ...more(pageParam) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}

/** What an entry said before, newest first. */
export function useVersions({ supplierId, id }: Pick<Entry, 'supplierId' | 'id'>) {
  return useQuery({
    queryKey: [...keyOf(supplierId), 'versions', id],
    queryFn: () => answer(api.GET('/api/v1/suppliers/{id}/relationship/entries/{entryId}/versions', { params: { path: { id: supplierId, entryId: id }, query: { limit: 50 } } })),
  });
}

/** Meetings, the latest first, page after page; renewed, as calendars answer without us. */
export function useMeetings(supplierId: string) {
  return useInfiniteQuery({
    queryKey: [...keyOf(supplierId), 'meetings'],
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/suppliers/{id}/relationship/meetings', { params: { path: { id: supplierId }, query: { limit: 10, ...more(pageParam) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 60_000,
  });
}

/** Forecasts that were shared, newest first, page after page. */
export function useForecasts(supplierId: string) {
  return useInfiniteQuery({
    queryKey: [...keyOf(supplierId), 'forecasts'],
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/suppliers/{id}/relationship/forecasts', { params: { path: { id: supplierId }, query: { limit: 10, ...more(pageParam) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 60_000,
  });
}

/** One forecast with its lines. */
export function useForecast(supplierId: string, forecastId: string) {
  return useQuery({
    queryKey: [...keyOf(supplierId), 'forecast', forecastId],
    queryFn: () => answer(api.GET('/api/v1/suppliers/{id}/relationship/forecasts/{forecastId}', { params: { path: { id: supplierId, forecastId } } })),
    refetchInterval: 60_000,
  });
}

/** Makes everything look again that working together with the supplier shows on. */
export function useRelationshipChanged(supplierId: string): () => Promise<unknown> {
  const queries = useQueryClient();
  const shown = [keyOf(supplierId), ['supplier', supplierId, 'timeline'], ['conversation', supplierId], workKey];
  return () => Promise.all(shown.map((queryKey) => queries.invalidateQueries({ queryKey })));
}
