import type { ActivityOptions } from '@temporalio/workflow';

/** Task queues by resource. `intake` is served by activity-only workers. */
export const taskQueues = {
  lifecycle: 'lifecycle',
  scoring: 'scoring',
  intake: 'intake',
} as const;

/** Queue, time-outs and retries of every activity, in one table. */
export const activityOptions = {
  /** One short transaction; the database may be away for as long as it likes. */
  commit: {
    taskQueue: taskQueues.lifecycle,
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '15 seconds' },
  },
  /** What the facts, or the cases, say of one supplier. */
  readFacts: {
    taskQueue: taskQueues.lifecycle,
    startToCloseTimeout: '30 seconds',
    retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '15 seconds' },
  },
  /** Set-based SQL over all facts of up to 100,000 suppliers; the sign of life tells a long query from a dead worker. */
  scoreChunk: {
    taskQueue: taskQueues.scoring,
    startToCloseTimeout: '30 minutes',
    heartbeatTimeout: '20 seconds',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
    // A chunk cannot be stopped halfway; what it writes after a cancellation is refused.
    cancellationType: 'TRY_CANCEL',
  },
  /** The short steps of an evaluation around its scores. */
  score: {
    taskQueue: taskQueues.scoring,
    startToCloseTimeout: '10 minutes',
    heartbeatTimeout: '20 seconds',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  },
  /** What other parts do in a cycle, set-based. */
  cyclePort: {
    taskQueue: taskQueues.scoring,
    startToCloseTimeout: '5 minutes',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  },
  /** Something for each of many suppliers, with a sign of life and a cursor after each page. */
  bulk: {
    taskQueue: taskQueues.scoring,
    startToCloseTimeout: '2 hours',
    heartbeatTimeout: '30 seconds',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  },
  /** One page of what a decision has opened, read from the database. */
  openings: {
    taskQueue: taskQueues.lifecycle,
    startToCloseTimeout: '30 seconds',
    retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '15 seconds' },
  },
  /** The evaluations that a schedule finds due, stored one by one; starts of other evaluations may be waited for. */
  startDue: {
    taskQueue: taskQueues.lifecycle,
    startToCloseTimeout: '1 minute',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  },
  /** Mails to the respondents of a survey, one short transaction each, or the landing of what they have answered. */
  survey: {
    taskQueue: taskQueues.lifecycle,
    startToCloseTimeout: '15 minutes',
    heartbeatTimeout: '1 minute',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  },
  /** All pages of a source and their import; a source that stays away is asked again by its schedule. */
  pull: {
    taskQueue: taskQueues.intake,
    startToCloseTimeout: '1 hour',
    heartbeatTimeout: '1 minute',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 4, maximumInterval: '5 minutes', maximumAttempts: 5 },
  },
} as const satisfies Record<string, ActivityOptions>;
