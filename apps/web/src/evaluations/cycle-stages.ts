import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import { useMay } from '../session/me.js';
import type { EvaluationInDetail } from './queries.js';

export type Stage = EvaluationInDetail['stages'][number]['stage'];
type Entered = EvaluationInDetail['stages'][number];

/** A stage of the track: with its times once it was entered. */
export interface TrackStage {
  readonly stage: Stage;
  readonly entered: Entered | null;
}

/** What a policy says of the stages; null while it is not known. */
export interface StageTerms {
  readonly reviewDays: number;
  readonly appealWindowDays: number;
}

/** The terms of the evaluation's own policy version; null while unknown, or to who may not read policies. */
export function useStageTerms(version: number): StageTerms | null {
  const may = useMay('policies:read');
  const policy = useQuery({
    queryKey: ['policy', version, 'stages'],
    enabled: may,
    staleTime: Infinity,
    queryFn: async () => {
      const { document } = await answer(api.GET('/api/v1/policies/{version}', { params: { path: { version } } }));
      return { reviewDays: document.evaluation.reviewDays, appealWindowDays: document.appealWindowDays };
    },
  });
  return policy.data ?? null;
}

/** The stages behind and ahead of a cycle. What was skipped is left out, and so is what the policy does not ask for. */
export function trackOf(evaluation: Pick<EvaluationInDetail, 'stage' | 'official' | 'collectRatings' | 'stages'>, terms: StageTerms | null): TrackStage[] {
  const { official, collectRatings, stage, stages } = evaluation;
  const entered = stages.map((each) => ({ stage: each.stage, entered: each }));
  if (stage === 'failed' || stage === 'cancelled') return entered;
  const all: readonly (Stage | false)[] = [
    collectRatings && 'collecting',
    collectRatings && 'calibrating',
    'scoring',
    official && terms !== null && terms.reviewDays > 0 && 'review',
    'published',
    official && terms !== null && terms.appealWindowDays > 0 && 'appeals',
    official && 'consequences',
    'closed',
  ];
  const planned = all.filter((each) => each !== false);
  const reached = planned.lastIndexOf(entered.at(-1)?.stage ?? stage);
  const ahead = planned.slice(reached + 1).filter((each) => !entered.some((one) => one.stage === each));
  return [...entered, ...ahead.map((each) => ({ stage: each, entered: null }))];
}
