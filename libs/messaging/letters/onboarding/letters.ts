import { questionsOf, type Questionnaire } from '#domain/questionnaire/questionnaire.js';
import { keywords } from '../../inbound/keywords.js';
import { speak, type Language, type Speak } from '../../catalogs/speak.js';
import { writtenInstant } from '../../templates/dates.js';
import type { Fact, Letter } from '../../templates/letter.js';
import type { CaseMail } from '../case-mail.js';
import { conditionOf, wantedOf } from './answer-words.js';

/** The mails of an onboarding, as its notifications name them. */
export const onboardingLetters = [
  'invited',
  'requalification',
  'answersReceived',
  'informationAsked',
  'informationReceived',
  'extensionRequested',
  'extensionGranted',
  'extensionRefused',
  'minimumMissed',
  'auditAsked',
  'auditFailed',
  'correctionsAsked',
  'correctionsFailed',
  'approvalAsked',
  'approvalPassedOn',
  'approved',
  'trialStarted',
  'trialProlonged',
  'trialProlongedOwner',
  'trialJudged',
  'welcome',
  'activated',
  'rejected',
  'rejectedOwner',
  'withdrawn',
  'expired',
  'requalified',
  'requalifiedOwner',
  'notRequalified',
  'notRequalifiedOwner',
  'reminder',
  'overdue',
] as const;
export type OnboardingLetter = (typeof onboardingLetters)[number];

/** What a mail of an onboarding is made from. */
export interface OnboardingMail extends CaseMail {
  readonly letter: OnboardingLetter;
  /** What a person wrote with the command. */
  readonly text: string;
  /** What the supplier still has to answer, and the agreement it is to accept; null when it has. */
  readonly asked: { readonly questionnaire: Questionnaire; readonly agreement: string } | null;
  /** Business days that are shown as an example of asking for more time; 0 where that would be refused. */
  readonly extendable: number;
  /** The supplier's page, with the reader's own link; null for whoever has none. */
  readonly page: string | null;
}

/** With these the words of a person go along. */
const quoting: Partial<Record<OnboardingLetter, 'asked' | 'reason' | 'said'>> = {
  informationAsked: 'asked',
  informationReceived: 'said',
  answersReceived: 'said',
  extensionRequested: 'reason',
  extensionGranted: 'said',
  extensionRefused: 'said',
  auditFailed: 'said',
  correctionsAsked: 'said',
  approvalPassedOn: 'said',
  rejected: 'reason',
  rejectedOwner: 'reason',
  withdrawn: 'reason',
  notRequalified: 'reason',
  notRequalifiedOwner: 'reason',
};

/** After these there is nothing more to do on the page. */
const ENDED: readonly OnboardingLetter[] = ['welcome', 'rejected', 'withdrawn', 'expired', 'requalified', 'notRequalified'];

/** With these the questions go along. */
const ASKING: readonly OnboardingLetter[] = ['invited', 'requalification'];

/** These ask the supplier for a step, which may be given more time. */
const EXTENDABLE: readonly OnboardingLetter[] = [...ASKING, 'informationAsked', 'reminder', 'overdue'];

/** One mail of an onboarding. */
export function onboardingLetter(mail: OnboardingMail): Letter {
  const { letter, language, reader, supplier, caseNumber, dueAt, timeZone, params, text, asked, extendable, url, page } = mail;
  const say = speak(language);
  const values = { score: 0, findings: 0, grade: 'N', given: 0, of: 0, ...params, days: say('businessDays', { count: Number(params['businessDays'] ?? 0) }), supplier, due: dueAt ? writtenInstant(dueAt, timeZone, language, say) : '–' };
  const quote = quoting[letter];
  const questions = asked !== null && reader === 'supplier' && ASKING.includes(letter);
  return {
    subject: `${say(`joining.${letter}.title`)} – ${supplier} [${caseNumber}]`,
    paragraphs: [
      ...(mail.inPlaceOfContact ? [say('joining.noContact')] : []),
      say(`joining.${letter}.text`, values),
      ...(questions ? [say(page === null ? 'joining.howToAnswer' : 'joining.answerOnPage', { agreement: asked.agreement })] : []),
      ...(reader === 'supplier' && extendable > 0 && EXTENDABLE.includes(letter) ? [say('answer.extension', { keyword: `${keywords[language].extension} ${extendable}`, days: say('businessDays', { count: extendable }) })] : []),
    ],
    facts: [
      { label: say('fact.case'), value: caseNumber },
      { label: say('fact.supplier'), value: supplier },
      ...(params['segment'] === undefined ? [] : [{ label: say('joining.fact.segment'), value: String(params['segment']) }]),
      ...(questions ? questionFacts(asked.questionnaire, language, say) : []),
    ],
    ...(quote !== undefined && text.trim() !== '' ? { quote: { label: say(`joining.quote.${quote}`), value: text.trim() } } : {}),
    ...(reader === 'staff' ? { link: { label: say('link.case'), value: url } } : page !== null && !ENDED.includes(letter) ? { link: { label: say('joining.page'), value: page } } : {}),
    footer: say(reader === 'supplier' ? 'footer.supplier' : 'footer.staff', { case: caseNumber }),
  };
}

/** Each question with what it wants, and under which answer it is asked. */
function questionFacts(questionnaire: Questionnaire, language: Language, say: Speak): Fact[] {
  return questionsOf(questionnaire).map((question, index) => {
    const condition = conditionOf(questionnaire, question, language, say);
    return { label: say('joining.question', { number: index + 1 }), value: `${question.words[language]}${condition === null ? '' : ` (${condition})`} – ${wantedOf(question, language, say)}` };
  });
}
