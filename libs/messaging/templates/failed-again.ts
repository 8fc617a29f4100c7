import { caseFacts, caseLink, footer, reader, values } from './parts.js';
import type { Template } from './letter.js';

/** To the supplier and to the owner: the measures have not helped a second time, the case has failed. */
export const failedAgain: Template = (context) => {
  const side = reader(context) === 'supplier' ? 'supplier' : 'staff';
  return {
    subject: context.say('failed.subject', values(context)),
    paragraphs: [context.say(`failedAgain.${side}`, values(context))],
    facts: caseFacts(context),
    ...(side === 'staff' ? caseLink(context) : {}),
    footer: footer(context, side),
  };
};
