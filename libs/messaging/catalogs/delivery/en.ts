import type { Message } from '../message.js';

/** Of mails that could not be delivered, and of files that came by mail and were not kept. */
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
  'attachment.notKept': '[Attachment not kept: {name} – {why}]',
  'attachment.empty': 'it is empty',
  'attachment.large': 'it is larger than {megabytes} MB',
  'attachment.many': 'only {most} files are kept',
  'attachment.packed': 'Outlook packed the files into its own format (winmail.dat); they have to be sent as files',
  'attachment.kind': 'files of type {type} are not accepted',
  'attachment.unknown': 'its type is not known',
  'attachment.more': { one: '[{count} further attachment was not kept]', other: '[{count} further attachments were not kept]' },
} as const satisfies Record<string, Message>;
