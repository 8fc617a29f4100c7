import { caseFacts, caseLink, footer, quoted, reader, values } from './parts.js';
import type { Template } from './letter.js';

/** To the supplier and to the owner: verified; from now on it is watched whether the measures help. Nobody has to act. */
export const watching: Template = (context) => {
  const side = reader(context) === 'supplier' ? 'supplier' : 'staff';
  const all = { ...values(context), until: context.dueDay, days: context.say('days', { count: context.input.params['days'] ?? 0 }) };
  return {
    subject: context.say('watching.subject', all),
    paragraphs: [context.say(`watching.${side}`, all), context.say(context.input.params['reopenable'] === 0 ? 'watching.thenFails' : 'watching.then', all)],
    // The end of a watch is nobody's due date.
    facts: caseFacts({ ...context, input: { ...context.input, dueAt: null } }),
    ...quoted(context, 'comment'),
    ...(side === 'staff' ? caseLink(context) : {}),
    footer: footer(context, side),
  };
};
