import type { Database } from '#persistence/database.js';
import { taskQueues } from '#workflows/shared/options.js';
import type { Client } from '@temporalio/client';
import type { Configuration } from '../configuration.js';
import { temporalClient } from '../temporal/connection.js';
import { act, type Engine } from './act.js';
import type { Door, EngineHealth } from './door.js';
import { reachable } from './engine.js';
import { evaluationSchedules } from './evaluation-schedules.js';
import { monitoringOn } from './monitoring-schedule.js';
import { inviteList } from './invite-list.js';
import { openCase } from './open.js';
import { nudgeEvaluation } from './nudge-evaluation.js';
import { openForGrade } from './open-for-grade.js';
import { pullSchedules } from './pull-schedules.js';
import { reportDisruption } from './report-disruption.js';
import { startEvaluation } from './start-evaluation.js';
import { startRestatements } from './start-restatement.js';
import { startSurvey, surveyAnswered, surveyGivenUp } from './start-survey.js';
import { createSweeper } from './sweep.js';

/** A poller that was seen within this time, in milliseconds, counts as alive: workers poll once a minute at least. */
const POLLER_FRESH = 90_000;

/** Opens the door. Nothing is connected yet: a database or Temporal that is away shows in the outcomes. */
export function openDoor(options: { configuration: Pick<Configuration, 'temporal' | 'payloadKey'>; db: Database }): Door {
  return doorOn({ db: options.db, client: temporalClient(options.configuration) });
}

/** The door on a client that exists; closing the door closes the client's connection. */
export function doorOn(engine: Engine): Door {
  const unawaited = new Set<Promise<unknown>>();
  // Some callers do not wait: a call that is still being repeated must not find its connection closed.
  const tracked = <Result>(call: Promise<Result>): Promise<Result> => {
    const ended = call.catch(() => undefined).finally(() => unawaited.delete(ended));
    unawaited.add(ended);
    return call;
  };
  return {
    open: (request) => openCase(engine, request),
    inviteList: async (request) => {
      const invited = await inviteList(engine, request);
      void tracked(invited.started);
      return invited;
    },
    openForGrade: (request) => openForGrade(engine, request),
    reportDisruption: (report) => reportDisruption(engine, report),
    act: (request) => act(engine, request),
    startEvaluation: (evaluationId) => startEvaluation(engine.client, evaluationId),
    nudgeEvaluation: (evaluationId) => nudgeEvaluation(engine.client, evaluationId),
    startRestatements: () => tracked(startRestatements(engine)),
    startSurvey: (surveyId) => startSurvey(engine.client, surveyId),
    surveyAnswered: (surveyId) => tracked(surveyAnswered(engine.client, surveyId)),
    surveyGivenUp: (surveyId) => tracked(surveyGivenUp(engine.client, surveyId)),
    sweep: createSweeper(engine, (what, error) => console.warn(`sweep: ${what} could not be moved: ${String(error)}`)),
    schedules: evaluationSchedules(engine.client),
    monitoring: monitoringOn(engine.client),
    pulls: pullSchedules(engine.client),
    health: () => health(engine.client),
    close: async () => {
      await Promise.all(unawaited);
      await engine.client.connection.close();
    },
  };
}

async function health(client: Client): Promise<EngineHealth> {
  if (!(await reachable(client))) return { temporal: false, worker: false };
  const polled = await Promise.all(
    [
      { name: taskQueues.lifecycle, taskQueueType: 1 },
      { name: taskQueues.scoring, taskQueueType: 2 },
      { name: taskQueues.intake, taskQueueType: 2 },
    ].map(({ name, taskQueueType }) => isPolled(client, name, taskQueueType)),
  );
  return { temporal: true, worker: polled.every(Boolean) };
}

async function isPolled(client: Client, name: string, taskQueueType: number): Promise<boolean> {
  try {
    const { pollers } = await client.withDeadline(Date.now() + 3_000, () =>
      client.workflowService.describeTaskQueue({ namespace: client.options.namespace, taskQueue: { name }, taskQueueType }),
    );
    const oldest = Date.now() - POLLER_FRESH;
    return (pollers ?? []).some((poller) => Number(poller.lastAccessTime?.seconds ?? 0) * 1000 > oldest);
  } catch {
    return false;
  }
}
