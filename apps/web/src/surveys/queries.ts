import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { filled } from '../ui/use-filters.js';

export type Survey = components['schemas']['Survey'];
export type SurveyResults = components['schemas']['SurveyResults'];
export type QuestionResult = components['schemas']['QuestionResult'];
export type Respondent = components['schemas']['Respondent'];

export const surveyKinds = ['ratings', 'suppliersRateUs'] as const satisfies readonly Survey['kind'][];
export const respondentStatuses = ['open', 'missing', 'answered', 'delegated'] as const satisfies readonly Respondent['status'][];

/** Milliseconds after which an open survey is looked at again. */
const LOOK_AGAIN = 15_000;

/** Surveys, newest first, page after page. */
export function useSurveys(kind: string) {
  return useInfiniteQuery({
    queryKey: ['surveys', kind],
    queryFn: ({ pageParam }) => {
      const query = { limit: 50, ...filled({ kind }), ...(pageParam === null ? {} : { cursor: pageParam }) };
      // The address may hold anything; the server refuses what is none of its words.
      return answer(api.GET('/api/v1/surveys', { params: { query: query as object } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}

/** One survey; looked at again while answers may come. */
export function useSurvey(id: string) {
  return useQuery({
    queryKey: ['survey', id],
    queryFn: () => answer(api.GET('/api/v1/surveys/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && ['preparing', 'open', 'closing'].includes(state.data.status) ? LOOK_AGAIN : false),
  });
}

/** Makes everything that shows surveys look again. */
export function useSurveysChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([['surveys'], ['survey']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
}

/** What the answers come to. `answered` is how many there are: with another one they are read anew. */
export function useResults(id: string, answered: number) {
  return useQuery({
    queryKey: ['survey', id, 'results', answered],
    queryFn: () => answer(api.GET('/api/v1/surveys/{id}/results', { params: { path: { id } } })),
    placeholderData: (before) => before,
  });
}

/** Whom a survey asks, page after page. */
export function useRespondents(id: string, status: string, answered: number) {
  return useInfiniteQuery({
    queryKey: ['survey', id, 'respondents', status, answered],
    queryFn: ({ pageParam }) => {
      const query = { limit: 50, ...filled({ status }), ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answer(api.GET('/api/v1/surveys/{id}/respondents', { params: { path: { id }, query: query as object } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}
