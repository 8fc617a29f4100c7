import { meetingAnswered } from '#messaging/letters/relationship.js';
import type { CalendarAnswer } from '#messaging/inbound/calendar-answer.js';
import type { InboundContent } from '#messaging/inbound/read.js';
import type { Database } from '#persistence/database.js';
import type { InboundMail, Meeting } from '#persistence/generated/client.js';
import { cameBefore, settleInbound } from '#persistence/inbound/inbound.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { recordAnswer } from '#persistence/relationship/meetings.js';
import { invitedTo, meetingUid } from '../relationship/meeting-mails.js';
import { personReader, relationshipUrl } from '../relationship/readers.js';
import { letterRow } from '../scorecards/readers.js';

/** What taking an answer in needs. */
export interface MeetingAnswerPorts {
  readonly db: Database;
  readonly publicUrl: string;
  readonly domain: string;
  readonly now: () => Date;
}

/**
 * What the calendar of somebody invited answers is kept with the meeting; the organizer is told of who cannot come, and of another time that
 * is asked for. An answer to an invitation that holds no longer is ignored. May be repeated at any point.
 */
export async function settleMeetingAnswer(ports: MeetingAnswerPorts, row: InboundMail, { mail, forgery, meeting }: { mail: InboundContent; forgery: string | null; meeting: Meeting }): Promise<void> {
  const end = (status: 'held' | 'ignored' | 'settled', reason: string) => settleInbound(ports.db, row.id, { status, reason, supplierId: meeting.supplierId }, ports.now());
  const answer = mail.calendarAnswer;
  if (forgery !== null) return end('held', forgery);
  if (!answer || answer.uid !== meetingUid(meeting.id, ports.domain)) return end('ignored', 'calendar');
  if (await cameBefore(ports.db, row, mail.messageId)) return end('ignored', 'duplicate');
  return end(...(await takeAnswer(ports, row, { answer, from: mail.from, meeting })));
}

async function takeAnswer(ports: MeetingAnswerPorts, row: InboundMail, { answer, from, meeting }: { answer: CalendarAnswer; from: string; meeting: Meeting }): Promise<['held' | 'ignored' | 'settled', string]> {
  return ports.db.transaction(async (tx) => {
    const who = (await invitedTo(tx, meeting)).find(({ address }) => address.toLowerCase() === from);
    if (!who) return ['held', 'unknownSender'];
    const kept = await recordAnswer(tx, meeting, { ...answer, address: from, at: row.receivedAt });
    if (!kept || meeting.status !== 'planned') return ['ignored', 'outdated'];
    const { answer: said, proposedAt, comment } = answer;
    const reader = said === 'declined' || said === 'proposed' ? await personReader(tx, meeting.organizerId, meeting.supplierId) : null;
    if (reader && reader.id !== who.id && (said === 'declined' || said === 'proposed')) {
      const { title, startsAt, supplierId } = meeting;
      const letter = meetingAnswered({ answer: said, who: who.name, title, startsAt: startsAt.toISOString(), proposedAt, comment, url: relationshipUrl(ports, supplierId) }, reader.language);
      await insertOutbox(tx, [letterRow({ template: `meeting.${said}`, about: row.id, reader, letter, domain: ports.domain, at: ports.now() })]);
    }
    return ['settled', 'meetingAnswer'];
  });
}
