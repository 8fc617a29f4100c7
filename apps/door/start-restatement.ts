import type { Database } from '#persistence/database.js';
import { workableRestatements } from '#persistence/restatements/restatements.js';
import { restatement, type RestatementInput } from '#workflows/restatement/contract.js';
import { processAttribute } from '#workflows/shared/search-attributes.js';
import { TypedSearchAttributes } from '@temporalio/common';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { isUnavailable, reachable } from './engine.js';

/** How many one look starts; each is worked off in seconds, and the next look is seconds away. */
const AT_ONCE = 50;

/** Starts a workflow for each restatement that can be worked off and has none. Answers how many; 0 too when Temporal is not there. */
export async function startRestatements({ db, client }: { db: Database; client: Client }): Promise<number> {
  let started = 0;
  for (const { id } of await workableRestatements(db, AT_ONCE)) if (await startRestatement(client, id)) started += 1;
  return started;
}

/**
 * True when the workflow was started by this call. The id may be used again: a restatement that waited for an evaluation
 * goes on in a new run, and two runs of one never meet.
 */
export async function startRestatement(client: Client, restatementId: string): Promise<boolean> {
  const input: RestatementInput = { restatementId };
  try {
    await client.withDeadline(Date.now() + 10_000, () =>
      client.workflow.start(restatement.workflowType, {
        workflowId: restatement.workflowId(restatementId),
        taskQueue: restatement.taskQueue,
        args: [input],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        typedSearchAttributes: new TypedSearchAttributes([{ key: processAttribute, value: restatement.process }]),
        staticSummary: 'Restatement after late facts',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    if (isUnavailable(error) || !(await reachable(client))) return false;
    throw error;
  }
}
