import { speak, type Language, type Speak } from '../catalogs/speak.js';
import type { Letter } from '../templates/letter.js';

/** The names of these mails in the outbox; the mail role sends them. */
export const RECEIPT = 'portal.receipt';
export const RENEWAL = 'portal.renewal';

/** What a mail to a supplier about a page is about. */
export interface PageMatter {
  readonly language: Language;
  /** Short id for subjects. */
  readonly caseNumber: string;
  readonly title: string;
  /** The page, with the reader's link. */
  readonly url: string;
}

/** What was sent through a page, in the reader's words. */
export interface Received {
  /** The step, such as "Corrective action plan". */
  readonly what: string;
  readonly by: string;
  /** When, in words. */
  readonly at: string;
  readonly text: string;
  /** SHA-256 of the text as it is shown here. */
  readonly check: string;
  readonly files: readonly string[];
  /** A number of business days in words, where more time was asked for. */
  readonly days?: string;
}

/** Confirms to the supplier what a page has taken: who sent what, when, and its words. */
export function receiptLetter(matter: PageMatter, received: Received): Letter {
  const say = speak(matter.language);
  const { what, by, at, text, check, files, days } = received;
  return {
    subject: say('receipt.subject', { what, title: oneLine(matter.title), case: matter.caseNumber }),
    paragraphs: [say('receipt.intro'), say('receipt.ignore')],
    facts: [
      { label: say('fact.case'), value: matter.caseNumber },
      { label: say('receipt.what'), value: what },
      { label: say('receipt.by'), value: by },
      { label: say('receipt.at'), value: at },
      ...(days === undefined ? [] : [{ label: say('receipt.days'), value: days }]),
      ...(files.length > 0 ? [{ label: say('receipt.files'), value: files.join('\n') }] : []),
      ...(text === '' ? [] : [{ label: say('receipt.check'), value: check }]),
    ],
    ...(text === '' ? {} : { quote: { label: say('receipt.said'), value: text } }),
    link: linkOf(matter, say),
    footer: say('footer.supplier', { case: matter.caseNumber }),
  };
}

/** A new link for one that has expired. */
export function renewalLetter(matter: PageMatter): Letter {
  const say = speak(matter.language);
  return {
    subject: say('renewal.subject', { title: oneLine(matter.title), case: matter.caseNumber }),
    paragraphs: [say('renewal.intro'), say('renewal.ignore')],
    link: linkOf(matter, say),
    footer: say('footer.supplier', { case: matter.caseNumber }),
  };
}

function linkOf({ url }: PageMatter, say: Speak) {
  return { label: say('link.page'), value: url };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
