import type { Watch, WatchReading, WatchWindow } from '#domain/rectification/watch.js';
import type { ProcessActivities } from '../shared/commit.js';

/** What is asked of the facts when a watch is over; `at` is the workflow's time. */
export interface WatchQuestion {
  readonly supplierId: string;
  readonly policyVersion: number;
  readonly watch: Watch;
  readonly window: WatchWindow;
  readonly at: string;
}

/** The road itself, and the facts by which the measures are judged. */
export interface RectificationActivities extends ProcessActivities {
  readWatch(question: WatchQuestion): Promise<WatchReading>;
}
