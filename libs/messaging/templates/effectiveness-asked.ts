import { caseFacts, caseLink, footer, values } from './parts.js';
import type { Template } from './letter.js';

/** To quality: too few lots were due in the watch to speak for themselves, so somebody decides. */
export const effectivenessAsked: Template = (context) => {
  const { params } = context.input;
  const all = { ...values(context), days: context.say('days', { count: params['days'] ?? 0 }), lots: context.say('lots', { count: params['sample'] ?? 0 }) };
  return {
    subject: context.say('effectivenessAsked.subject', all),
    paragraphs: [context.say('effectivenessAsked.intro', all), context.say('effectivenessAsked.ask', all)],
    facts: caseFacts(context),
    ...caseLink(context),
    footer: footer(context, 'staff'),
    calendarFor: 'effectivenessReview',
  };
};
