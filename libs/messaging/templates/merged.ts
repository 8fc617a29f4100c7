import { caseFacts, values } from './parts.js';
import type { Template } from './letter.js';

/** Letters of a case's id that its number is. */
const NUMBER = 8;

/** To the supplier: an older case is about the same; that one goes on. */
export const merged: Template = (context) => {
  const into = String(context.input.params['into'] ?? '').slice(0, NUMBER);
  return {
    subject: context.say('merged.subject', values(context)),
    paragraphs: [context.say('merged.intro', { ...values(context), into })],
    facts: caseFacts(context),
    footer: context.say('footer.merged', { case: context.input.caseNumber, into }),
  };
};
