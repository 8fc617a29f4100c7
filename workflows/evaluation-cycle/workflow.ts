import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { defineQuery, ParentClosePolicy, proxyActivities, setHandler, sleep, startChild } from '@temporalio/workflow';
import { rectification, type RectificationInput } from '../rectification/contract.js';
import { caseSearchAttributes } from '../shared/search-attributes.js';
import { activityOptions } from '../shared/options.js';
import type { EvaluationCycleActivities } from './activities.js';
import { evaluationCycle as contract, type EvaluationCycleInput, type EvaluationProgress } from './contract.js';

const { freezeMembership, scoreChunk, markScored, publishEvaluation, listConsequences, closeEvaluation } =
  proxyActivities<EvaluationCycleActivities>(activityOptions.score);

/** Chunks scored side by side: the database is the bound, not the workflow. */
const CHUNKS_AT_ONCE = 4;

/** One cycle: membership frozen, scored chunk by chunk, published, its consequences opened, closed. */
export async function evaluationCycle(input: EvaluationCycleInput): Promise<EvaluationProgress> {
  const cycle = setup(input);
  await cycle.freeze();
  await cycle.scoreAllChunks();
  const { appealsUntil } = await cycle.publish();
  await cycle.waitForAppeals(appealsUntil);
  await cycle.openConsequences();
  await cycle.close();
  return cycle.progress();
}

function setup({ evaluationId }: EvaluationCycleInput) {
  let progress: EvaluationProgress = { stage: 'freezing', scored: 0, total: 0, opened: 0 };
  let chunks = 0;
  setHandler(defineQuery<EvaluationProgress>(contract.progressQuery), () => progress);

  const scoreEvery = async (first: number) => {
    for (let chunk = first; chunk < chunks; chunk += CHUNKS_AT_ONCE) {
      const { scored } = await scoreChunk({ evaluationId, chunk, at: now() });
      progress = { ...progress, scored: progress.scored + scored };
    }
  };

  return {
    progress: () => progress,
    freeze: async () => {
      const frozen = await freezeMembership({ evaluationId });
      chunks = frozen.chunks;
      progress = { ...progress, stage: 'scoring', total: frozen.total };
    },
    scoreAllChunks: async () => {
      await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, (_, first) => scoreEvery(first)));
      await markScored({ evaluationId });
      progress = { ...progress, stage: 'publishing' };
    },
    publish: () => publishEvaluation({ evaluationId, at: now() }),
    waitForAppeals: async (until: string | null) => {
      progress = { ...progress, stage: 'appeals' };
      const wait = until === null ? 0 : Date.parse(until) - Date.now();
      if (wait > 0) await sleep(wait);
    },
    openConsequences: async () => {
      progress = { ...progress, stage: 'consequences' };
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof listConsequences>> = await listConsequences({ evaluationId, after, at: now() });
        for (const opening of page.openings) await openRectification(opening);
        progress = { ...progress, opened: progress.opened + page.openings.length };
        after = page.next;
      } while (after !== null);
    },
    close: async () => {
      await closeEvaluation({ evaluationId, at: now() });
      progress = { ...progress, stage: 'closed' };
    },
  };
}

/** The case outlives the cycle; the same case started before (after a reset of this run) is left alone. */
async function openRectification(input: Extract<RectificationInput, { opening: object }>): Promise<void> {
  const { caseId, supplierId } = input.opening;
  try {
    await startChild(rectification.workflowType, {
      workflowId: rectification.workflowId(caseId),
      taskQueue: rectification.taskQueue,
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: caseSearchAttributes(rectification.process, supplierId),
      staticSummary: 'Rectification opened by a grade C',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

function now(): string {
  return new Date(Date.now()).toISOString();
}
