import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Evaluation = components['schemas']['Evaluation'];
export type Score = components['schemas']['Score'];
export type GradeLetter = Score['grade'];

export const gradeLetters = ['A', 'B', 'C', 'N'] as const;

/** True while Steward still works on it by itself. */
export function isRunning(evaluation: Evaluation): boolean {
  return evaluation.status === 'running' || evaluation.status === 'scored';
}

/** Evaluations, newest first; looked at every two seconds while one of them runs. */
export function useEvaluations() {
  return useInfiniteQuery({
    queryKey: ['evaluations'],
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/v1/evaluations', { params: { query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some(isRunning)) ? 2_000 : false),
  });
}

/** One evaluation; looked at every second while it runs. */
export function useEvaluation(id: string) {
  return useQuery({
    queryKey: ['evaluation', id],
    queryFn: () => answer(api.GET('/api/v1/evaluations/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? 1_000 : false),
  });
}

/** Scores of one grade, page after page. `version` is anything that changes when there are new ones. */
export function useScores(id: string, grade: GradeLetter, version: number) {
  return useInfiniteQuery({
    queryKey: ['evaluation', id, 'scores', grade, version],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/evaluations/{id}/scores', {
          params: { path: { id }, query: { grade, limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}
