import type { ProcessActivities } from '../shared/commit.js';

/** A rectification needs nothing but the road itself. */
export type RectificationActivities = ProcessActivities;
