import { languageOf } from '#messaging/catalogs/speak.js';
import { meetingLetter, type MeetingOccasion } from '#messaging/letters/relationship.js';
import { replyAddress } from '#messaging/reply-address.js';
import type { Transaction } from '#persistence/database.js';
import type { Meeting } from '#persistence/generated/client.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { guestsOf } from '#persistence/relationship/meetings.js';
import { v5 as uuidv5 } from 'uuid';
import type { Configuration } from '../configuration.js';
import { letterRow, type Reader } from '../scorecards/readers.js';

/** What mails of meetings take from the configuration. */
export type MeetingSettings = Pick<Configuration, 'publicUrl' | 'secret' | 'mail'>;

/** Whoever is invited to a meeting: contacts who are still there, guests, and the organizer. */
export async function invitedTo(tx: Transaction, meeting: Meeting): Promise<Reader[]> {
  const supplier = await tx.supplier.findUniqueOrThrow({ where: { id: meeting.supplierId }, select: { id: true, language: true, timeZone: true } });
  // A contact moves with its company when that becomes part of another.
  const contacts = await tx.contact.findMany({ where: { id: { in: meeting.contactIds }, removedAt: null }, orderBy: { position: 'asc' } });
  const organizer = await tx.person.findUnique({ where: { id: meeting.organizerId } });
  const theirs = { timeZone: supplier.timeZone, supplierId: supplier.id };
  const readers: Reader[] = [
    ...contacts.map(({ id, name, email, language }) => ({ kind: 'contact' as const, id, name, address: email, language: languageOf(language ?? supplier.language), ...theirs })),
    ...guestsOf(meeting).map(({ name, email, language }) => ({ kind: 'guest' as const, id: uuidv5(email.toLowerCase(), meeting.id), name, address: email, language, ...theirs })),
    ...(organizer?.active ? [{ kind: 'person' as const, id: organizer.id, name: organizer.name, address: organizer.email, language: languageOf(organizer.language), timeZone: 'UTC', supplierId: supplier.id }] : []),
  ];
  return readers.filter((reader, index) => readers.findIndex(({ address }) => address.toLowerCase() === reader.address.toLowerCase()) === index);
}

/**
 * Mails the invited what now holds of a meeting, in the transaction that changed it: one UID for good, its sequence from the row. Whoever
 * is given in `uninvited` is told that it is off for them. Calendars answer to the meeting's own address.
 */
export async function tellOfMeeting(
  tx: Transaction,
  settings: MeetingSettings,
  { meeting, occasion, reason = '', uninvited = [], at }: { meeting: Meeting; occasion: MeetingOccasion; reason?: string; uninvited?: readonly Reader[]; at: Date },
): Promise<void> {
  const { domain } = settings.mail;
  const { name: supplierName } = await tx.supplier.findUniqueOrThrow({ where: { id: meeting.supplierId }, select: { name: true } });
  const invited = await invitedTo(tx, meeting);
  const address = replyAddress({ caseId: meeting.id, secret: settings.secret, domain });
  const written = (reader: Reader, why: MeetingOccasion) => {
    const letter = meetingLetter({
      occasion: why,
      language: reader.language,
      title: meeting.title,
      supplierName,
      startsAt: meeting.startsAt.toISOString(),
      minutes: meeting.minutes,
      timeZone: reader.timeZone,
      place: meeting.place,
      agenda: meeting.agenda,
      invited: invited.map(({ name }) => name),
      reason,
      calendar: { uid: meetingUid(meeting.id, domain), sequence: meeting.sequence, at: at.toISOString(), organizer: `Steward <${address}>`, reader: { name: reader.name, email: reader.address } },
    });
    return letterRow({ template: `meeting.${why}`, about: `${meeting.id} ${meeting.sequence}`, reader, letter, domain, at, replyTo: address });
  };
  await insertOutbox(tx, [...invited.map((reader) => written(reader, occasion)), ...uninvited.map((reader) => written(reader, 'cancelled'))]);
}

/** The UID of a meeting in calendars. */
export function meetingUid(meetingId: string, domain: string): string {
  return `meeting-${meetingId}@${domain}`;
}
