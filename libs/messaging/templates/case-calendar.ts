import { reader, stepName, values } from './parts.js';
import type { CalendarEntry, Context, Letter } from './letter.js';

/**
 * What a mail of a case does to its reader's calendar: sets or moves the date of the step, or takes out a date that is over.
 * The case's own sequence is the revision. A mail that was made without {@link MailInput.entry} ends nothing.
 */
export function entryOf(context: Context, { calendarFor }: Letter): CalendarEntry | null {
  const { input, say } = context;
  const { params, entry, dueAt } = input;
  const at = String(params['at'] ?? dueAt ?? '');
  const own = {
    uid: entry?.uid ?? `${input.caseNumber}-${bySupplier(context) ? 'supplier' : 'staff'}@steward`,
    sequence: Number(params['sequence'] ?? 0),
    at,
    description: input.description,
    ...(entry ? { organizer: entry.organizer } : {}),
  };
  if (calendarFor && dueAt) return { ...own, due: dueAt, summary: say('calendar.summary', { ...values(context), step: stepName(context, calendarFor) }) };
  if (entry?.over && at) return { ...own, due: dueAt ?? at, summary: say('calendar.over', values(context)), over: true };
  return null;
}

function bySupplier(context: Context): boolean {
  return ['supplier', 'escalationContact'].includes(reader(context));
}
