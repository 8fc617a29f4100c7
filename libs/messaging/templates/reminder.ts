import { answers, caseFacts, caseLink, footer, reader, step, stepName, values } from './parts.js';
import type { Template } from './letter.js';

/** To whom the case waits for: the step, its date, and for suppliers how to answer. */
export const reminder: Template = (context) => {
  const of = step(context);
  const all = { ...values(context), step: stepName(context, of) };
  const bySupplier = reader(context) === 'supplier';
  return {
    subject: context.say('reminder.subject', { ...all, due: context.dueDay }),
    preheader: context.say('reminder.ask', all),
    paragraphs: [context.say(bySupplier ? 'reminder.supplier' : 'reminder.staff', all), context.say('reminder.ask', all)],
    facts: caseFacts(context),
    ...(bySupplier ? { answers: answers(context, of) } : caseLink(context)),
    footer: footer(context, bySupplier ? 'supplier' : 'staff'),
    calendarFor: of,
  };
};
