import { composed, CONTACT, file, head, html, lines, machine, multipart, part, plain, reply, type CorpusMail } from './mail.js';

const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000100ffff03000006000557bfabd40000000049454e44ae426082', 'hex');
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]);
const tnef = Buffer.from('789f3e2223000100019001000800000004000000', 'hex');
const zip = Buffer.from('504b0304140000000000000000000000000000000000000000000500000061', 'hex');

/** Text in another charset, as its bytes stand in the mail. */
function inCharset(charset: string, bytes: Buffer, encoding: '8bit' | 'base64' | 'quoted-printable' = '8bit'): Buffer {
  const body = encoding === '8bit' ? bytes : Buffer.from(encoding === 'base64' ? bytes.toString('base64') : [...bytes].map((byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''));
  return Buffer.concat([Buffer.from(`${head(`Content-Type: text/plain; charset=${charset}`, `Content-Transfer-Encoding: ${encoding}`)}\r\n\r\n`), body, Buffer.from('\r\n')]);
}

const hex = (text: string) => Buffer.from(text, 'hex');
const withFiles = (text: string, ...files: readonly string[]) => composed(multipart('mixed', '=_mix', part('text/plain; charset=utf-8', text), ...files));

const charsets: readonly CorpusMail[] = [
  reply('GB18030', inCharset('gb18030', hex('bcc6bbae0d0ad6d8d0c2c5e0d1b5')), '计划\n重新培训'),
  reply('GB2312 in base64', inCharset('gb2312', hex('bcc6bbae'), 'base64'), '计划'),
  reply('GBK, quoted-printable', inCharset('GBK', hex('d6a4bedd'), 'quoted-printable'), '证据'),
  reply('Big5', inCharset('big5', hex('ad70b565')), '計畫'),
  reply('KOI8-R', inCharset('koi8-r', hex('f0ece1ee')), 'ПЛАН'),
  reply('windows-1251 in base64', inCharset('windows-1251', hex('cfcbc0cd'), 'base64'), 'ПЛАН'),
  reply('windows-1251, quoted-printable', inCharset('Windows-1251', hex('cfeeebf3f7e8ebe8'), 'quoted-printable'), 'Получили'),
  reply('ISO-8859-5', inCharset('iso-8859-5', hex('bfbbb0bd')), 'ПЛАН'),
  reply('IBM866', inCharset('ibm866', hex('8f8b808d')), 'ПЛАН'),
  reply('Shift-JIS', inCharset('shift_jis', hex('8c7689e6')), '計画'),
  reply('EUC-KR', inCharset('euc-kr', hex('b0e8c8b9')), '계획'),
  reply('UTF-16 with a mark', inCharset('utf-16le', hex('fffe50004c0041004e00'), 'base64'), 'PLAN'),
  reply('UTF-7 that nobody decodes any more', inCharset('utf-7', Buffer.from('PLAN')), 'PLAN'),
  reply('a charset that does not exist', inCharset('x-none', Buffer.from('PLAN')), 'PLAN'),
  reply('UTF-8 that does not say so', Buffer.from(`${head()}\r\n\r\n计划\r\n`), '计划'),
  reply('soft line breaks', plain('PLAN=\n\nWe retrain the pack=\ners.', 'Content-Transfer-Encoding: quoted-printable'), 'PLAN\nWe retrain the packers.'),
  reply('format=flowed', plain('PLAN\nWe retrain \nthe packers.', 'Content-Type: text/plain; charset=utf-8; format=flowed; delsp=no'), 'PLAN\nWe retrain the packers.'),
  reply('an encoded subject over two lines', plain('Received.', 'Subject: =?UTF-8?Q?Re=3A_=D0=9F=D0=BB?=\r\n =?UTF-8?Q?=D0=B0=D0=BD?='), 'Received.'),
];

const attachments: readonly CorpusMail[] = [
  reply('a PDF', withFiles('EVIDENCE\nSee the report.', file('report.pdf', 'application/pdf', pdf)), 'EVIDENCE\nSee the report.', { files: ['report.pdf'] }),
  reply('a photo with a Chinese name', withFiles('证据', part('image/jpeg', jpeg, "Content-Disposition: attachment; filename*=UTF-8''%E7%85%A7%E7%89%87.jpg")), '证据', { files: ['照片.jpg'] }),
  reply('a name as an encoded word', withFiles('ПОДТВЕРЖДЕНИЕ', part('application/pdf; name="=?UTF-8?B?0L7RgtGH0ZHRgi5wZGY=?="', pdf, 'Content-Disposition: attachment; filename="=?UTF-8?B?0L7RgtGH0ZHRgi5wZGY=?="')), 'ПОДТВЕРЖДЕНИЕ', { files: ['отчёт.pdf'] }),
  reply('a program named as a PDF', withFiles('See the report.', file('report.pdf', 'application/pdf', exe)), 'See the report.', { refused: ['report.pdf'] }),
  reply('an archive', withFiles('See the archive.', file('all.zip', 'application/zip', zip)), 'See the archive.', { refused: ['all.zip'] }),
  reply('a web page', withFiles('See the page.', file('page.html', 'text/html', Buffer.from('<script>alert(1)</script>'))), 'See the page.', { refused: ['page.html'] }),
  reply('an empty file', withFiles('See the list.', file('list.csv', 'text/csv', Buffer.alloc(0))), 'See the list.', { refused: ['list.csv'] }),
  reply('a table as text', withFiles('See the list.', file('list.csv', 'text/csv', Buffer.from('part;count\r\n1;2'))), 'See the list.', { files: ['list.csv'] }),
  reply('good and bad together', withFiles('See both.', file('a.pdf', 'application/pdf', pdf), file('b.exe', 'application/octet-stream', exe)), 'See both.', { files: ['a.pdf'], refused: ['b.exe'] }),
  reply('a file larger than is kept', withFiles('See the scan.', file('scan.pdf', 'application/pdf', Buffer.concat([pdf, Buffer.alloc(10 * 1024 * 1024)]))), 'See the scan.', { refused: ['scan.pdf'] }),
  reply('winmail.dat', withFiles('PLAN\nRetrain', file('winmail.dat', 'application/ms-tnef', tnef)), 'PLAN\nRetrain', { refused: ['winmail.dat'] }),
  reply('an image and no word', composed(multipart('mixed', '=_mix', file('photo.png', 'image/png', png))), '', { files: ['photo.png'] }),
  reply('a logo in the HTML that is no file', composed(multipart('related', '=_rel', part('text/html; charset=utf-8', '<p>Received.</p><img src="cid:logo">'), part('image/png; name="logo.png"', png, 'Content-ID: <logo>', 'Content-Disposition: inline'))), 'Received.', { files: [] }),
  reply('signed by S/MIME', composed(multipart('signed', '=_sig', part('text/plain', 'Received.'), part('application/pkcs7-signature; name="smime.p7s"', Buffer.from('0'))), 'X-Signed: yes'), 'Received.', { files: [], refused: [] }),
  reply('signed by PGP', composed(multipart('signed', '=_sig', part('text/plain', 'Received.'), part('application/pgp-signature; name="signature.asc"', '-----BEGIN PGP SIGNATURE-----\n-----END PGP SIGNATURE-----'))), 'Received.', { files: [], refused: [] }),
  machine('encrypted by S/MIME', Buffer.from(`${head('Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"', 'Content-Transfer-Encoding: base64')}\r\n\r\nMIAG\r\n`), { kind: 'reply', unreadable: /encrypted/ }),
  machine('encrypted by PGP', composed(multipart('encrypted; protocol="application/pgp-encrypted"', '=_enc', part('application/pgp-encrypted', 'Version: 1'), part('application/octet-stream', 'x'))), { kind: 'reply', unreadable: /encrypted/ }),
  reply('another mail attached', composed(multipart('mixed', '=_mix', part('text/plain', 'See the attached mail.'), part('message/rfc822', lines('From: foreman@example.com', 'Subject: Press', '', 'The press is broken.'), 'Content-Disposition: attachment; filename="press.eml"'))), 'See the attached mail.', { refused: ['press.eml'] }),
  reply('a footer of the mail server in a part of its own', composed(multipart('mixed', '=_mix', part('text/plain', 'Received.'), part('text/plain', '-- \nThis mail was checked.', 'Content-Disposition: inline'))), 'Received.'),
  reply('text in an HTML part that stands first', composed(multipart('alternative', '=_alt', part('text/html', '<p>PLAN<br>Retrain</p>'), part('text/plain', 'PLAN\nRetrain'))), 'PLAN\nRetrain'),
  reply('HTML with styles and comments', html('<html><head><style>p{color:red}</style></head><body><!-- x --><p>PLAN</p><p>Retrain &amp; check</p></body></html>'), 'PLAN\n\nRetrain & check'),
  reply('a date for the calendar beside the text', composed(multipart('alternative', '=_alt', part('text/plain', 'Received.'), part('text/calendar; charset=utf-8; method=REQUEST', 'BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR'))), 'Received.', { files: [], refused: [] }),
  { ...reply('a bounce address as SMTP sender of a person', plain('Received.'), 'Received.'), envelopeFrom: `prvs=1234=${CONTACT}` },
];

/** Charsets, encodings, files and other shapes of an honest reply. */
export const shapedReplies: readonly CorpusMail[] = [...charsets, ...attachments];
