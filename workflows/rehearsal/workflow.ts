import { defineUpdate, condition, executeChild, ParentClosePolicy, setHandler, startChild } from '@temporalio/workflow';
import { rehearsal as contract, type RehearsedStart } from './contract.js';

/** Starts what it is told to, in its own virtual time, until whoever plays the rehearsal ends it. */
export async function rehearsal(): Promise<void> {
  setHandler(defineUpdate<unknown, [RehearsedStart]>(contract.startUpdate), async ({ workflowType, workflowId, taskQueue, input, wait }) => {
    if (wait) return executeChild(workflowType, { workflowId, taskQueue, args: [input], parentClosePolicy: ParentClosePolicy.ABANDON });
    const start: RehearsedStart = { workflowType, workflowId, taskQueue, input, wait };
    await executeChild(rehearsedStart, { workflowId: `${contract.startWorkflow}-${workflowId}`, args: [start] });
    return null;
  });
  await condition(() => false);
}

/** Starts one workflow, which goes on, and ends: the clock of a parent stands while a child runs, so the root must have none that goes on. */
export async function rehearsedStart({ workflowType, workflowId, taskQueue, input }: RehearsedStart): Promise<void> {
  await startChild(workflowType, { workflowId, taskQueue, args: [input], parentClosePolicy: ParentClosePolicy.ABANDON });
}
