import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import { MOST_BOUNDARIES, MOST_HTML, MOST_LINES, MOST_TEXT, OPENING, parseHere, type ParseMail } from './bounds.js';
import { readInboundHeaders, readInboundMail } from './read.js';

type Options = NonNullable<ConstructorParameters<typeof MailComposer>[0]>;

async function written(mail: Options): Promise<Buffer> {
  return new MailComposer({ from: 'Li Wei <Li@Example.com>', to: 'r-x@example.com', subject: 'Re: Plan', text: 'PLAN\nRetrain', ...mail }).compile().build();
}

describe('an inbound mail', () => {
  it('is read with sender, threads, text and files', async () => {
    const mail = await readInboundMail(
      await written({
        subject: 'Ответ: План – 计划',
        messageId: '<a1@example.com>',
        inReplyTo: '<m1@example.com>',
        references: ['<m0@example.com>', '<m1@example.com>'],
        attachments: [{ filename: 'план.pdf', content: Buffer.from('%PDF-1.7') }],
      }),
    );
    expect(mail).toMatchObject({
      kind: 'reply',
      from: 'li@example.com',
      fromName: 'Li Wei',
      to: ['r-x@example.com'],
      subject: 'Ответ: План – 计划',
      messageId: '<a1@example.com>',
      inReplyTo: '<m1@example.com>',
      references: ['<m0@example.com>', '<m1@example.com>'],
      reply: 'PLAN\nRetrain',
    });
    expect(mail.attachments).toEqual([{ name: 'план.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF-1.7') }]);
  });

  it('that has only HTML is read as text, its quotation cut', async () => {
    const html = '<div>计划<div>培训 &amp; 检查</div></div><div class="gmail_quote">On Monday Steward wrote:<blockquote>PLAN</blockquote></div>';
    const mail = await readInboundMail(await written({ text: undefined, html }));
    expect(mail.reply.split('\n').filter(Boolean)).toEqual(['计划', '培训 & 检查']);
    expect(mail.text).toContain('PLAN');
  });

  it.each(['gb18030', 'big5', 'koi8-r', 'windows-1251'])('in the charset %s is read', async (charset) => {
    const bytes: Record<string, Buffer> = {
      gb18030: Buffer.from([0xbc, 0xc6, 0xbb, 0xae]),
      big5: Buffer.from([0xad, 0x70, 0xb5, 0x65]),
      'koi8-r': Buffer.from([0xf0, 0xec, 0xe1, 0xee]),
      'windows-1251': Buffer.from([0xcf, 0xcb, 0xc0, 0xcd]),
    };
    const words: Record<string, string> = { gb18030: '计划', big5: '計畫', 'koi8-r': 'ПЛАН', 'windows-1251': 'ПЛАН' };
    const raw = Buffer.concat([Buffer.from(`From: a@example.com\r\nContent-Type: text/plain; charset=${charset}\r\n\r\n`), bytes[charset] ?? Buffer.alloc(0)]);
    expect((await readInboundMail(raw)).reply).toBe(words[charset]);
  });

  it.each([
    ['automatic', { headers: { 'Auto-Submitted': 'auto-replied' } }],
    ['automatic', { headers: { 'Auto-Submitted': 'auto-generated; owner-email="x"' } }],
    ['automatic', { headers: { 'X-Autoreply': 'yes' } }],
    ['automatic', { headers: { Precedence: 'auto_reply' } }],
    ['automatic', { subject: 'Automatic reply: Plan' }],
    ['automatic', { subject: '自动回复：计划' }],
    ['automatic', { subject: 'Автоответ: План' }],
    ['list', { headers: { 'List-Id': '<news.example.com>' } }],
    ['list', { headers: { Precedence: 'bulk' } }],
    ['bounce', { from: 'MAILER-DAEMON@example.com' }],
    ['loop', { from: `r-${'a'.repeat(40)}@example.com` }],
    ['loop', { headers: { Received: Array.from({ length: 51 }, (_, i) => `from host${i}`) } }],
    ['reply', { headers: { 'Auto-Submitted': 'no' } }],
    ['reply', { subject: 'Re: Automatic replying machine late' }],
  ] as [string, Options][])('is %s when it says so: %j', async (kind, mail) => {
    expect((await readInboundMail(await written(mail))).kind).toBe(kind);
  });

  it('is a bounce by its report (RFC 3464) and by its empty sender', async () => {
    const report =
      'From: post@example.com\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=q\r\n\r\n--q\r\nContent-Type: text/plain\r\n\r\nFailed\r\n--q\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--q--';
    expect((await readInboundMail(Buffer.from(report))).kind).toBe('bounce');
    expect((await readInboundMail(await written({}), { from: '' })).kind).toBe('bounce');
  });

  it('never brings a path or a NUL in', async () => {
    const mail = await readInboundMail(await written({ text: 'a\0b', attachments: [{ filename: '../../etc/passwd', content: 'x' }] }));
    expect(mail.text).not.toContain('\0');
    expect(mail.attachments[0]?.name).not.toMatch(/[/\\]/);
  });

  it('never makes the reader throw, whatever bytes come', async () => {
    const headers = fc.constantFrom('', 'From: a@example.com\r\n', 'Content-Type: multipart/mixed; boundary=x\r\n', 'Content-Type: text/html; charset=none\r\n');
    await fc.assert(
      fc.asyncProperty(headers, fc.uint8Array({ maxLength: 400 }), async (head, bytes) => {
        const mail = await readInboundMail(Buffer.concat([Buffer.from(head), Buffer.from('\r\n'), bytes]));
        expect(mail.text).not.toContain('\0');
      }),
    );
  });
});

