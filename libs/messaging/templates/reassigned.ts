import { answers, caseFacts, caseLink, footer, quoted, reader, step, stepName, values } from './parts.js';
import type { Template } from './letter.js';

/** To whoever got the case or its present step. */
export const reassigned: Template = (context) => {
  const { params } = context.input;
  const whole = params['what'] === 'owner';
  const bySupplier = reader(context) === 'supplier';
  const all = { ...values(context), step: whole ? '' : stepName(context, step(context)) };
  return {
    subject: context.say(whole ? 'reassigned.subjectOwner' : 'reassigned.subjectStep', all),
    paragraphs: [context.say(whole ? 'reassigned.owner' : 'reassigned.step', all)],
    facts: caseFacts(context),
    ...(bySupplier ? { answers: answers(context, step(context)) } : { ...quoted(context, 'reason'), ...caseLink(context) }),
    footer: footer(context, bySupplier ? 'supplier' : 'staff'),
    ...(whole ? {} : { calendarFor: step(context) }),
  };
};
