import { rehearsal, type RehearsedStart } from '#workflows/rehearsal/contract.js';
import { WorkflowUpdateFailedError, type Client, type WorkflowClientInterceptor } from '@temporalio/client';

/** The workflow whose children begin at the rehearsal's time. */
export const ROOT = rehearsal.workflowId('root');

/** Starts the root itself, at the real time. */
export async function startRoot(client: Client): Promise<void> {
  await client.workflow.start(rehearsal.workflowType, { workflowId: ROOT, taskQueue: rehearsal.taskQueue, staticSummary: 'Rehearsal' });
}

/** Starts a workflow at the root's virtual time. */
export async function startAtItsTime(client: Client, start: RehearsedStart): Promise<unknown> {
  return client.workflow.getHandle(ROOT).executeUpdate<unknown, [RehearsedStart]>(rehearsal.startUpdate, { args: [start] });
}

/**
 * Has cases that people open by hand begin at the root's time too: what the door would start with its first Update is started
 * before, so that the Update finds it running.
 */
export function startsAtItsTime(client: () => Client): WorkflowClientInterceptor {
  return {
    startUpdateWithStart: async (input, next) => {
      const { workflowType, workflowStartOptions } = input;
      const { workflowId, taskQueue, args } = workflowStartOptions;
      await startAtItsTime(client(), { workflowType, workflowId, taskQueue, input: args[0], wait: false }).catch((error: unknown) => {
        // It runs, or has ended; the call itself will say so.
        if (!(error instanceof WorkflowUpdateFailedError)) throw error;
      });
      return next(input);
    },
  };
}
