import { defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
import { evaluationCycle as contract, type EvaluationCycleInput, type EvaluationProgress } from './contract.js';
import { Cycle } from './cycle.js';

/**
 * One cycle, stage by stage as its row says, so that it goes on from there whatever has ended a run before: raters asked, their
 * ratings calibrated, scored, reviewed, published, appeals heard, consequences drawn, closed.
 */
export async function evaluationCycle(input: EvaluationCycleInput): Promise<EvaluationProgress> {
  const cycle = setup(input);
  try {
    await cycle.begin();
    while (!cycle.hasEnded()) await cycle.workOffStage();
  } catch (error) {
    await cycle.giveUpAfter(error);
    throw error;
  }
  return cycle.progress();
}

function setup(input: EvaluationCycleInput): Cycle {
  const cycle = new Cycle(input);
  setHandler(defineQuery<EvaluationProgress>(contract.progressQuery), () => cycle.progress());
  setHandler(defineSignal(contract.changedSignal), () => cycle.hear());
  return cycle;
}