describe('a mail that would cost too much', () => {
  const head = 'From: Li Wei <li@example.com>\r\nSubject: Re: Plan\r\nMessage-ID: <a1@example.com>\r\n';
  /** Parses, and keeps the sizes of what it was given, in bytes. */
  function counting(): { parse: ParseMail; sizes: number[] } {
    const sizes: number[] = [];
    return { sizes, parse: (raw) => (sizes.push(raw.length), parseHere(raw)) };
  }

  it.each([
    ['lines', (size: number) => '\r\n'.repeat(size), 2_000_000],
    ['parts', (size: number) => '--b\r\n\r\na\r\n'.repeat(size), 200_000],
    ['nested parts', (size: number) => '--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'.repeat(size), 200_000],
  ])('by its %s is not given to the parser, and says who wrote it', async (_, body, size) => {
    const { parse, sizes } = counting();
    const mail = await readInboundMail(Buffer.from(`${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${body(size)}`), {}, parse);
    expect(sizes).toEqual([]);
    expect(mail).toMatchObject({ from: 'li@example.com', subject: 'Re: Plan', messageId: '<a1@example.com>', kind: 'reply', attachments: [] });
    expect(mail.unreadable).toMatch(/^it has more than \d+ (lines|parts)$/);
    expect(mail.text.length).toBeLessThanOrEqual(OPENING);
  });

  it('is not one that holds the largest file a mail can bring, or many files', async () => {
    const size = 25 * 1024 * 1024;
    const file = Buffer.alloc(size, `${'A'.repeat(76)}\r\n`).toString('latin1');
    const { parse } = counting();
    const large = Buffer.from(`${head}Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}`);
    expect((await readInboundMail(large, {}, parse)).attachments).toHaveLength(1);
    const parts = '--b\r\nContent-Type: application/pdf\r\n\r\na\r\n'.repeat(100);
    const many = Buffer.from(`${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--`);
    expect((await readInboundMail(many, {}, parse)).attachments).toHaveLength(100);
    expect(MOST_BOUNDARIES).toBeLessThan(MOST_LINES);
  });

  it.each([1_000, 20_000, 100_000])('by empty lines of HTML is read all the same (%i)', async (size) => {
    const { parse, sizes } = counting();
    const mail = await readInboundMail(Buffer.from(`${head}Content-Type: text/html\r\n\r\n<p>PLAN</p>${'\n '.repeat(size)}<p>Retrain</p>`), {}, parse);
    expect(mail.reply.split(/\s+/)).toEqual(['PLAN', 'Retrain']);
    expect(sizes[1]).toBeLessThan(1_000);
  });

  it('by its text is read up to a bound, never ending within a character', async () => {
    const { parse, sizes } = counting();
    const plain = await readInboundMail(Buffer.from(`${head}Content-Type: text/plain; charset=utf-8\r\n\r\na${'😀'.repeat(MOST_TEXT)}`), {}, parse);
    expect(plain.text).toBe(`a${'😀'.repeat(MOST_TEXT / 2 - 1)}`);
    const html = await readInboundMail(Buffer.from(`${head}Content-Type: text/html\r\n\r\n${'<b>a</b>'.repeat(MOST_HTML)}`), {}, parse);
    expect(html.text.length).toBeLessThanOrEqual(MOST_TEXT);
    expect(sizes[2]).toBeLessThan(2 * MOST_HTML);
  });

  it('says from its headers alone who wrote it, whatever the rest is', async () => {
    const opening = await readInboundHeaders(Buffer.from(`${head}Auto-Submitted: auto-replied\r\n\r\nI am away.`), {});
    expect(opening).toMatchObject({ from: 'li@example.com', subject: 'Re: Plan', kind: 'automatic', text: 'I am away.' });
    for (const size of [1_000, 100_000, 1_000_000]) {
      const endless = await readInboundHeaders(Buffer.from(`${head}X: ${'x'.repeat(size)}`));
      expect(endless).toMatchObject({ from: 'li@example.com' });
      expect(endless.text.length).toBeLessThanOrEqual(OPENING);
    }
  });

  it('is never one with half characters in what the database is to keep', async () => {
    const half = '=?utf-16le?B?PdgA?=';
    const mail = await readInboundMail(Buffer.from(`From: ${half} <li@example.com>\r\nSubject: ${half}\r\nContent-Type: text/html\r\n\r\n<p>&#xd83d;&#55357; a&#0;b</p>`));
    for (const text of [mail.subject, mail.fromName, mail.text, mail.reply]) {
      expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
      expect(text).not.toContain('\0');
    }
  });
});
