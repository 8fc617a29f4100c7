import type { Language } from '../catalogs/speak.js';
import { meetingAnswered, meetingLetter, meetingMissed, planReviewDue, rhythmTitle, type MeetingOccasion } from '../letters/relationship.js';
import { forecastCommitted, forecastLetter } from '../letters/forecast.js';
import { data, moments, SITE } from './data.js';
import type { MailExample } from './example.js';

const { at, dueAt } = moments;
const url = `${SITE}/suppliers/1/relationship`;

/** Mails of working together with suppliers. */
export const relationshipMails: readonly MailExample[] = [
  ...(['invited', 'moved', 'cancelled'] as const).map((occasion) => ({ name: `meeting.${occasion}`, to: 'supplier' as const, asks: occasion !== 'cancelled', letter: (language: Language) => aboutMeeting(occasion, language) })),
  ...(['declined', 'proposed'] as const).map((answer): MailExample => ({
    name: `meeting.${answer}`,
    to: 'staff',
    asks: false,
    letter: (language) => {
      const { supplier, said, reader } = data[language];
      return meetingAnswered({ answer, who: reader, title: rhythmTitle(supplier, language), startsAt: dueAt, proposedAt: answer === 'proposed' ? dueAt : null, comment: said, url }, language);
    },
  })),
  {
    name: 'meeting.missed',
    to: 'staff',
    asks: false,
    letter: (language) => meetingMissed({ title: rhythmTitle(data[language].supplier, language), supplierName: data[language].supplier, startsAt: at, url }, language),
  },
  { name: 'relationship.review', to: 'staff', asks: true, letter: (language) => planReviewDue({ supplierName: data[language].supplier, day: '2026-11-24', url }, language) },
  ...(['asked', 'reminder'] as const).map((occasion): MailExample => ({
    name: `forecast.${occasion}`,
    to: 'supplier',
    asks: true,
    letter: (language) => {
      const { category, timeZone } = data[language];
      const lines = ['2026-12', '2027-01'].map((month) => ({ subject: category, month, quantity: 1200, unit: '' }));
      return forecastLetter({ occasion, language, lines, dueAt, timeZone, url: `${SITE}/portal/forecasts/example` });
    },
  })),
  { name: 'forecast.received', to: 'staff', asks: false, letter: (language) => forecastCommitted({ supplierName: data[language].supplier, version: 3, lines: 12, short: 2, url }, language) },
];

function aboutMeeting(occasion: MeetingOccasion, language: Language) {
  const { supplier, reader, desk, timeZone, said, description } = data[language];
  return meetingLetter({
    occasion,
    language,
    title: rhythmTitle(supplier, language),
    supplierName: supplier,
    startsAt: dueAt,
    minutes: 60,
    timeZone,
    place: '',
    agenda: description,
    invited: [reader, desk],
    reason: said,
    calendar: { uid: 'meeting-1@example.com', sequence: 1, at, organizer: 'Steward <meetings@example.com>', reader: { name: reader, email: 'sales@example.com' } },
  });
}
