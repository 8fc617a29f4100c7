import { caseFacts, caseLink, footer, values } from './parts.js';
import type { Template } from './letter.js';

/** To the owner: the supplier has nobody to write to, so this case waits for the owner. */
export const noContact: Template = (context) => ({
  subject: context.say('noContact.subject', values(context)),
  paragraphs: [context.say('noContact.intro', values(context)), context.say(context.input.params['ended'] === 1 ? 'noContact.ended' : 'noContact.ask', values(context))],
  facts: caseFacts(context),
  ...caseLink(context),
  footer: footer(context, 'staff'),
});
