import { answers, caseFacts, caseLink, footer, quoted, values } from './parts.js';
import type { Context, Letter, Step, Template } from './letter.js';

type SupplierStepKey =
  | 'opened'
  | 'acknowledged'
  | 'acknowledgedFull'
  | 'containmentAccepted'
  | 'containmentReturned'
  | 'rootCauseAccepted'
  | 'rootCauseReturned'
  | 'planAccepted'
  | 'planReturned'
  | 'evidenceReturned';

/** A mail that asks the supplier for a step: why, what, by when, and how to answer. */
export function asksSupplier(key: SupplierStepKey, step: Step, heading?: 'reason' | 'comment'): Template {
  return (context): Letter => ({
    subject: context.say(`${key}.subject`, values(context)),
    preheader: context.say(`${key}.ask`, values(context)),
    paragraphs: [context.say(`${key}.intro`, values(context)), context.say(`${key}.ask`, values(context))],
    facts: caseFacts(context),
    ...(heading ? quoted(context, heading) : {}),
    answers: answers(context, step),
    footer: footer(context, 'supplier'),
    calendarFor: step,
  });
}

type StaffStepKey = 'containmentReceived' | 'rootCauseReceived' | 'planReceived' | 'evidenceReceived';

/** A mail that asks a member of staff to decide on what the supplier sent. */
export function asksStaff(key: StaffStepKey, step: Step, heading: 'containment' | 'rootCause' | 'plan' | 'evidence'): Template {
  return (context: Context): Letter => ({
    subject: context.say(`${key}.subject`, values(context)),
    preheader: context.say(`${key}.ask`, values(context)),
    paragraphs: [context.say(`${key}.intro`, values(context)), ...broughtAlong(context), context.say(`${key}.ask`, values(context))],
    facts: caseFacts(context),
    ...quoted(context, heading),
    ...caseLink(context),
    footer: footer(context, 'staff'),
    calendarFor: step,
  });
}

/** What an answer brings besides its own step is decided with it. */
function broughtAlong({ input, say }: Context): string[] {
  return input.params['carried'] === undefined ? [] : [say(`carried.${input.params['carried'] === 'containment+rootCause' ? 'both' : (input.params['carried'] as 'containment' | 'rootCause')}`)];
}
