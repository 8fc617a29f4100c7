import { speak } from '../catalogs/speak.js';
import { acknowledged } from './acknowledged.js';
import { deadlineCalendar } from './calendar.js';
import { cancelled } from './cancelled.js';
import { closedEffective } from './closed-effective.js';
import { writtenDay, writtenInstant } from './dates.js';
import { evidenceReceived } from './evidence-received.js';
import { evidenceReturned } from './evidence-returned.js';
import { extensionGranted, extensionRefused } from './extension-decided.js';
import { extensionRequested } from './extension-requested.js';
import { failed } from './failed.js';
import { htmlPart, textPart } from './layout.js';
import type { Context, MailInput, RenderedMail, Template, TemplateName } from './letter.js';
import { opened } from './opened.js';
import { overdue } from './overdue.js';
import { phaseOutProposed } from './phase-out-proposed.js';
import { planAccepted } from './plan-accepted.js';
import { planReceived } from './plan-received.js';
import { planReturned } from './plan-returned.js';
import { reminder } from './reminder.js';
import { signInLink } from './sign-in-link.js';
import { stillNeeded } from './still-needed.js';

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
  'phaseOut.proposed': phaseOutProposed,
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
  return {
    subject: letter.subject,
    text: textPart(letter, input.recipientName, say),
    html: htmlPart(letter, input.recipientName, language, say),
    calendar: letter.calendarFor ? deadlineCalendar(context, letter.calendarFor) : null,
  };
}
