import proto from '@temporalio/proto';
import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { randomUUID } from 'node:crypto';

const { FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED: COMPLETED, FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED: FAILED } =
  proto.temporal.api.enums.v1.FastForwardPollingResult;
const RUNNING = proto.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
/** gRPC's code for what is not there, or has ended. */
const NOT_FOUND = 5;
const DEADLINE_EXCEEDED = 4;
/** Longest wait for one workflow to reach a time: it must finish what it has under way first. In milliseconds. */
const PATIENCE = 25_000;

/**
 * The virtual clocks of workflows: each has its own, which runs with the real one and is put forward here. What is due on the
 * way happens on the way; while an activity runs, the clock stands.
 */
export class VirtualClocks {
  /** Virtual minus real time of each workflow, in milliseconds. */
  private readonly ahead = new Map<string, number>();

  constructor(private readonly client: Client) {}

  /**
   * Puts a workflow's clock forward to an instant and answers when it has got there with nothing under way.
   * @returns false when the workflow has ended, before or on the way
   */
  async forward(workflowId: string, to: Date): Promise<boolean> {
    try {
      const ahead = this.ahead.get(workflowId) ?? (await this.look(workflowId));
      // One that is there already may still be at work: it is put forward by a moment, which waits for that.
      const wait = Math.max(1, to.getTime() - (Date.now() + ahead));
      const reached = await this.fastForward(workflowId, wait);
      if (reached === null) this.ahead.delete(workflowId);
      else this.ahead.set(workflowId, reached - Date.now());
      return reached !== null;
    } catch (error) {
      if (!isGone(error)) throw error;
      this.ahead.delete(workflowId);
      return false;
    }
  }

  private async hasEnded(workflowId: string): Promise<boolean> {
    const { namespace } = this.client.options;
    const { workflowExecutionInfo } = await this.client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } });
    return workflowExecutionInfo?.status !== RUNNING;
  }

  private async look(workflowId: string): Promise<number> {
    const { namespace } = this.client.options;
    const found = await this.client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } });
    const time = found.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
    return time ? millis(time) - Date.now() : 0;
  }

  /** The virtual time that was reached, in milliseconds; null when the workflow ended before. */
  private async fastForward(workflowId: string, wait: number): Promise<number | null> {
    const { namespace } = this.client.options;
    const workflowExecution = { workflowId };
    const id = randomUUID();
    const duration = { seconds: Math.floor(wait / 1000), nanos: Math.round((wait % 1000) * 1_000_000) };
    // What it starts on the way begins at its time, but must not skip ahead on its own: nobody could answer in between.
    const timeSkippingConfig = { enabled: true, disablePropagation: true, fastForwardConfig: { id, duration: duration as never } };
    await this.client.workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      workflowExecutionOptions: { timeSkippingConfig },
      updateMask: { paths: ['time_skipping_config'] },
    });
    for (const limit = Date.now() + PATIENCE; Date.now() < limit; ) {
      const { fastForwardPollingResult, fastForwardInfo, failedReason } = await this.client
        .withDeadline(limit, () => this.client.workflowService.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId: id }))
        .catch((error: unknown) => {
          if (!isGrpcServiceError(error) || error.code !== DEADLINE_EXCEEDED) throw error;
          throw new Error(`${workflowId} has not finished what it has under way within ${PATIENCE / 1000} seconds.`);
        });
      if (fastForwardPollingResult === COMPLETED && fastForwardInfo?.targetTime) return millis(fastForwardInfo.targetTime);
      if (fastForwardPollingResult === FAILED && (await this.hasEnded(workflowId))) return null;
      if (fastForwardPollingResult === FAILED) throw new Error(`The clock of ${workflowId} could not be put forward: ${String(failedReason)}`);
    }
    throw new Error(`${workflowId} has not finished what it has under way within ${PATIENCE / 1000} seconds.`);
  }
}

/** True for an error that says that a workflow has ended. */
export function isGone(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || (isGrpcServiceError(error) && error.code === NOT_FOUND);
}

function millis({ seconds, nanos }: { seconds?: unknown; nanos?: number | null }): number {
  return Number(seconds ?? 0) * 1000 + (nanos ?? 0) / 1_000_000;
}
