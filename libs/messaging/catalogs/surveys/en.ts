import type { Message } from '../message.js';

/** Ratings and surveys. */
export const surveys = {} as const satisfies Record<string, Message>;
