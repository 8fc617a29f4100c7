import type { Language, Speak } from '../catalogs/speak.js';

/** Who reads a mail. */
export type Reader = 'supplier' | 'escalationContact' | 'owner' | 'quality' | 'manager';

/** The step a mail is about: the stage of the case, or the decision on an extension. */
export type Step =
  | 'opened'
  | 'containing'
  | 'containmentReview'
  | 'findingCause'
  | 'causeReview'
  | 'planning'
  | 'planReview'
  | 'implementing'
  | 'verifying'
  | 'effectivenessReview'
  | 'extension';

export const templateNames = [
  'rectification.opened',
  'rectification.acknowledged',
  'rectification.planReceived',
  'rectification.planAccepted',
  'rectification.planReturned',
  'rectification.evidenceReceived',
  'rectification.evidenceReturned',
  'rectification.closedEffective',
  'rectification.reminder',
  'rectification.overdue',
  'rectification.extensionRequested',
  'rectification.extensionGranted',
  'rectification.extensionRefused',
  'rectification.acknowledgedFull',
  'rectification.containmentReceived',
  'rectification.containmentAccepted',
  'rectification.containmentReturned',
  'rectification.rootCauseReceived',
  'rectification.rootCauseAccepted',
  'rectification.rootCauseReturned',
  'rectification.watching',
  'rectification.effectivenessAsked',
  'rectification.reopened',
  'rectification.failedAgain',
  'rectification.reassigned',
  'rectification.merged',
  'rectification.failed',
  'rectification.cancelled',
  'rectification.stillNeeded',
  'rectification.noContact',
  'phaseOut.proposed',
  'submission.returned',
  'access.signInLink',
] as const;

/** The name of a mail, as notifications carry it. */
export type TemplateName = (typeof templateNames)[number];

/**
 * What a mail is made from. `params` are codes, numbers and dates:
 * - `to` ({@link Reader}): who reads it; needed by `reminder`, `overdue`, `closedEffective`, `watching`, `reopened`, `reassigned`, `failed`, `failedAgain`, else known by the template
 * - `stage`: the stage of the case after the decision; needed by `reminder`, `overdue`, `extension*`, `stillNeeded`
 * - `arc` (`full` or `short`): which steps the case takes; `carried`: what an answer brings besides its own step;
 *   `extendable`: business days, of the mails that ask the supplier for a step, which they show as an example of asking for more time; 0: no more is given
 *   `reopenable`: of `watching`, how often the case can still be reopened; `ended` (1): of `noContact`, nothing is to be done in the case any more
 *   `days`, `sample`: of `watching` and `effectivenessAsked`; `what`: of `reassigned`; `into`: of `merged`
 * - `rung` (0, 1 …): of `overdue`; `businessDays`: of `extension*`; `minutes`: validity of a sign-in link
 * - `sequence`: the case's sequence, the revision of the calendar entry; `at`: the ISO instant of the decision
 */
export interface MailInput {
  readonly template: TemplateName;
  readonly language: Language;
  readonly recipientName: string;
  /** Short id for subjects, such as the first 8 characters of the case's UUID. */
  readonly caseNumber: string;
  readonly supplierName: string;
  readonly title: string;
  readonly description: string;
  /** ISO instant; null when nothing is due. */
  readonly dueAt: string | null;
  /** IANA zone in which the reader counts. */
  readonly timeZone: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The reason, plan or evidence as people wrote it. */
  readonly text?: string;
  /** Where staff open the case; for a sign-in link, the link. */
  readonly caseUrl: string;
  /** The supplier's own page of the case; absent for staff. */
  readonly pageUrl?: string;
  /** What the reader has in the calendar about this case. */
  readonly entry?: StandingEntry;
}

/** A reader has one entry a case: what the reader owes next in it. It moves from step to step and goes when nothing is owed any more. */
export interface StandingEntry {
  readonly uid: string;
  /** Who sets it, as in a From header. */
  readonly organizer: string;
  /** The reader was given a date that holds no longer, and owes nothing now. */
  readonly over: boolean;
}

/** A mail without its envelope. `calendar` is an iCalendar file. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly calendar: string | null;
}

/** What a mail says, before it is laid out as text and as HTML. */
export interface Letter {
  readonly subject: string;
  /** What a list of mails shows beside the subject; not given: the first paragraph. */
  readonly preheader?: string;
  readonly paragraphs: readonly string[];
  readonly facts?: readonly Fact[];
  /** Figures side by side; in the plain part each row is a line. */
  readonly table?: Table;
  /** Words of people, shown as theirs. */
  readonly quote?: Fact;
  /** How to answer, one way a line. */
  readonly answers?: readonly string[];
  readonly link?: Fact;
  readonly footer: string;
  /** The step whose deadline goes into the reader's calendar; of mails of a case. */
  readonly calendarFor?: Step;
  /** What goes into the reader's calendar, or out of it. */
  readonly calendar?: CalendarEntry;
}

/** A deadline or a meeting for the reader's calendar. */
export interface CalendarEntry {
  /** The same for all that is sent of this deadline. */
  readonly uid: string;
  /** Higher with each file of the same UID; from what is stored, such as the sequence of a case, and from no counter in memory. */
  readonly sequence: number;
  /** ISO instant of what caused it. */
  readonly at: string;
  /** ISO instant. */
  readonly due: string;
  readonly summary: string;
  readonly description?: string;
  /** Who sets it, as in a From header. */
  readonly organizer?: string;
  /** Takes the entry out. */
  readonly over?: boolean;
  /** A meeting to which the reader is invited, beginning at `due`; its calendar can accept or decline. */
  readonly meeting?: { readonly minutes: number; readonly place: string; readonly invited: { readonly name: string; readonly email: string } };
}

/** A label and what it names. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Rows of as many cells as the head has. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a template works with: the input, the language's voice, and the dates as the reader reads them. */
export interface Context {
  readonly input: MailInput;
  readonly say: Speak;
  /** The due date in words, with zone. */
  readonly due: string;
  /** The due date for a subject: day only. */
  readonly dueDay: string;
}

/** One mail template. */
export type Template = (context: Context) => Letter;
