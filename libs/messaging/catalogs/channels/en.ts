import type { Message } from '../message.js';

/** The mail of the day. */
export const channels = {
  'digest.subject': 'Your notices of the day: {count}',
  'digest.intro': { one: 'Since the last daily mail there is {count} notice for you.', other: 'Since the last daily mail there are {count} notices for you.' },
  'digest.link': 'Your work in Steward',
  'digest.footer': 'You chose to get these notices once a day. You can change this in your notification settings.',
} as const satisfies Record<string, Message>;
