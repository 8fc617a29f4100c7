import { caseFacts, footer, quoted, values } from './parts.js';
import type { Template } from './letter.js';

/** To the supplier: the case is withdrawn, with the reason. */
export const cancelled: Template = (context) => ({
  subject: context.say('cancelled.subject', values(context)),
  paragraphs: [context.say('cancelled.intro')],
  facts: caseFacts(context),
  ...quoted(context, 'reason'),
  footer: footer(context, 'supplier'),
});
