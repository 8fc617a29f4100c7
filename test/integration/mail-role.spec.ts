import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Configuration } from '#apps/configuration.js';
import { startMail } from '#apps/mail/main.js';
import type { Running } from '#apps/running.js';
import { CannotReply, sendReply } from '#apps/mail/send-reply.js';
import { replyAddress } from '#messaging/reply-address.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { listInbound } from '#persistence/inbound/inbound.js';
import { listMailbox } from '#persistence/mailbox/mailbox.js';
import { listMessages } from '#persistence/messages/messages.js';
import { getOutboxMessage, insertOutbox } from '#persistence/outbox/outbox.js';
import { freePort } from '#test/ports.js';
import { createTestDatabase } from '#test/postgres.js';
import { settleMailSetting } from './mail-setting.js';

const at = new Date('2026-11-24T09:00:00Z');

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let configuration: Configuration;
let running: Running;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'mail role spec' });
  const dataDirectory = await mkdtemp(join(tmpdir(), 'steward-mail-'));
  const host = '127.0.0.1';
  configuration = {
    databaseUrl: test.url,
    // Nobody answers here: what the mail role does by itself needs no engine.
    temporal: { address: `${host}:1`, namespace: 'default', connectionOptions: { address: `${host}:1` } },
    http: { host, port: 1, trustedProxies: [] },
    publicUrl: 'http://localhost:3000',
    dataDirectory,
    filesDirectory: join(dataDirectory, 'files'),
    secret: Buffer.alloc(32, 7),
    smtpUrl: null,
    mailbox: { host, port: await freePort() },
    inbound: { host, port: await freePort() },
    mail: { from: 'Steward <steward@example.com>', domain: 'example.com' },
    bootstrapKey: null,
    payloadKey: null,
    connectors: { secrets: {}, allowedHosts: [] },
    channels: { secrets: {} },
  };
  const first = await outgoing({ address: 'first@example.com', replyTo: null });
  running = await startMail(configuration);
  // Jest lets modules be loaded only inside hooks and tests; the role's database client loads its compiler with the first query.
  await eventually(async () => (await getOutboxMessage(db, first))?.status === 'sent');
}, 240_000);
afterAll(async () => {
  await running?.close();
  await db.close();
  await Promise.all([test.drop(), rm(configuration.dataDirectory, { recursive: true })]);
}, 240_000);

/** The first answer that is there; the role works by itself and says nothing when it is done. */
async function eventually<T>(look: () => Promise<T | null | undefined>): Promise<T> {
  for (const until = Date.now() + 15_000; ; await delay(50)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > until) throw new Error('it has not come about in 15 seconds');
  }
}

/** Puts a mail into the outbox that no workflow delivers. */
async function outgoing(more: { address: string; replyTo: string | null }): Promise<string> {
  const id = randomUUID();
  await db.transaction((tx) =>
    insertOutbox(tx, [
      {
        id,
        channel: 'email',
        template: 'access.signInLink',
        recipientKind: 'person',
        recipientId: randomUUID(),
        language: 'en',
        subject: 'Your link',
        text: 'Dear Anna,\n\nPLAN\n',
        html: '<p>Dear Anna,</p>',
        messageId: `<${id}@example.com>`,
        references: [],
        createdAt: at,
        ...more,
      },
    ]),
  );
  return id;
}

const received = (address: string) => eventually(async () => (await listMailbox(db, { limit: 1, address })).items[0]);

describe('the mail role without a mail server', () => {
  it('delivers what no workflow delivers, and keeps it in the mailbox', async () => {
    const id = await outgoing({ address: 'Anna@example.com', replyTo: null });
    expect(await received('anna@example.com')).toMatchObject({
      messageId: `<${id}@example.com>`,
      fromAddress: 'steward@example.com',
      toAddresses: ['anna@example.com'],
      subject: 'Your link',
      text: expect.stringContaining('Dear Anna,'),
      html: expect.stringContaining('Dear Anna,'),
    });
    await eventually(async () => (await getOutboxMessage(db, id))?.status === 'sent');
  });

  it('lets a mail be answered from the mailbox, by a real reply that reaches its case', async () => {
    const { caseId, contactId, contact: email } = await settleMailSetting(db);
    await outgoing({ address: email, replyTo: replyAddress({ caseId, secret: configuration.secret, domain: 'example.com' }) });
    const mail = await received(email);
    const { messageId } = await sendReply({ db, inbound: configuration.inbound }, mail.id, { text: 'Thank you, all is done.' });
    const row = await eventually(async () => (await listInbound(db, { status: 'settled', caseId, limit: 1 })).items[0]);
    expect(row).toMatchObject({ messageId, fromAddress: email, subject: 'Re: Your link', reply: 'Thank you, all is done.' });
    expect(row.text).toContain('> PLAN');
    expect((await listMessages(db, caseId, { limit: 5 })).items).toMatchObject([{ text: 'Thank you, all is done.', authorId: contactId }]);
  });

  it('says why a mail cannot be answered', async () => {
    await outgoing({ address: 'bert@example.com', replyTo: null });
    const mail = await received('bert@example.com');
    const ports = { db, inbound: configuration.inbound };
    await expect(sendReply(ports, mail.id, { text: 'x' })).rejects.toMatchObject({ code: 'notAnswerable' });
    await expect(sendReply(ports, randomUUID(), { text: 'x' })).rejects.toBeInstanceOf(CannotReply);
  });

  it('does not start a second time on the same ports', async () => {
    await expect(startMail(configuration)).rejects.toThrow('EADDRINUSE');
  });
});
