import type { Message } from '../message.js';

/** The mail of the day, and letters outside of cases. */
export const channels = {
  'digest.subject': 'Your notices of the day: {count}',
  'digest.intro': { one: 'Since the last daily mail there is {count} notice for you.', other: 'Since the last daily mail there are {count} notices for you.' },
  'digest.link': 'Your work in Steward',
  'digest.footer': 'You chose to get these notices once a day. You can change this in your notification settings.',
  'conversation.subject': 'A message for {supplierName}',
  'conversation.from': 'Written by',
  'conversation.footer.supplier': 'A reply to this mail reaches the people responsible for you and is kept with our correspondence.',
  'conversation.received.subject': '{supplierName} has written to you',
  'conversation.received.intro': '{author} of {supplierName} has written outside of any case.',
  'conversation.received.said': 'The message',
  'conversation.received.open': 'Open the conversation',
  'conversation.footer.staff': 'Supplier {supplierName}. Please answer in the conversation rather than by replying to this mail.',
  'chat.code': '{code} is your code for messages of Steward in this chat ({name}). If you did not ask for it, do nothing.',
} as const satisfies Record<string, Message>;
