import type { ActivityOptions } from '@temporalio/workflow';

/** Task queues by resource. `notifications` is served by activity-only workers. */
export const taskQueues = {
  lifecycle: 'lifecycle',
  scoring: 'scoring',
  notifications: 'notifications',
} as const;

/** Queue, time-outs and retries of every activity, in one table. */
export const activityOptions = {
  /** One short transaction; the database may be away for as long as it likes. */
  commit: {
    taskQueue: taskQueues.lifecycle,
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '15 seconds' },
  },
  /** One SMTP conversation; after a week the message stays as undelivered in the operator's view. */
  deliver: {
    taskQueue: taskQueues.notifications,
    startToCloseTimeout: '2 minutes',
    scheduleToCloseTimeout: '7 days',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '10 minutes' },
  },
  /** Set-based SQL over one chunk of suppliers. */
  score: {
    taskQueue: taskQueues.scoring,
    startToCloseTimeout: '2 minutes',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  },
} as const satisfies Record<string, ActivityOptions>;
