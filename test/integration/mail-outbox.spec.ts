import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { sendWaiting } from '#apps/delivery/post.js';
import { deliverMessage } from '#apps/delivery/deliver-mail.js';
import { openMailTransport } from '#messaging/channels/email.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { beginAttempt, getOutboxMessage, insertOutbox, listOutbox, markSent } from '#persistence/outbox/outbox.js';
import { createTestDatabase } from '#test/postgres.js';
import { lockMessage } from '#test/row-lock.js';
import { startSmtpSink, type SmtpSink } from '#test/smtp-sink.js';

const at = new Date('2026-11-24T09:00:00Z');

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let sink: SmtpSink;
const closing: (() => Promise<void>)[] = [];
const sockets = new Set<Socket>();
const hangUp = () => sockets.forEach((socket) => socket.destroy());

beforeAll(async () => {
  [test, sink] = await Promise.all([createTestDatabase(), startSmtpSink()]);
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'mail outbox spec' });
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});
afterAll(async () => {
  await db.close();
  await Promise.all([test.drop(), sink.close()]);
});

/** One attempt on a given server, whatever the lease. */
function post(url: string) {
  const transport = openMailTransport({ url, from: 'Steward <steward@example.com>' });
  closing.push(async () => transport.close());
  const ports = { db, transport, now: () => at, publicUrl: 'https://steward.example.com' };
  return { deliver: (id: string) => deliverMessage(ports, id) };
}

/** One round of the mail role on a given server, at the real time. */
async function round(url: string): Promise<void> {
  const transport = openMailTransport({ url, from: 'Steward <steward@example.com>' });
  await sendWaiting({ db, transport, now: () => new Date(), publicUrl: 'https://steward.example.com' });
  transport.close();
}

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const statusOf = async (id: string) => (await getOutboxMessage(db, id))?.status;

