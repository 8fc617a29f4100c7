import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { openDoor } from '#apps/door/connect.js';
import { listenForReplies } from '#apps/mail/inbound-server.js';
import { sendWaiting } from '#apps/delivery/post.js';
import { settleMail, type SettlePorts } from '#apps/mail/settle.js';
import type { Listener } from '#apps/mail/smtp-listener.js';
import { openMailTransport, type MailTransport } from '#messaging/channels/email.js';
import { replyAddress } from '#messaging/reply-address.js';
import { returnAddress } from '#messaging/return-address.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { clearSuppression, listSuppressions, suppressionOf } from '#persistence/delivery/suppressions.js';
import { listMessages } from '#persistence/messages/messages.js';
import { getOutboxMessage, insertOutbox } from '#persistence/outbox/outbox.js';
import { createTestDatabase } from '#test/postgres.js';
import { startSmtpSink, type SmtpSink } from '#test/smtp-sink.js';
import { settleMailSetting, type MailSetting } from './mail-setting.js';

const secret = Buffer.alloc(32, 7);
const domain = 'example.com';
const at = new Date('2026-11-24T09:00:00Z');
const publicUrl = 'https://steward.example.com';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let folder: string;
let sink: SmtpSink;
let way: Listener;
let ports: SettlePorts;
let accepted: string[] = [];
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  [test, folder, sink] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'steward-bounces-')), startSmtpSink()]);
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'mail bounces spec' });
  const temporal = { address: '127.0.0.1:1', namespace: 'default', connectionOptions: { address: '127.0.0.1:1' } };
  const door = openDoor({ configuration: { temporal, payloadKey: null }, db });
  ports = { db, door, filesDirectory: folder, secret, publicUrl, domain, now: () => at };
  way = await listenForReplies({ host: '127.0.0.1', port: 0 }, { db, filesDirectory: folder, secret, now: () => at, accepted: (ids) => (accepted = [...ids]) });
  closing.push(() => door.close(), () => way.close(), () => sink.close());
});
afterAll(async () => {
  for (const close of closing) await close();
  await db.close();
  await Promise.all([test.drop(), rm(folder, { recursive: true })]);
});

function transportTo(url: string): MailTransport {
  const transport = openMailTransport({ url, from: 'Steward <steward@example.com>', returnAddressOf: (outboxId) => returnAddress({ outboxId, secret, domain }) });
  closing.unshift(() => transport.close());
  return transport;
}

/** A server that refuses one recipient. */
async function refusing(address: string, answer: string): Promise<string> {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onRcptTo: (to, _session, done) => (to.address === address ? done(Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) })) : done()),
    onData: (stream, _session, done) => void stream.resume().on('end', () => done()),
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  closing.unshift(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
  return `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
}

const round = (transport: MailTransport) => sendWaiting({ db, transport, now: () => new Date(), publicUrl });

/** A supplier's case with so many contacts more than the one it has. */
async function setting(more = 0): Promise<MailSetting & { others: string[] }> {
  const made = await settleMailSetting(db);
  const others = Array.from({ length: more }, () => `other-${randomUUID().slice(0, 8)}@example.com`);
  await db.prisma.contact.createMany({ data: others.map((email, i) => ({ id: randomUUID(), supplierId: made.supplierId, name: `Other contact ${i + 1}`, email, role: 'sales', position: i + 1 })) });
  return { ...made, others };
}

/** A mail about the case to its first contact; `sent`: as it stands after a server took it. */
async function mailed({ caseId, supplierId, contactId, contact }: MailSetting, status: 'sent' | 'waiting' = 'sent'): Promise<string> {
  const id = randomUUID();
  const row = { id, caseId, supplierId, channel: 'email', template: 'rectification.stillNeeded', recipientKind: 'contact', recipientId: contactId, address: contact, language: 'en' };
  const words = { subject: 'Plan', text: 'Dear contact, send the plan.', html: '<body><p>Send the plan.</p></body>', messageId: `<${id}@${domain}>`, references: [], replyTo: replyAddress({ caseId, secret, domain }) };
  await db.transaction((tx) => insertOutbox(tx, [{ ...row, ...words, createdAt: at }]));
  if (status === 'sent') await db.prisma.outboxMessage.update({ where: { id }, data: { status: 'sent', sentAt: at } });
  return id;
}

interface Bounce {
  readonly action?: string;
  readonly status?: string;
  readonly originalId?: string;
}

/** Sends a report by SMTP from the empty sender and looks at it; answers what became of it. */
async function bounced(to: string, { action = 'failed', status = '5.1.1', originalId }: Bounce = {}) {
  const fields = `Reporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; x@example.com\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; ${status} as the server said`;
  const original = originalId ? `\r\n--q\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <${originalId}@${domain}>` : '';
  const raw = `From: mailer-daemon@example.net\r\nSubject: Undelivered\r\nMessage-ID: <${randomUUID()}@example.net>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=q\r\n\r\n--q\r\nContent-Type: text/plain\r\n\r\nFailed.\r\n--q\r\nContent-Type: message/delivery-status\r\n\r\n${fields}${original}\r\n--q--\r\n`;
  const transport = transportTo(`smtp://127.0.0.1:${way.port}`);
  await transport.mailer.sendMail({ envelope: { from: '', to }, raw });
  const [id = ''] = accepted;
  await settleMail(ports, id);
  return db.prisma.inboundMail.findUniqueOrThrow({ where: { id } });
}

