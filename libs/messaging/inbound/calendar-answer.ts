import type { Email } from 'postal-mime';
import type { MeetingAnswerKind } from '#domain/relationship/meetings.js';
import { beginningOf, wellFormed } from './well-formed.js';

/** What a calendar answers to an invitation of ours. */
export interface CalendarAnswer {
  readonly uid: string;
  /** Of the invitation that it answers. */
  readonly sequence: number;
  readonly answer: MeetingAnswerKind;
  /** The instant that it asks for instead (ISO); only of `proposed`, where it says one that can be read. */
  readonly proposedAt: string | null;
  readonly comment: string;
}

const LARGEST = 200_000;
const LONGEST_COMMENT = 1_000;
const answers: Readonly<Record<string, MeetingAnswerKind>> = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative' };

/** Reads the answer of a calendar (RFC 5546: REPLY and COUNTER) from its mail; null when it says none. */
export function calendarAnswerOf({ attachments }: Pick<Email, 'attachments'>): CalendarAnswer | null {
  for (const { mimeType, content } of attachments) {
    if (!/^(text\/calendar|application\/ics)\b/i.test(mimeType)) continue;
    const text = typeof content === 'string' ? content : Buffer.from(content instanceof Uint8Array ? content : new Uint8Array(content)).toString('utf8');
    const answer = text.length > LARGEST ? null : readAnswer(text);
    if (answer) return answer;
  }
  return null;
}

function readAnswer(file: string): CalendarAnswer | null {
  // Long lines are folded (RFC 5545, 3.1).
  const lines = file.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const method = valueOf(lines, 'METHOD')?.toUpperCase();
  const begin = lines.findIndex((line) => /^BEGIN:VEVENT\s*$/i.test(line));
  const event = begin < 0 ? [] : lines.slice(begin, lines.findIndex((line, index) => index > begin && /^END:VEVENT\s*$/i.test(line)));
  const uid = valueOf(event, 'UID');
  const said = /;PARTSTAT=([A-Z-]+)/i.exec(event.find((line) => /^ATTENDEE[;:]/i.test(line)) ?? '')?.[1]?.toUpperCase() ?? '';
  const answer = method === 'COUNTER' ? 'proposed' : method === 'REPLY' ? answers[said] : undefined;
  if (uid === null || answer === undefined) return null;
  return {
    uid: wellFormed(uid),
    sequence: Number(/^\d{1,9}$/.exec(valueOf(event, 'SEQUENCE') ?? '0')?.[0] ?? 0),
    answer,
    proposedAt: answer === 'proposed' ? instantOf(valueOf(event, 'DTSTART')) : null,
    comment: wellFormed(beginningOf(unescaped(valueOf(event, 'COMMENT') ?? ''), LONGEST_COMMENT)).trim(),
  };
}

function valueOf(lines: readonly string[], name: string): string | null {
  const found = lines.find((line) => new RegExp(`^${name}[;:]`, 'i').test(line));
  return found === undefined ? null : found.slice(found.indexOf(':') + 1).trim();
}

/** A time of a zone that the file defines itself is left to people: the comment and the mail say it. */
function instantOf(value: string | null): string | null {
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(value ?? '') ?? [];
  if (date === undefined || time === undefined) return null;
  const at = new Date(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function unescaped(text: string): string {
  return text.replace(/\\n/gi, '\n').replace(/\\([,;\\])/g, '$1');
}
