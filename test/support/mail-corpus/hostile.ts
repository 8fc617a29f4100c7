import { composed, CONTACT, file, head, html, lines, machine, multipart, part, plain, reply, type CorpusMail } from './mail.js';

const nested = (depth: number): string => {
  let body = part('text/plain', 'Deep.');
  for (let level = 0; level < depth; level++) {
    const { type, body: inner } = multipart('mixed', `b${level}`, body);
    body = `${type}\r\n\r\n${inner}`;
  }
  return body;
};
const raw = (text: string | Buffer) => (typeof text === 'string' ? Buffer.from(lines(text)) : text);

/** Forged, broken, endless, empty: what strangers and worn programs send. */
export const hostileMails: readonly CorpusMail[] = [
  machine('somebody else', plain('PLAN\nWe promise.', 'From: Eve <eve@example.org>'), { kind: 'reply', reply: 'PLAN\nWe promise.', from: 'eve@example.org' }, 'eve@example.org'),
  machine('the contact only as a name', plain('PLAN\nx', 'From: "li@example.com" <eve@example.org>'), { kind: 'reply', from: 'eve@example.org' }, 'eve@example.org'),
  machine('two senders, the contact second', plain('PLAN\nx', 'From: eve@example.org, li@example.com'), { kind: 'reply', from: 'eve@example.org' }, 'eve@example.org'),
  machine('two From lines, the stranger’s first', raw('From: eve@example.org\nFrom: li@example.com\nSubject: Plan\n\nPLAN\nx'), { kind: 'reply', from: 'eve@example.org' }, 'eve@example.org'),
  machine('a domain that looks alike', plain('PLAN\nx', 'From: li@examp1e.com'), { kind: 'reply', from: 'li@examp1e.com' }),
  machine('a Cyrillic letter in the address', plain('PLAN\nx', 'From: lі@example.com'), { kind: 'reply', from: 'lі@example.com' }),
  machine('no sender at all', Buffer.from(lines('To: r-reply@steward.example.com', 'Subject: Plan', '', 'PLAN')), { kind: 'reply', from: '' }, 'eve@example.org'),
  machine('a sender that is no address', plain('x', 'From: undisclosed'), { kind: 'reply', from: '' }),
  reply('no headers that matter', Buffer.from(lines(`From: ${CONTACT}`, '', 'Received.')), 'Received.'),
  machine('only headers', Buffer.from(`From: ${CONTACT}\r\nSubject: Plan`), { kind: 'reply', reply: '' }),
  machine('no byte at all', Buffer.alloc(0), { kind: 'reply', reply: '', from: '' }),
  reply('bare line feeds', Buffer.from(`From: ${CONTACT}\nSubject: Plan\n\nPLAN\nRetrain\n`), 'PLAN\nRetrain'),
  reply('bare carriage returns in the text', Buffer.from(`${head()}\r\n\r\nPLAN\rRetrain\r\n`), 'PLAN\nRetrain'),
  reply('NUL in the text', Buffer.from(`${head()}\r\n\r\nPL\0AN\r\n`), 'PLAN'),
  reply('a boundary that never comes', Buffer.from(`${head('Content-Type: multipart/mixed; boundary="none"')}\r\n\r\nPLAN\r\n`), ''),
  reply('a boundary that never closes', Buffer.from(`${head('Content-Type: multipart/mixed; boundary="open"')}\r\n\r\n--open\r\nContent-Type: text/plain\r\n\r\nPLAN\r\nRetrain`), 'PLAN\nRetrain'),
  reply('a boundary of nothing', Buffer.from(`${head('Content-Type: multipart/mixed; boundary=""')}\r\n\r\n--\r\nContent-Type: text/plain\r\n\r\nPLAN\r\n`), ''),
  reply('broken base64', Buffer.from(`${head('Content-Type: text/plain', 'Content-Transfer-Encoding: base64')}\r\n\r\nUExB*Tg===\r\n`), 'PLAN'),
  reply('broken quoted-printable', Buffer.from(`${head('Content-Type: text/plain', 'Content-Transfer-Encoding: quoted-printable')}\r\n\r\nPLAN =ZZ =\r\n`), 'PLAN =ZZ'),
  reply('an encoding that does not exist', Buffer.from(`${head('Content-Transfer-Encoding: x-none')}\r\n\r\nPLAN\r\n`), 'PLAN'),
  reply('a subject of broken encoded words', plain('Received.', 'Subject: =?UTF-8?B?0J/Qu?= =?none?Q?x?='), 'Received.'),
  reply('twenty levels deep', Buffer.from(`${head()}\r\n${nested(20)}`), 'Deep.'),
  machine('two hundred levels deep', Buffer.from(`${head()}\r\n${nested(200)}`), { kind: 'reply', unreadable: /./ }),
  machine('too many parts', composed(multipart('mixed', 'b', ...Array.from({ length: 6_000 }, () => part('text/plain', 'x')))), { kind: 'reply', unreadable: /parts/ }),
  machine('too many lines', raw(`${head()}\n\n${'\n'.repeat(500_000)}`), { kind: 'reply', unreadable: /lines/ }),
  machine('endless headers', raw(`${head()}\n${'X-A: b\n'.repeat(120_000)}\nPLAN`), { kind: 'reply', unreadable: /./ }),
  machine('one endless line', Buffer.from(`${head()}\r\n\r\n${'x'.repeat(3_000_000)}`), { kind: 'reply' }),
  machine('a long mail is bounded', plain('Every day. '.repeat(40_000)), { kind: 'reply' }),
  reply('mails within mails', composed(multipart('mixed', '=_m', part('text/plain', 'See below.'), part('message/rfc822', `From: a@example.com\nContent-Type: message/rfc822\n\nFrom: b@example.com\nContent-Type: message/rfc822\n\nFrom: c@example.com\n\nDeep.`, 'Content-Disposition: attachment'))), 'See below.', { refused: ['attachment-1'] }),
  reply('a path as a file name', composed(multipart('mixed', '=_m', part('text/plain', 'See.'), file('../../etc/passwd.txt', 'text/plain', Buffer.from('x')))), 'See.', { files: ['_.._etc_passwd.txt'] }),
  reply('more files than are kept', composed(multipart('mixed', '=_m', part('text/plain', 'See all.'), ...Array.from({ length: 12 }, (_, i) => file(`${i}.txt`, 'text/plain', Buffer.from('x'))))), 'See all.', { files: Array.from({ length: 10 }, (_, i) => `${i}.txt`), refused: ['10.txt', '11.txt'] }),
  reply('script in HTML', html('<p>Received.</p><script>alert(1)</script>'), 'Received.'),
  reply('HTML that never closes', html('<div><p>Received.<b>Yes'), 'Received.Yes'),
  machine('HTML of tags alone', html('<div>'.repeat(50_000)), { kind: 'reply' }),
  reply('headers injected into the subject', plain('Received.', 'Subject: =?UTF-8?Q?Plan=0D=0ABcc:_eve@example.org?='), 'Received.'),
  reply('directions reversed in the text', plain('PLAN\n\u202eRetrain'), 'PLAN\n\u202eRetrain'),
  machine('an address ten thousand letters long', plain('x', `From: ${'a'.repeat(10_000)}@example.com`), { kind: 'reply', from: `${'a'.repeat(10_000)}@example.com` }),
  machine('a thousand references', plain('Received.', `References: ${Array.from({ length: 1_000 }, (_, i) => `<${i}@example.com>`).join('\r\n ')}`), { kind: 'reply', reply: 'Received.' }),
];
