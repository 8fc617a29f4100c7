import type { Message } from '../message.js';

/** What a cycle asks of our own people. */
export const cycle = {} as const satisfies Record<string, Message>;
