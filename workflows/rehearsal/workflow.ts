import { defineUpdate, condition, executeChild, ParentClosePolicy, setHandler, startChild } from '@temporalio/workflow';
import { rehearsal as contract, type RehearsedStart } from './contract.js';

/** Starts what it is told to, in its own virtual time, until whoever plays the rehearsal ends it. */
export async function rehearsal(): Promise<void> {
  setHandler(defineUpdate<unknown, [RehearsedStart]>(contract.startUpdate), async ({ workflowType, workflowId, taskQueue, input, wait }) => {
    const child = { workflowId, taskQueue, args: [input], parentClosePolicy: ParentClosePolicy.ABANDON };
    if (wait) return executeChild(workflowType, child);
    await startChild(workflowType, child);
    return null;
  });
  await condition(() => false);
}
