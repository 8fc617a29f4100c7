import { ActivityFailure, defineQuery, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import { activityOptions } from '../shared/options.js';
import type { EvaluationCycleActivities } from './activities.js';
import { evaluationCycle as contract, type EvaluationCycleInput, type EvaluationProgress } from './contract.js';

const { scoreChunk } = proxyActivities<EvaluationCycleActivities>(activityOptions.scoreChunk);
const { freezeMembership, markScored, publishEvaluation, openConsequences, closeEvaluation, abandonEvaluation } =
  proxyActivities<EvaluationCycleActivities>(activityOptions.score);

/** Chunks scored side by side: the database is the bound, not the workflow. */
const CHUNKS_AT_ONCE = 4;

/** One cycle: membership frozen, scored chunk by chunk, published, its consequences opened, closed. */
export async function evaluationCycle(input: EvaluationCycleInput): Promise<EvaluationProgress> {
  const cycle = setup(input);
  const { appealsUntil } = await cycle.scoreAndPublish();
  await cycle.waitForAppeals(appealsUntil);
  await cycle.openConsequences();
  await cycle.close();
  return cycle.progress();
}

function setup({ evaluationId }: EvaluationCycleInput) {
  let progress: EvaluationProgress = { stage: 'freezing', scored: 0, total: 0, opened: 0 };
  let chunks = 0;
  setHandler(defineQuery<EvaluationProgress>(contract.progressQuery), () => progress);

  const freeze = async () => {
    const frozen = await freezeMembership({ evaluationId });
    chunks = frozen.chunks;
    progress = { ...progress, stage: 'scoring', total: frozen.total };
  };

  const scoreEvery = async (first: number) => {
    for (let chunk = first; chunk < chunks; chunk += CHUNKS_AT_ONCE) {
      const { scored } = await scoreChunk({ evaluationId, chunk, at: now() });
      progress = { ...progress, scored: progress.scored + scored };
    }
  };

  return {
    progress: () => progress,
    scoreAndPublish: async () => {
      try {
        await freeze();
        await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, (_, first) => scoreEvery(first)));
        await markScored({ evaluationId });
        progress = { ...progress, stage: 'publishing' };
        return await publishEvaluation({ evaluationId, at: now() });
      } catch (error) {
        // What the rules refuse stays refused: the period must not stay blocked by a cycle that cannot go on.
        if (error instanceof ActivityFailure) await abandonEvaluation({ evaluationId, at: now() });
        throw error;
      }
    },
    waitForAppeals: async (until: string | null) => {
      progress = { ...progress, stage: 'appeals' };
      const wait = until === null ? 0 : Date.parse(until) - Date.now();
      if (wait > 0) await sleep(wait);
    },
    openConsequences: async () => {
      progress = { ...progress, stage: 'consequences' };
      let after: string | null = null;
      do {
        const step: Awaited<ReturnType<typeof openConsequences>> = await openConsequences({ evaluationId, after, at: now() });
        progress = { ...progress, opened: progress.opened + step.opened };
        after = step.next;
      } while (after !== null);
    },
    close: async () => {
      await closeEvaluation({ evaluationId, at: now() });
      progress = { ...progress, stage: 'closed' };
    },
  };
}

function now(): string {
  return new Date(Date.now()).toISOString();
}
