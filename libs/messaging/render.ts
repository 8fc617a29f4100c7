import { speak, type Language } from './catalogs/speak.js';
import { acknowledged } from './templates/acknowledged.js';
import { deadlineCalendar } from './templates/calendar.js';
import { cancelled } from './templates/cancelled.js';
import { closedEffective } from './templates/closed-effective.js';
import { writtenDay, writtenInstant } from './templates/dates.js';
import { evidenceReceived } from './templates/evidence-received.js';
import { evidenceReturned } from './templates/evidence-returned.js';
import { extensionGranted, extensionRefused } from './templates/extension-decided.js';
import { extensionRequested } from './templates/extension-requested.js';
import { failed } from './templates/failed.js';
import { htmlPart, textPart } from './templates/layout.js';
import type { Context, Letter, MailInput, RenderedMail, Template, TemplateName } from './templates/letter.js';
import { noContact } from './templates/no-contact.js';
import { opened } from './templates/opened.js';
import { overdue } from './templates/overdue.js';
import { phaseOutProposed } from './templates/phase-out-proposed.js';
import { planAccepted } from './templates/plan-accepted.js';
import { planReceived } from './templates/plan-received.js';
import { planReturned } from './templates/plan-returned.js';
import { reminder } from './templates/reminder.js';
import { signInLink } from './templates/sign-in-link.js';
import { stillNeeded } from './templates/still-needed.js';
import { submissionReturned } from './templates/submission-returned.js';

const templates: Record<TemplateName, Template> = {
  'rectification.opened': opened,
  'rectification.acknowledged': acknowledged,
  'rectification.planReceived': planReceived,
  'rectification.planAccepted': planAccepted,
  'rectification.planReturned': planReturned,
  'rectification.evidenceReceived': evidenceReceived,
  'rectification.evidenceReturned': evidenceReturned,
  'rectification.closedEffective': closedEffective,
  'rectification.reminder': reminder,
  'rectification.overdue': overdue,
  'rectification.extensionRequested': extensionRequested,
  'rectification.extensionGranted': extensionGranted,
  'rectification.extensionRefused': extensionRefused,
  'rectification.failed': failed,
  'rectification.cancelled': cancelled,
  'rectification.stillNeeded': stillNeeded,
  'rectification.noContact': noContact,
  'phaseOut.proposed': phaseOutProposed,
  'submission.returned': submissionReturned,
  'access.signInLink': signInLink,
};

/**
 * Renders a mail in the reader's language: subject, a plain part that stands alone, accessible HTML, and a calendar file
 * when the mail sets a deadline. Pure: the same input gives the same mail.
 * @throws Error when a parameter that the template needs is missing (see {@link MailInput})
 */
export function renderMail(input: MailInput): RenderedMail {
  const say = speak(input.language);
  const { dueAt, timeZone, language } = input;
  const context: Context = {
    input,
    say,
    due: dueAt ? writtenInstant(dueAt, timeZone, language, say) : '–',
    dueDay: dueAt ? writtenDay(dueAt, timeZone, language) : '–',
  };
  const letter = templates[input.template](context);
  const calendar = letter.calendarFor ? deadlineCalendar(context, letter.calendarFor) : null;
  return renderLetter(letter, { language, recipientName: input.recipientName, calendar });
}

/** Lays a letter out as text and as HTML for its reader. `calendar` is an iCalendar file. */
export function renderLetter(letter: Letter, reader: { language: Language; recipientName: string; calendar?: string | null }): RenderedMail {
  const { language, recipientName, calendar = null } = reader;
  const say = speak(language);
  return {
    subject: letter.subject,
    text: textPart(letter, recipientName, say),
    html: htmlPart(letter, recipientName, language, say),
    calendar,
  };
}
