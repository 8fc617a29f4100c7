import type { MailTransport } from '#messaging/channels/email.js';
import type { Database } from '#persistence/database.js';
import { taskQueues } from '#workflows/shared/options.js';
import type { DataConverter } from '@temporalio/common';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createCommitActivity } from './activities/commit.js';
import type { ComposeSettings } from './activities/mail-parts.js';
import { createConsequenceActivities } from './activities/consequences.js';
import { createEvaluationActivities } from './activities/evaluation.js';
import { createMonitoringActivities } from './activities/monitoring.js';
import { createOnboardingActivities } from './activities/onboarding.js';
import { createOpeningsActivities } from './activities/openings.js';
import { createRestatementActivities } from './activities/restatement.js';
import { createScorecardActivities } from './activities/scorecards.js';
import { createPullActivities } from './activities/pull-facts.js';
import { createScheduleActivities } from './activities/schedules.js';
import { createRatingActivities } from './activities/ratings.js';
import { withSignsOfLife } from './activities/signs-of-life.js';
import { createSupplyActivity } from './activities/supply.js';
import { createSurveyActivities } from './activities/survey.js';
import { createWatchActivity } from './activities/watch.js';
import type { Configuration } from '../configuration.js';
import { openPost } from '../delivery/post.js';
import type { Running } from '../running.js';

/** What the workers stand on. The connections are the caller's to close. */
export interface WorkerGround {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly dataConverter: DataConverter;
  readonly db: Database;
  readonly transport: MailTransport;
  readonly settings: ComposeSettings & Pick<Configuration, 'connectors'>;
  /** Sticky workflows in memory, about 1 MB each. */
  readonly cachedWorkflows?: number;
}

/** A commit takes milliseconds and a mail seconds; what takes longer is repeated elsewhere. */
const SHUTDOWN_GRACE = '10 seconds';
const CACHED_WORKFLOWS = 500;
/**
 * What Node stops in the middle of a workflow's code it does not survive: the whole process ends with "async hook stack has become
 * corrupted" (nodejs/node 38503, temporalio/sdk-typescript 939). The SDK lets it stop after 5 seconds of the wall clock, which hundreds
 * of signals, or a long history replayed, can take on a busy machine. A task that takes this long Temporal has given to another by then.
 * The SDK takes the option without naming it.
 */
const LONGEST_ACTIVATION: object = { isolateExecutionTimeout: '1 minute' };
const SCORING_AT_ONCE = 4;
const PULLS_AT_ONCE = 2;

/** Polls every queue: workflows with their commits, scoring, and pulls from other systems; and sends the post. */
export async function runWorkers(ground: WorkerGround): Promise<Running> {
  const { connection, namespace, dataConverter, db } = ground;
  const shared: WorkerOptions = { connection, namespace, dataConverter, shutdownGraceTime: SHUTDOWN_GRACE, taskQueue: '' };
  const post = openPost({ db, transport: ground.transport, now: () => new Date(), publicUrl: ground.settings.publicUrl });
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: taskQueues.lifecycle,
      workflowBundle: { codePath: workflowBundlePath() },
      ...LONGEST_ACTIVATION,
      activities: {
        ...createCommitActivity(db, ground.settings, post),
        ...createOpeningsActivities(db),
        ...createScheduleActivities(db),
        ...createSurveyActivities(db, ground.settings),
        ...createOnboardingActivities(db),
        ...createSupplyActivity(db),
        ...createWatchActivity(db),
      },
      maxCachedWorkflows: ground.cachedWorkflows ?? CACHED_WORKFLOWS,
    }),
    Worker.create({
      ...shared,
      taskQueue: taskQueues.scoring,
      activities: {
        ...createEvaluationActivities(db, ground.settings),
        ...createRatingActivities(db),
        ...createMonitoringActivities(db, ground.settings),
        ...createScorecardActivities(db, ground.settings),
        ...createConsequenceActivities(db, ground.settings),
        ...withSignsOfLife(createRestatementActivities(db, ground.settings)),
      },
      maxConcurrentActivityTaskExecutions: SCORING_AT_ONCE,
    }),
    Worker.create({
      ...shared,
      taskQueue: taskQueues.intake,
      activities: createPullActivities({ db, settings: ground.settings.connectors, now: () => new Date() }),
      maxConcurrentActivityTaskExecutions: PULLS_AT_ONCE,
    }),
  ]).catch(async (error: unknown) => {
    await post.close();
    throw error;
  });
  const runs = workers.map((worker) => worker.run());
  return {
    done: Promise.all(runs).then(() => undefined),
    close: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled([...runs, post.close()]);
    },
  };
}

/** The bundle that the build makes beside the compiled code; on the sources, the one of the last build. */
export function workflowBundlePath(): string {
  const candidates = ['../../workflow-bundle.js', '../../dist/workflow-bundle.js'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = candidates.find((path) => existsSync(path));
  if (!found) throw new Error(`The workflow bundle is missing (${candidates[0]}): run npm run setup.`);
  return found;
}
