import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookIntoMailbox } from '#apps/mail/imap-client.js';
import { readMailbox, type MailboxPorts, type MailboxReader } from '#apps/mail/imap.js';
import { settleMail } from '#apps/mail/settle.js';
import { replyAddress } from '#messaging/reply-address.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { listMessages } from '#persistence/messages/messages.js';
import { eventually } from '#test/eventually.js';
import { selfSigned, startImapServer, type TestImapServer } from '#test/imap-server.js';
import { createTestDatabase } from '#test/postgres.js';
import { settleMailSetting } from './mail-setting.js';

const secret = Buffer.alloc(32, 7);
const domain = 'example.com';
const at = new Date('2026-11-24T09:00:00Z');
const limits = { largest: 100_000, lookEvery: 60_000, pause: 20, longestPause: 50 };

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let folder: string;
let imap: TestImapServer;
let told: ReturnType<typeof jest.spyOn>;
const readers: MailboxReader[] = [];

beforeAll(async () => {
  [test, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'steward-imap-'))]);
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'mail imap spec' });
});
beforeEach(async () => {
  imap = await startImapServer();
  told = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  await db.prisma.inboundMailbox.deleteMany();
  await db.prisma.inboundMail.deleteMany();
});
afterEach(async () => {
  await stop();
  await imap.close();
  told.mockRestore();
});
afterAll(async () => {
  await db.close();
  await Promise.all([test.drop(), rm(folder, { recursive: true })]);
});

const stop = () => Promise.all(readers.splice(0).map((reader) => reader.close()));
const ports = (): MailboxPorts => ({ db, filesDirectory: folder, secret, now: () => at, accepted: () => undefined, limits });
const start = (settings = imap.settings, more: Partial<MailboxPorts> = {}) => void readers.push(readMailbox(settings, { ...ports(), ...more }));
const rows = () => db.prisma.inboundMail.findMany({ orderBy: { id: 'asc' } });
const taken = (count: number) => eventually(`${count} mails are taken`, async () => (await rows()).length === count && rows());
const noted = (uid: number) => eventually(`mail ${uid} is noted`, () => db.prisma.inboundMailbox.findFirst({ where: { lastUid: uid } }));
const seen = () => imap.inbox().map(({ flags }) => flags.includes('\\Seen'));

const somewhere = () => replyAddress({ caseId: randomUUID(), secret, domain });
function mailTo(to: string, text = 'Thank you.', from = 'li@example.net'): string {
  const id = randomUUID();
  return [`Return-Path: <${from}>`, `Delivered-To: ${to}`, `From: Li Wei <${from}>`, 'To: Steward <steward@example.com>', 'Subject: Re: Plan', `Message-ID: <${id}@example.net>`, 'Content-Type: text/plain; charset=utf-8', '', text, ''].join('\n');
}

