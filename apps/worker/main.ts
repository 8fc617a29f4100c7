import { openMailTransport } from '#messaging/channels/email.js';
import { openDatabase } from '#persistence/database.js';
import { taskQueues } from '#workflows/shared/options.js';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { smtpUrlOf, type Configuration } from '../configuration.js';
import { dataConverterOf } from '../temporal/connection.js';
import { createCommitActivity } from './activities/commit.js';
import { createDeliverActivities } from './activities/deliver.js';
import { createEvaluationActivities } from './activities/evaluation.js';

/** A started role. `done` rejects when it dies by itself. */
export interface Running {
  close(): Promise<void>;
  readonly done: Promise<void>;
}

/** Longest wait between two tries to reach a Temporal that is not there yet, in milliseconds. */
const LONGEST_PAUSE = 5_000;
/** A commit takes milliseconds and a mail seconds; what takes longer is repeated elsewhere. */
const SHUTDOWN_GRACE = '10 seconds';
/** Sticky workflows in memory: about 1 MB each. */
const CACHED_WORKFLOWS = 500;

/** Serves all queues in one process: workflows with their commits, scoring, and the post. Waits for Temporal as long as it takes. */
export async function startWorker(configuration: Configuration): Promise<Running> {
  const db = openDatabase({ url: configuration.databaseUrl, role: 'staff', applicationName: 'steward-worker', poolSize: 20 });
  const transport = openMailTransport({ url: smtpUrlOf(configuration), from: configuration.mail.from });
  const connection = await connectPatiently(configuration);
  const evaluation = createEvaluationActivities(db);
  const shared: Pick<WorkerOptions, 'connection' | 'namespace' | 'dataConverter' | 'shutdownGraceTime'> = {
    connection,
    namespace: configuration.temporal.namespace,
    dataConverter: dataConverterOf(configuration),
    shutdownGraceTime: SHUTDOWN_GRACE,
  };
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: taskQueues.lifecycle,
      workflowBundle: { codePath: workflowBundlePath() },
      activities: createCommitActivity(db, configuration),
      maxCachedWorkflows: CACHED_WORKFLOWS,
    }),
    Worker.create({ ...shared, taskQueue: taskQueues.scoring, activities: evaluation, maxConcurrentActivityTaskExecutions: 4 }),
    Worker.create({ ...shared, taskQueue: taskQueues.notifications, activities: createDeliverActivities({ db, transport, now: () => new Date() }), maxConcurrentActivityTaskExecutions: 10 }),
  ]);
  const runs = workers.map((worker) => worker.run());
  const done = Promise.all(runs).then(() => undefined);
  return {
    done,
    close: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled(runs);
      await connection.close();
      transport.close();
      await db.close();
    },
  };
}

async function connectPatiently(configuration: Configuration): Promise<NativeConnection> {
  for (let pause = 250; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await NativeConnection.connect(configuration.temporal.connectionOptions);
    } catch (error) {
      console.warn(`Temporal is not there yet at ${configuration.temporal.address}: ${error instanceof Error ? error.message : String(error)}`);
      await delay(pause);
    }
  }
}

/** The bundle that the build makes beside the compiled code; on the sources, the one of the last build. */
export function workflowBundlePath(): string {
  const candidates = ['../../workflow-bundle.js', '../../dist/workflow-bundle.js'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = candidates.find((path) => existsSync(path));
  if (!found) throw new Error(`The workflow bundle is missing (${candidates[0]}): run npm run setup.`);
  return found;
}
