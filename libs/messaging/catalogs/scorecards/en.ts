import type { Message } from '../message.js';

/** Scorecards, appeals and consequences. */
export const scorecards = {} as const satisfies Record<string, Message>;
