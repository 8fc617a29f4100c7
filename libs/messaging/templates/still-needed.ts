import { answers, caseFacts, footer, step, stepName, values } from './parts.js';
import type { Template } from './letter.js';

/** To the supplier, once a stage: the message arrived, but the step is still open. */
export const stillNeeded: Template = (context) => {
  const of = step(context);
  const all = { ...values(context), step: stepName(context, of) };
  return {
    subject: context.say('stillNeeded.subject', all),
    paragraphs: [context.say('stillNeeded.intro', all), ...(context.input.dueAt ? [context.say('stillNeeded.ask', all)] : [])],
    facts: caseFacts(context),
    answers: answers(context, of),
    footer: footer(context, 'supplier'),
  };
};
