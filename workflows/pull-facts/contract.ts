import { taskQueues } from '../shared/options.js';
import { idsWith } from '../shared/process-contract.js';

/** The id only; address, mapping and shape are in the connector's row. */
export interface PullFactsInput {
  readonly connectorId: string;
}

/** A pull of one connector. Its schedule has the id that `workflowId` makes; each run of it appends its time to that. */
export const pullFacts = {
  process: 'pull',
  workflowType: 'pullFacts',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('pull-facts'),
} as const;
