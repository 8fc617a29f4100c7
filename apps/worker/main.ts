import { openDatabase } from '#persistence/database.js';
import { NativeConnection } from '@temporalio/worker';
import { setTimeout as delay } from 'node:timers/promises';
import type { Configuration } from '../configuration.js';
import { openOutgoingMail } from '../delivery/transport.js';
import { dataConverterOf } from '../temporal/connection.js';
import type { Running } from '../running.js';
import { runWorkers } from './workers.js';

/** Longest wait between two tries to reach a Temporal that is not there yet, in milliseconds. */
const LONGEST_PAUSE = 5_000;

/** Serves all queues in one process: workflows with their commits, scoring, and the post. Waits for Temporal as long as it takes. */
export async function startWorker(configuration: Configuration): Promise<Running> {
  const db = openDatabase({ url: configuration.databaseUrl, role: 'staff', applicationName: 'steward-worker', poolSize: 20 });
  const transport = openOutgoingMail(configuration);
  const connection = await connectPatiently(configuration);
  const running = await runWorkers({
    connection,
    namespace: configuration.temporal.namespace,
    dataConverter: dataConverterOf(configuration),
    db,
    transport,
    settings: configuration,
  });
  return {
    done: running.done,
    close: async () => {
      await running.close();
      await connection.close();
      transport.close();
      await db.close();
    },
  };
}

async function connectPatiently(configuration: Configuration): Promise<NativeConnection> {
  for (let pause = 250; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await connect(configuration);
    } catch (error) {
      console.warn(`Temporal is not there yet at ${configuration.temporal.address}: ${error instanceof Error ? error.message : String(error)}`);
      await delay(pause);
    }
  }
}

/** Workers that are made before their namespace fail for good, so it belongs to what is waited for. */
async function connect({ temporal }: Configuration): Promise<NativeConnection> {
  const connection = await NativeConnection.connect(temporal.connectionOptions);
  try {
    await connection.workflowService.describeNamespace({ namespace: temporal.namespace });
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}
