import { calendarAnswerOf } from './calendar-answer.js';

const part = (lines: readonly string[], mimeType = 'text/calendar') => ({ attachments: [{ filename: null, mimeType, disposition: null, content: Buffer.from(lines.join('\r\n')) }] });
const event = (method: string, ...lines: string[]) => ['BEGIN:VCALENDAR', `METHOD:${method}`, 'BEGIN:VTIMEZONE', 'TZID:Local', 'END:VTIMEZONE', 'BEGIN:VEVENT', 'UID:meeting-1@exam', ' ple.com', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''];

describe('the answer of a calendar', () => {
  it.each([
    ['ACCEPTED', 'accepted'],
    ['DECLINED', 'declined'],
    ['TENTATIVE', 'tentative'],
  ])('says %s', (said, answer) => {
    const file = event('REPLY', 'SEQUENCE:2', `ATTENDEE;CN="Sales; EU";PARTSTAT=${said}:mailto:sales@example.com`, 'COMMENT:Not on\\n', ' \\, before noon');
    expect(calendarAnswerOf(part(file))).toEqual({ uid: 'meeting-1@example.com', sequence: 2, answer, proposedAt: null, comment: 'Not on\n, before noon' });
  });

  it('asks for another time', () => {
    const counter = event('COUNTER', 'SEQUENCE:0', 'DTSTART:20261124T090000Z', 'ATTENDEE;PARTSTAT=TENTATIVE:mailto:sales@example.com');
    expect(calendarAnswerOf(part(counter, 'application/ics'))).toMatchObject({ answer: 'proposed', proposedAt: '2026-11-24T09:00:00.000Z' });
    expect(calendarAnswerOf(part(event('COUNTER', 'DTSTART;TZID=Local:20261124T090000')))).toMatchObject({ answer: 'proposed', proposedAt: null });
  });

  it.each([
    ['nothing', []],
    ['an invitation', event('REQUEST', 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:sales@example.com')],
    ['no word of whether', event('REPLY', 'ATTENDEE:mailto:sales@example.com')],
    ['a file that breaks off', ['BEGIN:VCALENDAR', 'METHOD:REPLY', 'BEGIN:VEVENT']],
    ['a day that there is not', event('REPLY', 'ATTENDEE;PARTSTAT=PERHAPS:mailto:x@example.com')],
  ])('is none: %s', (_, lines) => {
    expect(calendarAnswerOf(part(lines))).toBeNull();
  });
});
