import type { Language } from '../catalogs/speak.js';
import { backupLetter, phaseOutLetter, phaseOutLetters, type PhaseOutLetter } from '../letters/phase-out/letters.js';
import type { Letter } from '../templates/letter.js';
import { data, moments, NUMBER, SITE } from './data.js';
import type { MailExample } from './example.js';

/** To whom a mail goes; all others go to our own people. */
const readers: Partial<Record<PhaseOutLetter, readonly MailExample['to'][]>> = {
  notice: ['supplier'],
  noticeRetracted: ['supplier'],
  shareMoved: ['supplier', 'staff'],
  openOrders: ['supplier', 'staff'],
  handover: ['supplier', 'staff'],
  closed: ['supplier', 'staff'],
};

/** What our people are asked for until a date, and the stage of the case then. */
const asked: Partial<Record<PhaseOutLetter, string>> = { backupAsked: 'choosingBackup', approvalAsked: 'approving', handover: 'handover', settlementAsked: 'settling', reminder: 'approving', overdue: 'approving' };

/** Mails of a phase-out: a new one is here by itself. */
export const phaseOutMails: readonly MailExample[] = [
  ...phaseOutLetters.flatMap((letter) => {
    const to = readers[letter] ?? ['staff'];
    return to.map((reader): MailExample => ({
      name: `phaseOut.${letter}${to.length > 1 ? `.${reader}` : ''}`,
      to: reader,
      asks: reader === 'staff' && letter in asked,
      letter: (language) => leaving(letter, reader, language),
    }));
  }),
  ...(['gaining', 'losing'] as const).map((letter): MailExample => ({
    name: `phaseOut.${letter}`,
    to: 'supplier',
    asks: false,
    letter: (language) => backupLetter({ letter, language, caseNumber: NUMBER, shares: [{ category: data[language].category, percent: 40 }] }),
  })),
];

function leaving(letter: PhaseOutLetter, reader: MailExample['to'], language: Language): Letter {
  const { supplier, said, category, timeZone } = data[language];
  const stepped: Record<string, number> = letter === 'shareMoved' ? { step: 2 } : {};
  return phaseOutLetter({
    letter,
    language,
    reader,
    inPlaceOfContact: false,
    supplier,
    caseNumber: NUMBER,
    stage: asked[letter] ?? 'approving',
    dueAt: moments.dueAt,
    timeZone,
    params: { given: 1, of: 3, moved: 66, endsOn: '2027-02-28', blockedFrom: '2027-01-31', category, categories: category, days: 14, ...stepped },
    openLines: 2,
    categories: [category],
    text: said,
    url: `${SITE}/cases/${NUMBER}`,
  });
}
