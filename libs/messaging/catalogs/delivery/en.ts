import type { Message } from '../message.js';

/** Of mails that could not be delivered. */
export const delivery = {
  'delivery.failed.subject': '{supplierName}: nobody of the supplier could be reached by mail',
  'delivery.failed.intro': 'The mail “{subject}” to {recipient} ({address}) was not delivered, and the supplier has no other contact whose address takes mail.',
  'delivery.failed.todo': 'Please find out whom to write to, correct the contacts of the supplier, and tell the supplier what the mail said.',
  'delivery.failed.said': 'What the mail server said',
  'delivery.failed.open': 'Open the supplier',
  'delivery.failed.footer': 'Supplier {supplierName}',
  'delivery.note.failed': 'The mail “{subject}” to {recipient} ({address}) was not delivered: {said}',
  'delivery.note.delayed': 'The mail “{subject}” to {recipient} ({address}) is delayed; the mail server goes on trying: {said}',
  'delivery.note.passedOn': 'It goes to {next} ({nextAddress}) instead.',
  'delivery.note.nobody': 'The supplier has no other contact whose address takes mail; its owner has been told.',
  'delivery.passedOn': 'This mail could not be delivered to {recipient} ({address}). Please see to it that it is answered.',
} as const satisfies Record<string, Message>;
