import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, proxyActivities, startChild, uuid4 } from '@temporalio/workflow';
import { openings, type OpeningsInput } from '../openings/contract.js';
import { now } from '../shared/now.js';
import { activityOptions } from '../shared/options.js';
import type { MonitoringActivities } from './activities.js';
import type { MonitoringInput, MonitoringResult } from './contract.js';

const { judge } = proxyActivities<MonitoringActivities>(activityOptions.scoreChunk);
const { tell, prepareOpenings, seeToTheDay } = proxyActivities<MonitoringActivities>(activityOptions.score);

const DAY = 24 * 60 * 60 * 1000;

/** One run: all rules judged, people told, cases opened where the policy wants them, the duties of the day seen to. */
export async function monitoring(input: MonitoringInput): Promise<MonitoringResult> {
  const { requestedBy, notify } = input;
  const runId = input.runId ?? uuid4();
  const asOf = input.asOf ?? dayOf(Date.now() - DAY);
  const { raised, closed } = await judge({ runId, asOf, requestedBy, notify, at: now() });
  if (!notify) return { runId, asOf, raised, closed, told: 0, opened: 0 };
  const { mails } = await tell({ runId, at: now() });
  const { opened } = await prepareOpenings({ runId, at: now() });
  if (opened > 0) await open(runId);
  await seeToTheDay({ at: now() });
  return { runId, asOf, raised, closed, told: mails, opened };
}

/** The cases go on by themselves when the run has ended. */
async function open(batchId: string): Promise<void> {
  const input: OpeningsInput = { batchId };
  try {
    await startChild(openings.workflowType, {
      workflowId: openings.workflowId(batchId),
      taskQueue: openings.taskQueue,
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: 'Rectifications that a monitoring run opens',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
