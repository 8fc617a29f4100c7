import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { continueAsNew, ParentClosePolicy, proxyActivities, startChild } from '@temporalio/workflow';
import { rectification } from '../rectification/contract.js';
import { activityOptions } from '../shared/options.js';
import { caseSearchAttributes } from '../shared/search-attributes.js';
import type { OpeningCase, OpeningsActivities } from './activities.js';
import type { OpeningsInput } from './contract.js';

const { nextOpenings } = proxyActivities<OpeningsActivities>(activityOptions.openings);

/**
 * Starts the cases of a batch, a page in each run: they live on their own when this ends, in the time in which it ran.
 * Pages keep the number of children and the history of a run small, however many cases there are.
 */
export async function openings({ batchId, after, opened = 0 }: OpeningsInput): Promise<{ opened: number }> {
  const page = await nextOpenings({ batchId, after: after ?? null });
  await Promise.all(page.cases.map(begin));
  const total = opened + page.cases.length;
  if (page.next === null) return { opened: total };
  return continueAsNew<typeof openings>({ batchId, after: page.next, opened: total });
}

/** A case that runs already, or has ended, was started by an earlier attempt. */
async function begin({ caseId, supplierId, severity, input }: OpeningCase): Promise<void> {
  try {
    await startChild(rectification.workflowType, {
      workflowId: rectification.workflowId(caseId),
      taskQueue: rectification.taskQueue,
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: caseSearchAttributes(rectification.process, supplierId),
      staticSummary: `Rectification, ${severity}, opened by Steward`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
