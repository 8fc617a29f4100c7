import { answers, caseFacts, caseLink, footer, reader, step, stepName, values } from './parts.js';
import type { Context, Template } from './letter.js';

/** To each rung of the ladder: what is late, since when, and what this reader should do about it. */
export const overdue: Template = (context) => {
  const of = step(context);
  const all = { ...values(context), step: stepName(context, of) };
  const key = rungKey(context);
  const bySupplier = key === 'supplier' || key === 'escalationContact';
  return {
    subject: context.say(bySupplier ? 'overdue.subject' : 'overdue.staffSubject', all),
    paragraphs: [context.say(`overdue.${key}`, all)],
    facts: caseFacts(context),
    ...(bySupplier ? { answers: answers(context, of) } : caseLink(context)),
    footer: footer(context, bySupplier ? 'supplier' : 'staff'),
  };
};

/** A supplier's step climbs contact, escalation contact, owner, manager (rungs 0–3); a step of ours who owes it, manager (0–1). */
function rungKey(context: Context): 'supplier' | 'escalationContact' | 'owner' | 'manager' | 'review' | 'reviewManager' {
  const to = reader(context);
  const rung = Number(context.input.params['rung'] ?? 0);
  if (to === 'supplier' || to === 'escalationContact') return to;
  if (to === 'owner') return rung >= 2 ? 'owner' : 'review';
  if (to === 'manager') return rung >= 3 ? 'manager' : 'reviewManager';
  return 'review';
}
