import { Unreadable } from '#messaging/inbound/bounds.js';
import { readInboundMail } from '#messaging/inbound/read.js';
import { parseApart } from './reading.js';

const multipart = (...parts: string[]) =>
  Buffer.from(['From: li@example.com', 'Subject: Re: Plan', 'Content-Type: multipart/mixed; boundary=b', '', ...parts.flatMap((part) => ['--b', part]), '--b--'].join('\r\n'));

describe('a mail that is read apart', () => {
  it('is read as it would be here, with its files', async () => {
    const raw = multipart('Content-Type: text/plain; charset=utf-8\r\n\r\nПЛАН\r\nОбучим', 'Content-Type: text/csv; name=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\nYTtiDQo=');
    const mail = await readInboundMail(raw, {}, parseApart());
    expect(mail).toEqual(await readInboundMail(raw));
    expect(mail.attachments).toEqual([{ name: 'a.csv', mediaType: 'text/csv', content: Buffer.from('a;b\r\n') }]);
  });

  it('that is HTML only is read so too', async () => {
    const raw = Buffer.from('From: li@example.com\r\nContent-Type: text/html\r\n\r\n<p>PLAN</p><p>Retrain</p><blockquote>old</blockquote>');
    expect(await readInboundMail(raw, {}, parseApart())).toEqual(await readInboundMail(raw));
  });

  it('that takes longer than it may is given up, and who wrote it is still known', async () => {
    const endless = Buffer.from(`From: li@example.com\r\nSubject: Re: Plan\r\n\r\n${'\r\n'.repeat(400_000)}`);
    const mail = await readInboundMail(endless, {}, parseApart({ milliseconds: 1, heapMegabytes: 256 }));
    expect(mail).toMatchObject({ unreadable: 'reading it takes longer than 0.001 s', from: 'li@example.com', subject: 'Re: Plan', attachments: [] });
  });

  it('that takes more memory than it may is given up', async () => {
    const large = Buffer.from(`From: li@example.com\r\n\r\n${'x\r\n'.repeat(400_000)}`);
    await expect(parseApart({ milliseconds: 60_000, heapMegabytes: 8 })(large)).rejects.toThrow(new Unreadable('reading it takes too much memory'));
  });

  it('that the parser refuses says why', async () => {
    await expect(parseApart()(Buffer.from(`X: ${'x'.repeat(600_000)}\r\n\r\n`))).rejects.toThrow(/^Maximum header size/);
  });
});