describe('a mailbox that is read by IMAP', () => {
  it('gives its mails to their cases, byte for byte, and keeps them as seen', async () => {
    const { caseId, contact } = await settleMailSetting(db);
    imap.deliver(mailTo(replyAddress({ caseId, secret, domain }), 'Готово. 完成。', contact));
    start();
    const [row] = await taken(1);
    expect(row).toMatchObject({ status: 'received', envelopeFrom: contact, remoteAddress: null, receivedAt: at });
    expect(await readFile(join(folder, row?.rawKey ?? ''), 'utf8')).toContain('Готово. 完成。');
    await noted(1);
    expect(seen()).toEqual([true]);
    await settleMail({ db, filesDirectory: folder, secret, door: { act: () => Promise.reject(new Error('no command')) }, publicUrl: '', domain, now: () => at }, row?.id ?? '');
    expect((await listMessages(db, caseId, { limit: 5 })).items).toMatchObject([{ text: 'Готово. 完成。', authorKind: 'contact' }]);
  });

  it('is told of each new mail by the server, and moves what is stored where that is wanted', async () => {
    start({ ...imap.settings, moveTo: 'Done' });
    await noted(0);
    for (let mail = 1; mail <= 3; mail++) {
      imap.deliver(mailTo(somewhere()));
      await taken(mail);
      await noted(mail);
    }
    expect([imap.inbox().length, imap.folder('Done').length]).toEqual([0, 3]);
  });

  it('leaves to people what they have read before the first look, and takes what they read afterwards', async () => {
    imap.deliver(mailTo(somewhere()), ['\\Seen']);
    start();
    await noted(1);
    await stop();
    imap.deliver(mailTo(somewhere()), ['\\Seen']);
    start();
    await taken(1);
  });

  it('marks nothing that is not stored, and loses nothing by it', async () => {
    imap.deliver(mailTo(somewhere()));
    const away = openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', role: 'staff', applicationName: 'mail imap spec' });
    start(imap.settings, { db: away });
    await eventually('it is told', () => told.mock.calls.length > 1);
    expect(seen()).toEqual([false]);
    await stop();
    await away.close();
    start();
    await taken(1);
  });

  it('takes nothing twice when the note of what is read is lost, the mailbox is numbered anew, or two read it', async () => {
    for (let mail = 0; mail < 3; mail++) imap.deliver(mailTo(somewhere()));
    start();
    start();
    await noted(3);
    await stop();
    await db.prisma.inboundMailbox.updateMany({ data: { lastUid: 1 } });
    start();
    await noted(3);
    await stop();
    imap.renumber();
    imap.deliver(mailTo(somewhere()));
    start();
    await noted(4);
    expect(await rows()).toHaveLength(4);
  });

  it('is read on when one mail cannot be had or is too large; people are told of those, and they stay', async () => {
    const { caseId } = await settleMailSetting(db);
    const address = replyAddress({ caseId, secret, domain });
    imap.broken.add(imap.deliver(mailTo(somewhere())));
    imap.deliver(mailTo(address, 'x'.repeat(limits.largest)));
    const good = somewhere();
    imap.deliver(mailTo(good));
    start();
    const [broken, large, whole] = await taken(3);
    await noted(3);
    expect(broken).toMatchObject({ status: 'held', reason: 'notFetched: the mailbox does not give it out', envelopeTo: 'steward@example.com', text: expect.stringContaining('number 1') });
    expect(large).toMatchObject({ status: 'held', reason: expect.stringMatching(/^tooLarge: \d+ bytes$/), envelopeTo: address, caseId, fromAddress: 'li@example.net', subject: 'Re: Plan' });
    expect(whole).toMatchObject({ status: 'received', envelopeTo: good });
    expect(seen()).toEqual([false, false, true]);
  });

  it('is found again after the connection was lost', async () => {
    start();
    await noted(0);
    imap.dropConnections();
    imap.deliver(mailTo(somewhere()));
    await taken(1);
  });

  it('keeps for a person what names no address of ours', async () => {
    imap.deliver(mailTo('steward@example.com'));
    start();
    expect(await taken(1)).toMatchObject([{ envelopeTo: 'steward@example.com' }]);
  });

  it.each(['first byte', 'STARTTLS'] as const)('is read by TLS (%s) from a server that is vouched for by name, and from no other', async (by) => {
    // Not known as this computer, so that STARTTLS is not left out.
    const host = '::ffff:127.0.0.1';
    // The same in the form that the certificate's maker reads.
    const written = '0:0:0:0:0:ffff:7f00:1';
    const own = await selfSigned(written);
    const server = await startImapServer({ by, with: own });
    try {
      const settings = { ...server.settings, host };
      server.deliver(mailTo(somewhere()));
      for (const [ca, why] of [[null, 'self-signed certificate'], [(await selfSigned(written)).cert, 'self-signed certificate'], [own.cert, '']] as const) {
        const said = await lookIntoMailbox({ ...settings, ca }).catch((error: Error) => error.message);
        expect(said).toContain(why === '' ? '1 mails in INBOX' : why);
      }
      await expect(lookIntoMailbox({ ...settings, host: '127.0.0.1', secure: true, ca: own.cert })).rejects.toThrow(by === 'first byte' ? /IP: 127\.0\.0\.1 is not in the cert/ : /cannot be opened/);
      start({ ...settings, ca: own.cert });
      await taken(1);
      await stop();
    } finally {
      await server.close();
    }
  });

  it('gives no password to a server elsewhere that offers no encryption', async () => {
    await expect(lookIntoMailbox({ ...imap.settings, host: '::ffff:127.0.0.1' })).rejects.toThrow(/STARTTLS/);
  });

  it('that cannot be opened is told by name, without the password', async () => {
    expect(await lookIntoMailbox({ ...imap.settings, moveTo: 'Done' })).toBe('steward@example.com on 127.0.0.1, 0 mails in INBOX');
    for (const wrong of [{ password: 'not this' }, { mailbox: 'None' }, { port: 1 }]) {
      const failure = await lookIntoMailbox({ ...imap.settings, ...wrong }).catch((error: Error) => error.message);
      expect(failure).toContain('look at INBOUND_IMAP_URL');
      expect(failure).not.toContain('not this');
    }
  });
});
