import { answers, caseFacts, caseLink, footer, quoted, reader, step, values } from './parts.js';
import type { Template } from './letter.js';

/** To the supplier and to the owner: the measures have not helped, the arc begins again. */
export const reopened: Template = (context) => {
  const of = step(context);
  const side = reader(context) === 'supplier' ? 'supplier' : 'staff';
  const all = { ...values(context), step: context.say(`step.${of}`) };
  return {
    subject: context.say('reopened.subject', all),
    paragraphs: [context.say(`reopened.${side}`, all), context.say('reopened.ask', all)],
    facts: caseFacts(context),
    ...quoted(context, 'reason'),
    ...(side === 'supplier' ? { answers: answers(context, of) } : caseLink(context)),
    footer: footer(context, side),
    ...(side === 'supplier' ? { calendarFor: of } : {}),
  };
};
