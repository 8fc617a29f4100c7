/** What a calendar file of ours says. */
export interface ReadCalendar {
  readonly method: string;
  readonly uid: string;
  readonly sequence: number;
  readonly status: string;
  /** As written: `20261124T155900Z`. */
  readonly start: string;
  readonly summary: string;
}

const FOLD_AT = 75;

/**
 * Reads an iCalendar file (RFC 5545) of one event, as strictly as the sternest client: lines end in CRLF and are folded at 75 octets,
 * components are closed in order, each property that RFC 5546 asks of PUBLISH and CANCEL stands once, times are UTC.
 * @throws Error that says what is wrong
 */
export function readCalendar(file: string): ReadCalendar {
  if (!file.endsWith('\r\n') && !file.endsWith('END:VCALENDAR')) throw new Error('the last line is not ended');
  if (/[^\r]\n|\r[^\n]/.test(file)) throw new Error('a line does not end in CRLF');
  for (const line of file.split('\r\n')) if (Buffer.byteLength(line) > FOLD_AT) throw new Error(`longer than ${FOLD_AT} octets: ${line}`);
  const open: string[] = [];
  const found = new Map<string, string[]>();
  for (const line of file.replace(/\r\n[ \t]/g, '').split('\r\n').filter(Boolean)) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:"]*(?:"[^"]*"[^:"]*)*)?:(.*)$/s.exec(line) ?? [];
    if (name === '') throw new Error(`not a property: ${line}`);
    if (name === 'BEGIN') open.push(value);
    else if (name === 'END' && open.pop() !== value) throw new Error(`${value} is closed out of order`);
    else if (name !== 'END') found.set(`${open.join('.')}/${name}`, [...(found.get(`${open.join('.')}/${name}`) ?? []), value]);
  }
  if (open.length > 0) throw new Error(`${open.join('.')} is not closed`);
  const one = (name: string): string => {
    const values = found.get(name) ?? [];
    if (values.length !== 1) throw new Error(`${name} stands ${values.length} times`);
    return values[0] ?? '';
  };
  const event = (name: string) => one(`VCALENDAR.VEVENT/${name}`);
  if (one('VCALENDAR/VERSION') !== '2.0') throw new Error('not version 2.0');
  one('VCALENDAR/PRODID');
  if (!event('ORGANIZER').startsWith('mailto:')) throw new Error('nobody organizes it');
  for (const instant of ['DTSTAMP', 'DTSTART']) if (!/^\d{8}T\d{6}Z$/.test(event(instant))) throw new Error(`${instant} is not in UTC: ${event(instant)}`);
  const end = found.get('VCALENDAR.VEVENT/DTEND')?.[0];
  if (end !== undefined && end <= event('DTSTART')) throw new Error('it ends before it has begun');
  return { method: one('VCALENDAR/METHOD'), uid: event('UID'), sequence: Number(event('SEQUENCE')), status: event('STATUS'), start: event('DTSTART'), summary: event('SUMMARY') };
}
