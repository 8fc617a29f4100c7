import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DELIVERY_LEASE } from '#apps/delivery/post.js';
import { authenticate } from '#messaging/inbound/authentication.js';
import { verifyHere } from '#messaging/inbound/verify-here.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { eventually } from '#test/eventually.js';
import { nameServer } from '#test/name-server.js';
import { createTestDatabase } from '#test/postgres.js';
import { installation, startRole, type Installation, type Role } from '#test/roles.js';
import { startSmtpSink, type Point, type SmtpSink } from '#test/smtp-sink.js';

const SENDER = 'steward@steward.example.com';
/** More than a connection holds, so that the middle of a mail is in the middle. */
const LONG = `${'Every delivery of the last quarter, line by line. '.repeat(20)}\n`.repeat(3_000);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let sink: SmtpSink;
let steward: Installation;
let mailEnv: Readonly<Record<string, string>>;
let mail: Role;
const folder = mkdtempSync(join(tmpdir(), 'steward-dkim-'));
const key = generateKeyPairSync('rsa', { modulusLength: 2048 });

async function startMail(): Promise<void> {
  mail = startRole('mail', mailEnv);
  await mail.ready();
}

beforeAll(async () => {
  const keyFile = join(folder, 'dkim.pem');
  writeFileSync(keyFile, key.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  [database, sink] = await Promise.all([createTestDatabase(), startSmtpSink()]);
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
  // Nobody answers for Temporal: what stands in the outbox needs no engine.
  const on = { databaseUrl: database.url, temporalAddress: '127.0.0.1:1', namespace: 'default', smtpUrl: sink.url };
  steward = installation(on, { STEWARD_MAIL_FROM: `Steward <${SENDER}>`, STEWARD_MAIL_DOMAIN: 'steward.example.com', STEWARD_DKIM_KEY_FILE: keyFile, STEWARD_DKIM_SELECTOR: 's1' });
  mailEnv = (await steward.mail()).env;
  await startMail();
}, 240_000);
afterAll(async () => {
  await mail?.kill();
  await db?.close();
  await sink?.close();
  steward?.remove();
  rmSync(folder, { recursive: true });
  await database?.drop();
}, 240_000);

/** Puts a mail into the outbox that no workflow knows. Answers its id and Message-ID. */
async function write(): Promise<{ id: string; messageId: string }> {
  const id = randomUUID();
  const content = { subject: `A long report ${id.slice(0, 8)}`, text: LONG, html: '<p>Отчёт · 报告</p>', calendar: null };
  const row = noticeRow({ id, template: 'delivery.failed', recipient: { kind: 'person', id: randomUUID(), address: 'desk@example.com', language: 'en' }, mail: content, domain: 'steward.example.com', at: new Date() });
  await db.transaction((tx) => insertOutbox(tx, [row]));
  return { id, messageId: row.messageId };
}

const record = (id: string) => db.prisma.outboxMessage.findUniqueOrThrow({ where: { id } });
const ended = (id: string, status: 'sent' | 'failed') => eventually(`the mail is ${status}`, async () => (await record(id)).status === status && record(id));
const copies = (messageId: string) => sink.mails.filter((each) => each.messageId === messageId);

/** Kills the mail process when its next conversation is at a point, and starts another as if the time had passed that an attempt may take. */
async function killAt(point: Point, id: string, reached: Promise<void>): Promise<void> {
  await reached;
  await mail.kill();
  const { status, attemptStarted } = await record(id);
  expect({ point, status }).toEqual({ point, status: 'waiting' });
  await db.prisma.outboxMessage.update({ where: { id }, data: { attemptStarted: new Date(attemptStarted!.getTime() - DELIVERY_LEASE) } });
}

describe('a mail process that is killed while it sends', () => {
  it.each<[string, Point, number]>([
    ['before the mail server says a word', 'greeting', 1],
    ['in the middle of a mail', 'data', 1],
    ['when the mail server has the mail and has not answered', 'answer', 2],
  ])('%s loses nothing, and what may be there twice is one mail by its Message-ID, flagged', async (_, point, arrived) => {
    const reached = sink.standStill(point);
    const { id, messageId } = await write();
    await killAt(point, id, reached);
    expect(copies(messageId)).toHaveLength(arrived - 1);
    await startMail();
    expect(await ended(id, 'sent')).toMatchObject({ attempts: 2, ambiguous: true, messageId });
    const all = copies(messageId);
    expect(all).toHaveLength(arrived);
    expect(new Set(all.map(({ text, subject, to }) => JSON.stringify({ text, subject, to }))).size).toBe(1);
    expect(all[0]?.text?.length).toBeGreaterThan(LONG.length - 10);
  }, 240_000);

  it('twice at the same mail leaves it to a person: it is not sent a third time', async () => {
    const reached = sink.standStill('answer');
    const { id, messageId } = await write();
    await killAt('answer', id, reached);
    const again = sink.standStill('answer');
    await startMail();
    await killAt('answer', id, again);
    await startMail();
    expect(await ended(id, 'failed')).toMatchObject({ attempts: 2, ambiguous: true, lastError: expect.stringContaining('lost twice') });
    expect(copies(messageId)).toHaveLength(2);
  }, 240_000);

  it('has signed each of its mails, as their domain asks', async () => {
    const resolve = nameServer({
      'TXT _dmarc.steward.example.com': 'v=DMARC1; p=reject; adkim=s',
      'TXT s1._domainkey.steward.example.com': `v=DKIM1; k=rsa; p=${key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
    });
    expect(sink.raws.length).toBeGreaterThanOrEqual(6);
    for (const raw of sink.raws) {
      const found = await authenticate({ raw, from: SENDER, at: new Date() }, { envelopeFrom: SENDER, remoteAddress: '203.0.113.7', helo: 'mail.example.com' }, { resolve, verify: verifyHere });
      expect(found).toMatchObject({ dkim: [{ result: 'pass', domain: 'steward.example.com', selector: 's1', aligned: true }], dmarc: { result: 'pass', policy: 'reject' } });
    }
  });
});