const backTo = (outboxId: string) => returnAddress({ outboxId, secret, domain });
const passedOnOf = (id: string) => db.prisma.outboxMessage.findMany({ where: { redirectOf: id }, orderBy: { createdAt: 'asc' } });
const conversation = async (caseId: string) => (await listMessages(db, caseId, { limit: 50 })).items;

describe('a mail that does not arrive', () => {
  it('goes out with a return address of its own', async () => {
    const about = await setting();
    const id = await mailed(about, 'waiting');
    await round(transportTo(sink.url));
    const received = await sink.mail((mail) => mail.messageId === `<${id}@${domain}>`, 'to the contact');
    expect(received.returnPath).toBe(backTo(id));
  });

  it('and comes back marks the address, goes to the next contact, and is told in the conversation', async () => {
    const about = await setting(1);
    const id = await mailed(about);
    expect(await bounced(backTo(id))).toMatchObject({ status: 'settled', reason: 'bounce failed 5.1.1', caseId: about.caseId, supplierId: about.supplierId });
    expect(await getOutboxMessage(db, id)).toMatchObject({ status: 'failed', lastError: expect.stringContaining('came back') });
    expect(await suppressionOf(db, about.contact.toUpperCase())).toMatchObject({ code: '5.1.1', suppressedAt: at });
    const [next] = await passedOnOf(id);
    expect(next).toMatchObject({ address: about.others[0], status: 'waiting', caseId: about.caseId, replyTo: replyAddress({ caseId: about.caseId, secret, domain }) });
    expect(next?.text).toMatch(new RegExp(`^This mail could not be delivered to Quality contact \\(${about.contact}\\).*\n\nDear contact`));
    expect(next?.html).toContain(about.contact);
    const [told] = await conversation(about.caseId);
    expect(told?.text).toMatch(/was not delivered: 5\.1\.1 as the server said\n\nIt goes to Other contact 1/);
    await round(transportTo(sink.url));
    expect(await getOutboxMessage(db, next?.id ?? '')).toMatchObject({ status: 'sent' });
  });

  it('is passed on once, however often its bounce comes', async () => {
    const about = await setting(2);
    const id = await mailed(about);
    const first = await bounced(backTo(id));
    await db.prisma.inboundMail.update({ where: { id: first.id }, data: { status: 'received' } });
    await settleMail(ports, first.id);
    expect(await passedOnOf(id)).toHaveLength(1);
    expect(await conversation(about.caseId)).toHaveLength(1);
  });

  it('goes from contact to contact, and when there is none left the owner is told once', async () => {
    const owner = { id: randomUUID(), name: 'Olga', email: `olga-${randomUUID().slice(0, 8)}@example.com`, roles: ['procurement'], language: 'ru', active: true, createdAt: at };
    await db.prisma.person.create({ data: owner });
    const about = await setting(1);
    await db.prisma.supplier.update({ where: { id: about.supplierId }, data: { ownerId: owner.id } });
    const id = await mailed(about);
    await bounced(backTo(id));
    const [next] = await passedOnOf(id);
    await bounced(backTo(next?.id ?? ''));
    await bounced(backTo(next?.id ?? ''));
    const letters = await db.prisma.outboxMessage.findMany({ where: { template: 'delivery.failed', supplierId: about.supplierId } });
    expect(letters).toMatchObject([{ address: owner.email, language: 'ru', caseId: null, text: expect.stringContaining(`${publicUrl}/suppliers/${about.supplierId}`) }]);
    await db.prisma.person.update({ where: { id: owner.id }, data: { active: false } });
    expect((await conversation(about.caseId)).map(({ text }) => text).join('\n')).toContain('ответственный оповещён');
  });

  it('only for now is noted and nothing else; one whose mailbox is full is passed on, its address not marked', async () => {
    const about = await setting(1);
    const late = await mailed(about);
    expect(await bounced(backTo(late), { action: 'delayed', status: '4.4.1' })).toMatchObject({ status: 'settled', reason: 'bounce delayed 4.4.1' });
    expect(await getOutboxMessage(db, late)).toMatchObject({ status: 'sent' });
    expect((await conversation(about.caseId))[0]?.text).toContain('is delayed');
    expect(await passedOnOf(late)).toEqual([]);
    await bounced(backTo(late), { status: '5.2.2' });
    expect(await passedOnOf(late)).toHaveLength(1);
    expect(await suppressionOf(db, about.contact)).toBeNull();
  });

  it('is known by the Message-ID that a bounce at the reply address quotes, in its own case alone', async () => {
    const [about, other] = [await setting(1), await setting()];
    const id = await mailed(about);
    expect(await bounced(replyAddress({ caseId: other.caseId, secret, domain }), { originalId: id })).toMatchObject({ status: 'ignored', reason: 'bounce' });
    expect(await passedOnOf(id)).toEqual([]);
    expect(await bounced(replyAddress({ caseId: about.caseId, secret, domain }), { originalId: id })).toMatchObject({ status: 'settled' });
    expect(await passedOnOf(id)).toHaveLength(1);
  });

  it('cannot be made to seem so by who does not know its return address', async () => {
    const about = await setting(1);
    const id = await mailed(about);
    const guessed = returnAddress({ outboxId: id, secret: Buffer.alloc(32, 8), domain });
    expect(await bounced(guessed)).toMatchObject({ status: 'ignored', reason: 'bounce', caseId: null });
    expect(await getOutboxMessage(db, id)).toMatchObject({ status: 'sent' });
  });

  it('for the server refuses the recipient is the same', async () => {
    const about = await setting(1);
    const id = await mailed(about, 'waiting');
    const transport = transportTo(await refusing(about.contact, '550 5.1.1 User unknown'));
    await round(transport);
    expect(await getOutboxMessage(db, id)).toMatchObject({ status: 'failed' });
    expect(await suppressionOf(db, about.contact)).toMatchObject({ code: '5.1.1' });
    await round(transport);
    expect(await passedOnOf(id)).toMatchObject([{ address: about.others[0], status: 'sent' }]);
  });

  it('for the server does not take our sender waits for a better configuration', async () => {
    const about = await setting(1);
    const smtp = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], closeTimeout: 100, onMailFrom: (_from, _session, done) => done(Object.assign(new Error('5.7.1 Sender refused'), { responseCode: 553 })) });
    smtp.listen(0, '127.0.0.1');
    await once(smtp.server, 'listening');
    closing.unshift(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
    const id = await mailed(about, 'waiting');
    await round(transportTo(`smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`));
    expect(await getOutboxMessage(db, id)).toMatchObject({ status: 'waiting' });
    expect(await passedOnOf(id)).toEqual([]);
    await db.prisma.outboxMessage.update({ where: { id }, data: { status: 'failed' } });
  });
});

describe('a suppressed address', () => {
  it('is not written to until a person clears it', async () => {
    const about = await setting(1);
    await bounced(backTo(await mailed(about)));
    const blocked = await mailed(about, 'waiting');
    const transport = transportTo(sink.url);
    await round(transport);
    expect(await getOutboxMessage(db, blocked)).toMatchObject({ status: 'failed', lastError: expect.stringContaining('takes no mail since 2026-11-24') });
    expect(await passedOnOf(blocked)).toHaveLength(1);
    const entry = (await listSuppressions(db, { cleared: false, limit: 100 })).items.find(({ address }) => address === about.contact);
    expect(entry?.contacts).toMatchObject([{ id: about.contactId, supplierId: about.supplierId, supplierName: 'Example Castings' }]);
    const decided = { by: 'a person', why: 'They have mended it.', at };
    expect(await db.transaction((tx) => clearSuppression(tx, entry?.id ?? '', decided))).toBe(true);
    expect(await db.transaction((tx) => clearSuppression(tx, entry?.id ?? '', decided))).toBe(false);
    const again = await mailed(about, 'waiting');
    await round(transport);
    expect(await getOutboxMessage(db, again)).toMatchObject({ status: 'sent' });
  });
});
