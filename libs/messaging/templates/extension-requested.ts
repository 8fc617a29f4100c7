import { caseFacts, caseLink, extraDays, footer, quoted, step, stepName, values } from './parts.js';
import type { Template } from './letter.js';

/** To the owner: the supplier asks for more time, with the reason. */
export const extensionRequested: Template = (context) => {
  const all = { ...values(context), step: stepName(context, step(context)), days: extraDays(context) };
  return {
    subject: context.say('extensionRequested.subject', all),
    paragraphs: [context.say('extensionRequested.intro', all), context.say('extensionRequested.ask', all)],
    facts: [...caseFacts(context), { label: context.say('fact.requested'), value: extraDays(context) }],
    ...quoted(context, 'reason'),
    ...caseLink(context),
    footer: footer(context, 'staff'),
    calendarFor: 'extension',
  };
};
