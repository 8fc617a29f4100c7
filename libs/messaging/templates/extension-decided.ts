import { answers, caseFacts, extraDays, footer, quoted, step, stepName, values } from './parts.js';
import type { Template } from './letter.js';

/** To the supplier: more time, and the new date. */
export const extensionGranted = decided('extensionGranted');

/** To the supplier: no more time; the date stands. */
export const extensionRefused = decided('extensionRefused');

function decided(key: 'extensionGranted' | 'extensionRefused'): Template {
  return (context) => {
    const of = step(context);
    const all = { ...values(context), step: stepName(context, of), days: extraDays(context) };
    return {
      subject: context.say(`${key}.subject`, { ...all, due: context.dueDay }),
      paragraphs: [context.say(`${key}.intro`, all), context.say(`${key}.ask`, all)],
      facts: caseFacts(context),
      ...quoted(context, 'comment'),
      answers: answers(context, of),
      footer: footer(context, 'supplier'),
      calendarFor: of,
    };
  };
}
