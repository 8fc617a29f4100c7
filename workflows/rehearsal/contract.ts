import { taskQueues } from '../shared/options.js';
import { idsWith } from '../shared/process-contract.js';

/** A workflow that is to begin at the root's virtual time. */
export interface RehearsedStart {
  readonly workflowType: string;
  readonly workflowId: string;
  readonly taskQueue: string;
  readonly input: unknown;
  /** True: answer with its result. False: as soon as it runs; it goes on by itself. */
  readonly wait: boolean;
}

/**
 * The root of a rehearsal: children begin at the virtual time of their parent, so whoever wants a workflow to begin at a
 * virtual time has it started by this one. It is fast-forwarded from day to day.
 */
export const rehearsal = {
  process: 'rehearsal',
  workflowType: 'rehearsal',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('rehearsal'),
  /** Update: {@link RehearsedStart} → the child's result, or null. */
  startUpdate: 'start',
  /** Begins the ids of the workflows that start one and end. */
  startWorkflow: 'rehearsed-start',
} as const;
