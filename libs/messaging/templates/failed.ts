import { caseFacts, caseLink, footer, reader, values } from './parts.js';
import type { Template } from './letter.js';

/** To the supplier and to the owner: nobody answered, the case has failed. */
export const failed: Template = (context) => {
  const side = reader(context) === 'supplier' ? 'supplier' : 'staff';
  return {
    subject: context.say('failed.subject', values(context)),
    paragraphs: [context.say(`failed.${side}`, values(context))],
    facts: caseFacts(context),
    ...(side === 'staff' ? caseLink(context) : {}),
    footer: footer(context, side),
  };
};
