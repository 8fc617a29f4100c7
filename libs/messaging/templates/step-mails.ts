import { answers, caseFacts, caseLink, footer, quoted, values } from './parts.js';
import type { Context, Letter, Step, Template } from './letter.js';

type SupplierStepKey = 'opened' | 'acknowledged' | 'planAccepted' | 'planReturned' | 'evidenceReturned';

/** A mail that asks the supplier for a step: why, what, by when, and how to answer. */
export function asksSupplier(key: SupplierStepKey, step: Step, heading?: 'reason' | 'comment'): Template {
  return (context): Letter => ({
    subject: context.say(`${key}.subject`, values(context)),
    paragraphs: [context.say(`${key}.intro`, values(context)), context.say(`${key}.ask`, values(context))],
    facts: caseFacts(context),
    ...(heading ? quoted(context, heading) : {}),
    answers: answers(context, step),
    footer: footer(context, 'supplier'),
    calendarFor: step,
  });
}

type StaffStepKey = 'planReceived' | 'evidenceReceived';

/** A mail that asks a member of staff to decide on what the supplier sent. */
export function asksStaff(key: StaffStepKey, step: Step, heading: 'plan' | 'evidence'): Template {
  return (context: Context): Letter => ({
    subject: context.say(`${key}.subject`, values(context)),
    paragraphs: [context.say(`${key}.intro`, values(context)), context.say(`${key}.ask`, values(context))],
    facts: caseFacts(context),
    ...quoted(context, heading),
    ...caseLink(context),
    footer: footer(context, 'staff'),
    calendarFor: step,
  });
}
