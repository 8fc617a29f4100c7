import { questionsOf, type Questionnaire } from '#domain/questionnaire/questionnaire.js';
import { speak, type Language, type Speak } from '../../catalogs/speak.js';
import { writtenInstant } from '../../templates/dates.js';
import type { Fact, Letter } from '../../templates/letter.js';

/** The mails of an onboarding, as its notifications name them. */
export const onboardingLetters = [
  'invited',
  'answersReceived',
  'informationAsked',
  'informationReceived',
  'minimumMissed',
  'auditAsked',
  'auditFailed',
  'approvalAsked',
  'approved',
  'trialStarted',
  'welcome',
  'activated',
  'rejected',
  'rejectedOwner',
  'withdrawn',
  'expired',
  'reminder',
  'overdue',
] as const;
export type OnboardingLetter = (typeof onboardingLetters)[number];

/** What a mail of an onboarding is made from. */
export interface OnboardingMail {
  readonly letter: OnboardingLetter;
  readonly language: Language;
  readonly reader: 'supplier' | 'staff';
  /** The supplier has nobody to write to: the owner passes it on. */
  readonly inPlaceOfContact: boolean;
  readonly supplier: string;
  readonly caseNumber: string;
  /** ISO instant; null when nothing is due. */
  readonly dueAt: string | null;
  readonly timeZone: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** What a person wrote with the command. */
  readonly text: string;
  /** What the supplier still has to answer, and the agreement it is to accept; null when it has. */
  readonly asked: { readonly questionnaire: Questionnaire; readonly agreement: string } | null;
  readonly url: string;
}

/** With these the words of a person go along. */
const quoting: Partial<Record<OnboardingLetter, 'asked' | 'reason' | 'said'>> = {
  informationAsked: 'asked',
  informationReceived: 'said',
  answersReceived: 'said',
  auditFailed: 'said',
  rejected: 'reason',
  rejectedOwner: 'reason',
  withdrawn: 'reason',
};

/** One mail of an onboarding. */
export function onboardingLetter(mail: OnboardingMail): Letter {
  const { letter, language, reader, supplier, caseNumber, dueAt, timeZone, params, text, asked, url } = mail;
  const say = speak(language);
  const values = { score: 0, findings: 0, given: 0, of: 0, ...params, supplier, due: dueAt ? writtenInstant(dueAt, timeZone, language, say) : '–' };
  const quote = quoting[letter];
  const questions = asked !== null && reader === 'supplier' && letter === 'invited';
  return {
    subject: `${say(`joining.${letter}.title`)} – ${supplier} [${caseNumber}]`,
    paragraphs: [
      ...(mail.inPlaceOfContact ? [say('joining.noContact')] : []),
      say(`joining.${letter}.text`, values),
      ...(questions ? [say('joining.howToAnswer', { agreement: asked.agreement })] : []),
    ],
    facts: [
      { label: say('fact.case'), value: caseNumber },
      { label: say('fact.supplier'), value: supplier },
      ...(params['segment'] === undefined ? [] : [{ label: say('joining.fact.segment'), value: String(params['segment']) }]),
      ...(questions ? questionFacts(asked.questionnaire, language, say) : []),
    ],
    ...(quote !== undefined && text.trim() !== '' ? { quote: { label: say(`joining.quote.${quote}`), value: text.trim() } } : {}),
    ...(reader === 'staff' ? { link: { label: say('link.case'), value: url } } : {}),
    footer: say(reader === 'supplier' ? 'footer.supplier' : 'footer.staff', { case: caseNumber }),
  };
}

/** Each question with its choices, and under which answer it is asked. */
function questionFacts(questionnaire: Questionnaire, language: Language, say: Speak): Fact[] {
  const questions = questionsOf(questionnaire);
  return questions.map(({ words, choices, when }, index) => {
    const before = questions.find(({ question }) => question === when?.question);
    const answer = before?.choices.find((choice) => choice.answer === when?.answer);
    const condition = before && answer ? ` (${say('joining.onlyIf', { question: before.words[language], answer: answer.words[language] })})` : '';
    return { label: say('joining.question', { number: index + 1 }), value: `${words[language]}${condition} – ${choices.map((choice) => choice.words[language]).join(' / ')}` };
  });
}