/** A server that behaves badly in its own way. */
async function server(options: SMTPServerOptions): Promise<string> {
  const smtp = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], closeTimeout: 100, ...options });
  smtp.on('error', () => undefined);
  smtp.server.on('connection', (socket: Socket) => sockets.add(socket));
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  closing.push(() => new Promise((resolve) => smtp.close(() => resolve())));
  return `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
}

async function waiting(more: object = {}): Promise<string> {
  const id = randomUUID();
  await db.transaction((tx) =>
    insertOutbox(tx, [
      {
        id,
        channel: 'email',
        template: 'rectification.opened',
        recipientKind: 'contact',
        recipientId: randomUUID(),
        address: `${id}@example.com`,
        language: 'zh',
        subject: '请确认收到整改通知',
        text: '尊敬的李伟：',
        html: '<p>尊敬的李伟：</p>',
        calendar: 'BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR',
        messageId: `<${id}@example.com>`,
        inReplyTo: '<root@example.com>',
        references: ['<root@example.com>'],
        replyTo: 'r-x@example.com',
        createdAt: at,
        ...more,
      },
    ]),
  );
  return id;
}

const NOT_TAKEN = { kind: expect.stringMatching(/^(?:temporary|ambiguous)$/) };
const arrived = (id: string) => sink.mails.filter((mail) => mail.to?.[0]?.address === `${id}@example.com`);

describe('a message in the outbox', () => {
  it('is sent as it was stored, in its thread, and marked as a machine’s', async () => {
    const id = await waiting();
    await post(sink.url).deliver(id);
    const [mail] = arrived(id);
    expect(mail).toMatchObject({
      subject: '请确认收到整改通知',
      messageId: `<${id}@example.com>`,
      inReplyTo: '<root@example.com>',
      references: '<root@example.com>',
      replyTo: [{ address: 'r-x@example.com' }],
    });
    expect(mail?.text?.trim()).toBe('尊敬的李伟：');
    expect(mail?.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect(mail?.attachments.some(({ mimeType, method }) => mimeType === 'text/calendar' && method === 'PUBLISH')).toBe(true);
    expect(await getOutboxMessage(db, id)).toMatchObject({ status: 'sent', attempts: 1, ambiguous: false, sentAt: at });
  });

  it('is sent once, however often its delivery is repeated', async () => {
    const id = await waiting();
    for (let i = 0; i < 3; i++) await post(sink.url).deliver(id);
    expect(arrived(id)).toHaveLength(1);
  });

  it('is sent again with the same Message-ID and flagged, when the process died between attempt and answer', async () => {
    const id = await waiting();
    await beginAttempt(db, id, at);
    await post(sink.url).deliver(id);
    expect(arrived(id).map((mail) => mail.messageId)).toEqual([`<${id}@example.com>`]);
    expect(await getOutboxMessage(db, id)).toMatchObject({ status: 'sent', attempts: 2, ambiguous: true });
  });

  it('is flagged when the server took the message and its answer was lost', async () => {
    const id = await waiting();
    const taken: string[] = [];
    const url = await server({
      onData: (stream) =>
        void stream.toArray().then((parts) => {
          taken.push(Buffer.concat(parts).toString());
          hangUp();
        }),
    });
    expect(await post(url).deliver(id)).toMatchObject(NOT_TAKEN);
    expect(taken).toHaveLength(1);
    await post(sink.url).deliver(id);
    expect(arrived(id)).toHaveLength(1);
    expect(taken[0]).toContain(`<${id}@example.com>`);
    expect(await getOutboxMessage(db, id)).toMatchObject({ status: 'sent', attempts: 2, ambiguous: true });
  });

  it('is not flagged when the server was away, asked to wait, or hung up before the message began', async () => {
    const id = await waiting();
    expect(await post('smtp://127.0.0.1:1').deliver(id)).toMatchObject(NOT_TAKEN);
    const busy = await server({ onRcptTo: (_address, _session, callback) => callback(Object.assign(new Error('later'), { responseCode: 451 })) });
    expect(await post(busy).deliver(id)).toMatchObject({ kind: 'temporary', code: '451' });
    const rude = await server({ onRcptTo: () => hangUp() });
    expect(await post(rude).deliver(id)).toMatchObject(NOT_TAKEN);
    await post(sink.url).deliver(id);
    expect(await getOutboxMessage(db, id)).toMatchObject({ status: 'sent', attempts: 4, ambiguous: false, lastError: null });
  });

  it('that is refused for good becomes a dead letter, and is not tried again', async () => {
    const id = await waiting();
    const strict = await server({ onRcptTo: (_address, _session, callback) => callback(Object.assign(new Error('unknown'), { responseCode: 550 })) });
    await post(strict).deliver(id);
    await post(sink.url).deliver(id);
    expect(arrived(id)).toHaveLength(0);
    const { items } = await listOutbox(db, { status: 'failed', limit: 50 });
    expect(items.find((row) => row.id === id)).toMatchObject({ attempts: 1, lastError: expect.stringContaining('550') });
  });

  it('is shown without its text, page by page', async () => {
    const caseId = randomUUID();
    for (const minutes of [1, 2, 3]) await waiting({ caseId, createdAt: ago(minutes), subject: `${minutes} minutes old` });
    await db.prisma.outboxMessage.updateMany({ where: { caseId }, data: { status: 'failed' } });
    const first = await listOutbox(db, { status: 'failed', caseId, limit: 2 });
    const second = await listOutbox(db, { status: 'failed', caseId, limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ subject }) => subject)).toEqual(['1 minutes old', '2 minutes old', '3 minutes old']);
    expect(second.nextCursor).toBeNull();
    expect(first.items[0]).not.toHaveProperty('text');
  });

  it('whose answer is lost again when it is repeated becomes a dead letter for a person: it may have arrived twice', async () => {
    const id = await waiting();
    const url = await server({ onData: (stream) => void stream.toArray().then(hangUp) });
    expect(await post(url).deliver(id)).toMatchObject(NOT_TAKEN);
    expect(await post(url).deliver(id)).toMatchObject(NOT_TAKEN);
    await post(sink.url).deliver(id);
    expect(arrived(id)).toEqual([]);
    expect(await getOutboxMessage(db, id)).toMatchObject({ status: 'failed', attempts: 2, ambiguous: true, lastError: expect.stringContaining('twice') });
  });

  it('whose sender died twice before the answer becomes a dead letter for a person', async () => {
    const id = await waiting();
    await beginAttempt(db, id, at);
    await beginAttempt(db, id, at);
    await post(sink.url).deliver(id);
    expect(arrived(id)).toEqual([]);
    expect(await getOutboxMessage(db, id)).toMatchObject({ status: 'failed', attempts: 2, ambiguous: true });
  });

  it('is taken up by one of two posts at a time', async () => {
    const id = await waiting();
    const [first, second] = await Promise.all([beginAttempt(db, id, at, 60_000), beginAttempt(db, id, at, 60_000)]);
    expect([first, second].filter(Boolean)).toHaveLength(1);
  });

  it('is marked with others in the order of ids, so that nobody waits in a circle', async () => {
    const [low = '', high = ''] = [randomUUID(), randomUUID()].sort();
    await waiting({ id: high });
    await waiting({ id: low });
    const lock = await lockMessage(test.url, low);
    const marked = markSent(db, [high, low], at);
    await lock.commitWaits();
    const free = await db.prisma.$queryRaw<object[]>`select id from outbox where id = ${high}::uuid for update skip locked`;
    await lock.release();
    await marked;
    expect(free).toHaveLength(1);
    expect([await statusOf(low), await statusOf(high)]).toEqual(['sent', 'sent']);
  });
});

describe('the mail role’s round', () => {
  it('sends to the others what one recipient delays, and lets that one wait its pause', async () => {
    const delayed = await waiting({ createdAt: ago(9) });
    const others = await Promise.all([waiting({ createdAt: ago(8) }), waiting({ createdAt: ago(7) })]);
    const tried: string[] = [];
    const url = await server({
      onRcptTo: ({ address }, _session, callback) => {
        tried.push(address);
        callback(address.startsWith(delayed) ? Object.assign(new Error('greylisted'), { responseCode: 450 }) : null);
      },
      onData: (stream, _session, callback) => void stream.toArray().then(() => callback()),
    });
    await round(url);
    await round(url);
    expect(await Promise.all(others.map(statusOf))).toEqual(['sent', 'sent']);
    expect(tried.filter((address) => address.startsWith(delayed))).toHaveLength(1);
    await db.prisma.outboxMessage.update({ where: { id: delayed }, data: { attempts: 30, attemptStarted: ago(9) } });
    await round(sink.url);
    expect(await statusOf(delayed)).toBe('waiting');
    await db.prisma.outboxMessage.update({ where: { id: delayed }, data: { attemptStarted: ago(11) } });
    await round(sink.url);
    expect(await statusOf(delayed)).toBe('sent');
  });

  it('ends when the server is away, so that the others keep their turn', async () => {
    const ids = [await waiting({ createdAt: ago(9) }), await waiting({ createdAt: ago(8) })];
    await round('smtp://127.0.0.1:1');
    const rows = await Promise.all(ids.map((id) => getOutboxMessage(db, id)));
    expect(rows.map((row) => row?.attempts)).toEqual([1, 0]);
    await db.prisma.outboxMessage.updateMany({ where: { id: { in: ids } }, data: { attemptStarted: null } });
    await round(sink.url);
    expect(await Promise.all(ids.map(statusOf))).toEqual(['sent', 'sent']);
  });

  it('sends the mails of cases too, also of one whose time runs ahead, but none whose attempt may still run', async () => {
    const caseId = randomUUID();
    const [young, ahead, running, dead, pausing] = [await waiting({ caseId, createdAt: ago(0) }), await waiting({ caseId, createdAt: ago(-60) }), await waiting({ caseId }), await waiting({ caseId }), await waiting({ caseId })];
    await beginAttempt(db, running, ago(1));
    await beginAttempt(db, dead, ago(3));
    await db.prisma.outboxMessage.update({ where: { id: pausing }, data: { attempts: 40, lastError: '451 later', attemptStarted: ago(9) } });
    await round(sink.url);
    expect(await Promise.all([young, ahead, running, dead, pausing].map(statusOf))).toEqual(['sent', 'sent', 'waiting', 'sent', 'waiting']);
    expect(await getOutboxMessage(db, dead)).toMatchObject({ attempts: 2, ambiguous: true });
  });

  it('sends each mail once, also when two posts are at it', async () => {
    const caseId = randomUUID();
    const one = await waiting({ caseId });
    const { id: _id, messageId: _messageId, ...row } = (await getOutboxMessage(db, one))!;
    await db.prisma.outboxMessage.createMany({ data: Array.from({ length: 60 }, () => randomUUID()).map((id) => ({ ...row, id, messageId: `<${id}@example.com>` })) });
    await Promise.all([round(sink.url), round(sink.url)]);
    expect(await db.prisma.outboxMessage.count({ where: { caseId, status: 'sent', attempts: 1, ambiguous: false } })).toBe(61);
  });

  it('gives a message up a week after it was written, but tries it first', async () => {
    const week = 7 * 24 * 60;
    const old = await waiting({ createdAt: ago(week + 1) });
    const younger = await waiting({ createdAt: ago(week - 60) });
    const ids = { id: { in: [old, younger] } };
    await db.prisma.outboxMessage.updateMany({ where: ids, data: { attempts: 900, lastError: '451 later', attemptStarted: ago(20) } });
    const untried = await waiting({ createdAt: ago(week + 1) });
    await round(sink.url);
    expect(await Promise.all([old, younger, untried].map(statusOf))).toEqual(['failed', 'sent', 'sent']);
    expect((await getOutboxMessage(db, old))?.lastError).toBe('not delivered within 7 days: 451 later');
  });
});
