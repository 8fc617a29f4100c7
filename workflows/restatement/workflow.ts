import { continueAsNew, defineQuery, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import { now } from '../shared/now.js';
import { activityOptions } from '../shared/options.js';
import type { RestatementActivities } from './activities.js';
import { restatement as contract, type RestatementInput, type RestatementProgress } from './contract.js';

const { restateChunk, proposeChunk, finishRestatement } = proxyActivities<RestatementActivities>(activityOptions.score);

/**
 * Works off what late facts have touched: scores restated chunk by chunk, their consequences proposed, the end recorded.
 * What must wait for an evaluation under way ends this run too: the sweeper starts the next when there is something to do.
 */
export async function restatement(input: RestatementInput, sofar?: RestatementProgress): Promise<RestatementProgress> {
  const work = setup(input, sofar);
  await work.restate();
  await work.propose();
  await work.finish();
  return work.progress();
}

function setup(input: RestatementInput, sofar: RestatementProgress = { stage: 'restating', restated: 0, unchanged: 0 }) {
  let progress = sofar;
  setHandler(defineQuery<RestatementProgress>(contract.progressQuery), () => progress);
  const { restatementId } = input;

  return {
    progress: () => progress,
    restate: async () => {
      for (let more = true; more; ) {
        if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof restatement>(input, progress);
        const step = await restateChunk({ restatementId, at: now() });
        progress = { ...progress, restated: progress.restated + step.restated, unchanged: progress.unchanged + step.unchanged };
        more = step.more;
      }
    },
    propose: async () => {
      progress = { ...progress, stage: 'proposing' };
      while ((await proposeChunk({ restatementId, at: now() })).more);
    },
    finish: async () => {
      const { status } = await finishRestatement({ restatementId, at: now() });
      progress = { ...progress, stage: status };
    },
  };
}
