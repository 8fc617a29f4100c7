import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { NativeConnection } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { searchAttributes } from '#apps/cli/launcher/temporal-server.js';
import { testServers } from './servers.js';

const KEYWORD = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
/** gRPC's code for what is not there, or has ended. */
const NOT_FOUND = 5;
const { FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED: COMPLETED, FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED: FAILED } = temporal.api.enums.v1.FastForwardPollingResult;
const A_DAY = 24 * 60 * 60;

/** host:port of the Temporal development server that all test files share. */
export async function testTemporalAddress(): Promise<string> {
  const { temporalAddress } = await testServers();
  if (!temporalAddress) throw new Error('This run has no Temporal server: STEWARD_TEST_TEMPORAL is not set.');
  return temporalAddress;
}

/** A namespace of its own on the shared server: queues have fixed names, so test files must not meet on them. */
export interface TestNamespace {
  readonly namespace: string;
  readonly address: string;
  readonly client: Client;
  readonly nativeConnection: NativeConnection;
  close(): Promise<void>;
}

/** Registers a namespace with our search attributes, on the shared server unless on another, and waits until workflows can be found by them. */
export async function openTestNamespace(server?: string): Promise<TestNamespace> {
  const address = server ?? (await testTemporalAddress());
  const namespace = `test-${randomUUID().slice(0, 8)}`;
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: A_DAY } as never });
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(searchAttributes.map((name) => [name, KEYWORD])),
  });
  await untilServed(connection, namespace);
  const nativeConnection = await NativeConnection.connect({ address });
  return {
    namespace,
    address,
    client: new Client({ connection, namespace }),
    nativeConnection,
    close: async () => {
      await nativeConnection.close();
      await connection.close();
    },
  };
}

/** The server learns of a namespace and of its attributes within seconds. */
async function untilServed(connection: Connection, namespace: string): Promise<void> {
  const query = searchAttributes.map((name) => `${name} = 'none'`).join(' AND ');
  const limit = Date.now() + 90_000;
  for (;;) {
    try {
      await connection.workflowService.countWorkflowExecutions({ namespace, query });
      return;
    } catch (error) {
      if (Date.now() > limit) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/**
 * Lets days pass for one workflow, in its own virtual time: its timers fire on the way, activities run for real.
 * Returns when the time has passed or the workflow has ended before.
 */
export async function letDaysPass(client: Client, workflowId: string, days: number): Promise<void> {
  const { namespace } = client.options;
  const workflowExecution = { workflowId };
  const id = randomUUID();
  try {
    await client.workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      workflowExecutionOptions: {
        timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration: { seconds: days * A_DAY } as never } },
      },
      updateMask: { paths: ['time_skipping_config'] },
    });
    // A poll that has waited for its time answers without a result.
    for (const limit = Date.now() + 120_000; ; ) {
      const { fastForwardPollingResult } = await client.withDeadline(limit, () =>
        client.workflowService.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId: id }),
      );
      if (fastForwardPollingResult === COMPLETED || fastForwardPollingResult === FAILED) return;
      if (Date.now() > limit) throw new Error(`${days} days have not passed for ${workflowId} within two minutes.`);
    }
  } catch (error) {
    if (!isGrpcServiceError(error) || error.code !== NOT_FOUND) throw error;
  }
}
