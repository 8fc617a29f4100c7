import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type StandardsReview = components['schemas']['StandardsReview'];
export type StandardsEvidence = components['schemas']['StandardsEvidence'];

export const standardsKey = ['standards'] as const;
export const standardsReviewKey = (id: string) => ['standards', id] as const;

/** The yearly reviews, newest first; there is one a year. */
export function useStandards() {
  return useQuery({ queryKey: standardsKey, queryFn: () => answer(api.GET('/api/v1/standards')) });
}

/** One review. */
export function useStandardsReview(id: string) {
  return useQuery({ queryKey: standardsReviewKey(id), queryFn: () => answer(api.GET('/api/v1/standards/{id}', { params: { path: { id } } })) });
}
