import type { MeetingAnswerKind } from '#domain/relationship/meetings.js';
import { speak, type Language } from '../catalogs/speak.js';
import { writtenDay, writtenInstant } from '../templates/dates.js';
import type { CalendarEntry, Letter } from '../templates/letter.js';

/** Why the invited get a mail about a meeting. */
export type MeetingOccasion = 'invited' | 'moved' | 'cancelled';

/** What a mail about a meeting says. Instants are ISO. */
export interface MeetingMail {
  readonly occasion: MeetingOccasion;
  readonly language: Language;
  readonly title: string;
  readonly supplierName: string;
  readonly startsAt: string;
  readonly minutes: number;
  readonly timeZone: string;
  readonly place: string;
  readonly agenda: string;
  /** Names of all who are invited. */
  readonly invited: readonly string[];
  /** Of one that was cancelled. */
  readonly reason: string;
  readonly calendar: Pick<CalendarEntry, 'uid' | 'sequence' | 'at' | 'organizer'> & { readonly reader: { readonly name: string; readonly email: string } };
}

/** The name of a meeting that the rhythm makes. */
export function rhythmTitle(supplierName: string, language: Language): string {
  return speak(language)('meeting.rhythmTitle', { supplierName });
}

/** To whoever is invited: the invitation, its change, or that the meeting is off; each with its file for the calendar. */
export function meetingLetter(mail: MeetingMail): Letter {
  const say = speak(mail.language);
  const { occasion, title, startsAt, timeZone, minutes, place, agenda, calendar } = mail;
  const { reader, ...entry } = calendar;
  const values = { title, day: writtenDay(startsAt, timeZone, mail.language), supplierName: mail.supplierName };
  const over = occasion === 'cancelled';
  return {
    subject: say(`meeting.${occasion}.subject`, values),
    paragraphs: [say(`meeting.${occasion}.intro`, values)],
    ...(over ? {} : { answers: [say('meeting.how')] }),
    facts: [
      { label: say('meeting.when'), value: writtenInstant(startsAt, timeZone, mail.language, say) },
      ...(over ? [] : [{ label: say('meeting.length'), value: say('minutes', { count: minutes }) }]),
      ...(over || place === '' ? [] : [{ label: say('meeting.place'), value: place }]),
      ...(over ? [] : [{ label: say('meeting.invited'), value: mail.invited.join('\n') }]),
    ],
    ...(over && mail.reason ? { quote: { label: say('quote.reason'), value: mail.reason } } : {}),
    ...(!over && agenda ? { quote: { label: say('meeting.agenda'), value: agenda } } : {}),
    footer: say('meeting.footer'),
    calendar: { ...entry, due: startsAt, summary: title, ...(agenda ? { description: agenda } : {}), over, meeting: { minutes, place, invited: reader } },
  };
}

/** To the organizer: somebody cannot come, or asks for another time. */
export function meetingAnswered(
  { answer, who, title, startsAt, proposedAt, comment, url }: { answer: Exclude<MeetingAnswerKind, 'accepted' | 'tentative'>; who: string; title: string; startsAt: string; proposedAt: string | null; comment: string; url: string },
  language: Language,
): Letter {
  const say = speak(language);
  return {
    subject: say(`meeting.${answer}.subject`, { who, title }),
    paragraphs: [say(`meeting.${answer}.intro`, { who, title })],
    facts: [
      { label: say('meeting.when'), value: writtenInstant(startsAt, 'UTC', language, say) },
      ...(proposedAt === null ? [] : [{ label: say('meeting.proposedTime'), value: writtenInstant(proposedAt, 'UTC', language, say) }]),
    ],
    ...(comment ? { quote: { label: say('quote.comment'), value: comment } } : {}),
    link: { label: say('meeting.open'), value: url },
    footer: say('meeting.footer.staff'),
  };
}

/** To the organizer: nobody has written down that the meeting was held. */
export function meetingMissed({ title, supplierName, startsAt, url }: { title: string; supplierName: string; startsAt: string; url: string }, language: Language): Letter {
  const say = speak(language);
  return {
    subject: say('meeting.missed.subject', { title }),
    paragraphs: [say('meeting.missed.intro', { title, supplierName, when: writtenInstant(startsAt, 'UTC', language, say) })],
    link: { label: say('meeting.open'), value: url },
    footer: say('meeting.footer.staff'),
  };
}

/** To the owner of a plan: it is to be looked at anew. `day` is `YYYY-MM-DD`. */
export function planReviewDue({ supplierName, day, url }: { supplierName: string; day: string; url: string }, language: Language): Letter {
  const say = speak(language);
  const due = writtenInstant(`${day}T23:59:00Z`, 'UTC', language, say);
  return {
    subject: say('relationship.review.subject', { supplierName }),
    paragraphs: [say('relationship.review.intro', { supplierName, due }), say('relationship.review.what')],
    link: { label: say('meeting.open'), value: url },
    footer: say('meeting.footer.staff'),
  };
}
