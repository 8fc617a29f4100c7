import { caseFacts, caseLink, footer, values } from './parts.js';
import type { Template } from './letter.js';

/** To the managers: a proposal that waits for a decision. */
export const phaseOutProposed: Template = (context) => ({
  subject: context.say('phaseOut.subject', values(context)),
  paragraphs: [context.say('phaseOut.intro', values(context)), context.say('phaseOut.ask')],
  facts: caseFacts(context),
  ...caseLink(context),
  footer: footer(context, 'staff'),
});
