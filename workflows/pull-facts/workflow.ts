import { proxyActivities } from '@temporalio/workflow';
import { activityOptions } from '../shared/options.js';
import type { PullFactsActivities, PullOutcome } from './activities.js';
import type { PullFactsInput } from './contract.js';

const { pull } = proxyActivities<PullFactsActivities>(activityOptions.pull);

/** One pull of one connector, as its schedule starts it. A pull that fails for good waits for the next one of the schedule. */
export async function pullFacts({ connectorId }: PullFactsInput): Promise<PullOutcome> {
  return pull({ connectorId });
}
