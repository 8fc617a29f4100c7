import { defaultQuestionnaire } from '#domain/questionnaire/default-questionnaire.js';
import type { Language } from '../catalogs/speak.js';
import { onboardingLetter, onboardingLetters, type OnboardingLetter } from '../letters/onboarding/letters.js';
import type { Letter } from '../templates/letter.js';
import { data, moments, NUMBER, SITE } from './data.js';
import type { MailExample } from './example.js';

/** To whom a mail goes besides; all others go to our own people. */
const readers: Partial<Record<OnboardingLetter, readonly MailExample['to'][]>> = {
  invited: ['supplier'],
  requalification: ['supplier'],
  informationAsked: ['supplier'],
  extensionGranted: ['supplier'],
  extensionRefused: ['supplier'],
  trialStarted: ['supplier'],
  trialProlonged: ['supplier'],
  requalified: ['supplier'],
  notRequalified: ['supplier'],
  welcome: ['supplier'],
  rejected: ['supplier'],
  withdrawn: ['supplier', 'staff'],
  expired: ['supplier', 'staff'],
  reminder: ['supplier', 'staff'],
  overdue: ['supplier', 'staff'],
};

/** Mails of an onboarding: a new one is here by itself. */
export const onboardingMails: readonly MailExample[] = onboardingLetters.flatMap((letter) => {
  const to = readers[letter] ?? ['staff'];
  return to.map((reader): MailExample => ({
    name: `onboarding.${letter}${to.length > 1 ? `.${reader}` : ''}`,
    to: reader,
    asks: false,
    letter: (language) => joining(letter, reader, language),
  }));
});

function joining(letter: OnboardingLetter, reader: MailExample['to'], language: Language): Letter {
  const { supplier, said, timeZone } = data[language];
  return onboardingLetter({
    letter,
    language,
    reader,
    inPlaceOfContact: false,
    supplier,
    caseNumber: NUMBER,
    dueAt: moments.dueAt,
    timeZone,
    params: { businessDays: 5, score: 82.5, grade: 'B', findings: 3, given: 1, of: 2 },
    text: said,
    asked: { questionnaire: { ...defaultQuestionnaire, version: 'standard-1' }, agreement: '2026-1' },
    extendable: 5,
    url: `${SITE}/cases/${NUMBER}`,
    page: reader === 'supplier' ? `${SITE}/portal/onboardings/example` : null,
  });
}
