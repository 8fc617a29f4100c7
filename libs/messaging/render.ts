import { speak, type Language } from './catalogs/speak.js';
import { acknowledged } from './templates/acknowledged.js';
import { calendarFile } from './templates/calendar.js';
import { entryOf } from './templates/case-calendar.js';
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
import { acknowledgedFull } from './templates/acknowledged-full.js';
import { containmentReceived } from './templates/containment-received.js';
import { containmentAccepted } from './templates/containment-accepted.js';
import { containmentReturned } from './templates/containment-returned.js';
import { rootCauseReceived } from './templates/root-cause-received.js';
import { rootCauseAccepted } from './templates/root-cause-accepted.js';
import { rootCauseReturned } from './templates/root-cause-returned.js';
import { watching } from './templates/watching.js';
import { effectivenessAsked } from './templates/effectiveness-asked.js';
import { reopened } from './templates/reopened.js';
import { failedAgain } from './templates/failed-again.js';
import { reassigned } from './templates/reassigned.js';
import { merged } from './templates/merged.js';
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
  'rectification.acknowledgedFull': acknowledgedFull,
  'rectification.containmentReceived': containmentReceived,
  'rectification.containmentAccepted': containmentAccepted,
  'rectification.containmentReturned': containmentReturned,
  'rectification.rootCauseReceived': rootCauseReceived,
  'rectification.rootCauseAccepted': rootCauseAccepted,
  'rectification.rootCauseReturned': rootCauseReturned,
  'rectification.watching': watching,
  'rectification.effectivenessAsked': effectivenessAsked,
  'rectification.reopened': reopened,
  'rectification.failedAgain': failedAgain,
  'rectification.reassigned': reassigned,
  'rectification.merged': merged,
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
  return renderLetter(letterOf(input), { language: input.language, recipientName: input.recipientName });
}

/** What {@link renderMail} lays out. */
export function letterOf(input: MailInput): Letter {
  const say = speak(input.language);
  const { dueAt, timeZone, language } = input;
  const context: Context = {
    input,
    say,
    due: dueAt ? writtenInstant(dueAt, timeZone, language, say) : '–',
    dueDay: dueAt ? writtenDay(dueAt, timeZone, language) : '–',
  };
  const letter = withPage(withShortSubject(templates[input.template], context), context);
  const calendar = entryOf(context, letter);
  return { ...letter, ...(calendar ? { calendar } : {}) };
}

/** What lists of mails show of a subject, at most. */
const LONGEST_SUBJECT = 120;
/** What must be left of a title, and of a name. */
const LEAST = 24;

/** Of a long title, and then of a long name, the subject shows the beginning. */
function withShortSubject(template: Template, context: Context): Letter {
  const letter = template(context);
  let { input } = context;
  let { subject } = letter;
  for (const field of ['title', 'supplierName'] as const) {
    const excess = subject.length - LONGEST_SUBJECT;
    if (excess <= 0) break;
    input = { ...input, [field]: beginning(input[field].trim(), Math.max(LEAST, input[field].trim().length - excess)) };
    subject = template({ ...context, input }).subject;
  }
  return { ...letter, subject };
}

function beginning(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '').trimEnd()}…`;
}

/** Whatever a mail tells the supplier, the page of the case is one step away: to answer where something is asked, else to read. */
function withPage(letter: Letter, { input, say }: Context): Letter {
  return input.pageUrl === undefined ? letter : { ...letter, link: { label: say(letter.answers?.length ? 'link.page' : 'link.pageToRead'), value: input.pageUrl } };
}

/** Lays a letter out for its reader as text, as HTML, and as a calendar file where it sets or ends a date. */
export function renderLetter(letter: Letter, { language, recipientName }: { language: Language; recipientName: string }): RenderedMail {
  const say = speak(language);
  return {
    subject: letter.subject,
    text: textPart(letter, recipientName, say),
    html: htmlPart(letter, recipientName, language, say),
    calendar: letter.calendar ? calendarFile(letter.calendar) : null,
  };
}
