import { speak, type Language, type Speak } from '../../catalogs/speak.js';
import { writtenDay, writtenInstant } from '../../templates/dates.js';
import type { Fact, Letter } from '../../templates/letter.js';
import type { CaseMail } from '../case-mail.js';

/** The mails of a phase-out, as its notifications name them. */
export const phaseOutLetters = [
  'opened',
  'backupAsked',
  'backupAwaited',
  'backupLost',
  'approvalAsked',
  'approved',
  'notice',
  'shareMoved',
  'stepHeld',
  'openOrders',
  'handover',
  'settlementAsked',
  'closed',
  'rejected',
  'cancelled',
  'aborted',
  'noticeRetracted',
  'reminder',
  'overdue',
] as const;
export type PhaseOutLetter = (typeof phaseOutLetters)[number];

/** What a mail of a phase-out is made from. */
export interface PhaseOutMail extends CaseMail {
  readonly letter: PhaseOutLetter;
  readonly stage: string;
  readonly openLines: number;
  readonly categories: readonly string[];
  /** What a person wrote with the command. */
  readonly text: string;
}

/** These say one thing to the supplier and another to our own people. */
const twoSided: readonly PhaseOutLetter[] = ['shareMoved', 'openOrders', 'handover', 'closed'];
/** Only with these the words of a person go along. */
const quoting: Partial<Record<PhaseOutLetter, 'reason' | 'settlement'>> = { opened: 'reason', rejected: 'reason', cancelled: 'reason', aborted: 'reason', closed: 'settlement' };
const dueSteps = ['choosingBackup', 'approving', 'handover', 'settling'] as const;

/** One mail of a phase-out. */
export function phaseOutLetter(mail: PhaseOutMail): Letter {
  const say = speak(mail.language);
  const { letter, reader, caseNumber, url } = mail;
  const values = valuesOf(mail, say);
  const key = (part: 'Subject' | 'Text') => (twoSided.includes(letter) ? `${letter}.${reader}${part}` : `${letter}.${part.toLowerCase()}`);
  const quote = quoting[letter];
  const words = mail.text.trim();
  // The reasons of our own people are not the supplier's to read.
  const quoted = quote !== undefined && words !== '' && reader === 'staff';
  return {
    subject: say(`leaving.${key('Subject')}` as never, values),
    paragraphs: [
      ...(mail.inPlaceOfContact ? [say('leaving.noContact')] : []),
      say(`leaving.${key('Text')}` as never, values),
      ...(letter === 'notice' ? [say('leaving.notice.open')] : []),
    ],
    facts: factsOf(mail, say),
    ...(quoted ? { quote: { label: say(`leaving.quote.${quote}`), value: words } } : {}),
    ...(reader === 'staff' ? { link: { label: say('link.case'), value: url } } : {}),
    footer: say(reader === 'supplier' ? 'footer.supplier' : 'footer.staff', { case: caseNumber }),
  };
}

function valuesOf({ supplier, caseNumber, dueAt, timeZone, language, params, stage }: PhaseOutMail, say: Speak): Record<string, string | number> {
  const day = (name: string) => (typeof params[name] === 'string' ? writtenDay(`${params[name]}T12:00:00Z`, 'UTC', language) : '–');
  const dueStep = dueSteps.find((each) => each === stage);
  return {
    days: 0,
    ...params,
    supplier,
    case: caseNumber,
    due: dueAt ? writtenInstant(dueAt, timeZone, language, say) : '–',
    dueDay: dueAt ? writtenDay(dueAt, timeZone, language) : '–',
    endsOn: day('endsOn'),
    blockedFrom: day('blockedFrom'),
    ...(params['step'] === undefined ? { step: dueStep ? say(`leaving.step.${dueStep}`) : stage } : {}),
  };
}

function factsOf({ letter, supplier, caseNumber, openLines, categories, reader }: PhaseOutMail, say: Speak): Fact[] {
  const withOrders: readonly PhaseOutLetter[] = ['opened', 'approvalAsked', 'approved', 'notice', 'openOrders', 'backupAsked'];
  const withCategories: readonly PhaseOutLetter[] = ['opened', 'approvalAsked', 'backupAsked', 'approved'];
  return [
    { label: say('fact.case'), value: caseNumber },
    { label: say('fact.supplier'), value: supplier },
    ...(withCategories.includes(letter) && categories.length > 0 && reader === 'staff' ? [{ label: say('leaving.fact.categories'), value: categories.join(', ') }] : []),
    ...(withOrders.includes(letter) ? [{ label: say('leaving.fact.openOrders'), value: say('leaving.openLines', { count: openLines }) }] : []),
  ];
}

/** To a supplier that takes over, or whose share goes back to what it was. */
export function backupLetter(mail: {
  readonly letter: 'gaining' | 'losing';
  readonly language: Language;
  readonly caseNumber: string;
  readonly shares: readonly { readonly category: string; readonly percent: number | null }[];
}): Letter {
  const say = speak(mail.language);
  const categories = mail.shares.map(({ category }) => category).join(', ');
  const values = { case: mail.caseNumber, categories, shares: mail.shares.map(({ percent }) => `${percent ?? 0} %`).join(', ') };
  return {
    subject: say(`leaving.${mail.letter}.subject`, values),
    paragraphs: [say(`leaving.${mail.letter}.text`, values)],
    footer: say('footer.supplier', { case: mail.caseNumber }),
  };
}
