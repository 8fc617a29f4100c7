import type { Message } from '../message.js';

/** Alerts, endings, enquiries and disruptions. */
export const monitoring = {} as const satisfies Record<string, Message>;
