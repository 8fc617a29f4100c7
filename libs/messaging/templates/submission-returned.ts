import { quoted, values } from './parts.js';
import type { Template } from './letter.js';

/** To the supplier: what it sent unasked will not do, with the reason and how to send it anew. */
export const submissionReturned: Template = (context) => ({
  subject: context.say('submissionReturned.subject', values(context)),
  paragraphs: [context.say('submissionReturned.intro', values(context)), context.say('submissionReturned.ask')],
  facts: [{ label: context.say('submission.sent'), value: context.input.title }],
  ...quoted(context, 'reason'),
  footer: context.say('footer.submission', values(context)),
});
