import { caseFacts, caseLink, footer, quoted, reader, values } from './parts.js';
import type { Template } from './letter.js';

/** To the supplier and to the owner: verified and closed. */
export const closedEffective: Template = (context) => {
  const side = reader(context) === 'supplier' ? 'supplier' : 'staff';
  return {
    subject: context.say('closedEffective.subject', values(context)),
    paragraphs: [context.say(`closedEffective.${side}`, values(context))],
    facts: caseFacts(context),
    ...quoted(context, 'comment'),
    ...(side === 'staff' ? caseLink(context) : {}),
    footer: footer(context, side),
  };
};
