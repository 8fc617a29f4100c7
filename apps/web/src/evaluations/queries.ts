import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { isLanguage } from '../i18n/language.js';

export type Evaluation = components['schemas']['Evaluation'];
export type EvaluationInDetail = components['schemas']['EvaluationInDetail'];
export type Score = components['schemas']['Score'];
export type ExplainedScore = components['schemas']['ExplainedScore'];
export type GradeLetter = Score['grade'];

export const gradeLetters = ['A', 'B', 'C', 'N'] as const;

/** True while Steward still works on it by itself. */
export function isRunning(evaluation: Evaluation): boolean {
  return evaluation.status === 'running' || evaluation.status === 'scored';
}

/** Milliseconds until it is worth looking again: soon while Steward scores, less often while consequences or people are awaited, never after the end. */
export function nextLook(evaluation: Evaluation): number | false {
  if (isRunning(evaluation)) return 1_000;
  return evaluation.status === 'published' || evaluation.status === 'reviewing' ? 5_000 : false;
}

/** Evaluations, newest first; looked at again as the most urgent of them needs. */
export function useEvaluations() {
  return useInfiniteQuery({
    queryKey: ['evaluations'],
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/v1/evaluations', { params: { query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => {
      const looks = state.data?.pages.flatMap((page) => page.items.map(nextLook)).filter((look) => look !== false) ?? [];
      return looks.length > 0 ? Math.min(...looks) : false;
    },
  });
}

/** One evaluation; looked at again by {@link nextLook}. */
export function useEvaluation(id: string) {
  return useQuery({
    queryKey: ['evaluation', id],
    queryFn: () => answer(api.GET('/api/v1/evaluations/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data ? nextLook(state.data) : false),
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

/** A score with everything that it rests on and every revision; definitions in words come in the given language. */
export function useExplainedScore(evaluationId: string | null, supplierId: string, language: string) {
  return useQuery({
    queryKey: ['score', evaluationId, supplierId, language],
    queryFn: () =>
      answer(
        api.GET('/api/v1/evaluations/{id}/scores/{supplierId}', {
          params: { path: { id: evaluationId ?? '', supplierId }, query: isLanguage(language) ? { language } : {} },
        }),
      ),
    enabled: evaluationId !== null,
  });
}
