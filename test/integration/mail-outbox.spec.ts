import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createDeliverActivities } from '#apps/worker/activities/deliver.js';
import { openMailTransport } from '#messaging/channels/email.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { beginAttempt, getOutboxMessage, insertOutbox, listOutbox } from '#persistence/outbox/outbox.js';
import { createTestDatabase } from '#test/postgres.js';
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

/** The activity on a given server. */
function post(url: string) {
  const transport = openMailTransport({ url, from: 'Steward <steward@example.com>' });
  closing.push(async () => transport.close());
  return createDeliverActivities({ db, transport, now: () => at });
}

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
    await expect(post(url).deliver(id)).rejects.toThrow('did not take it');
    expect(taken).toHaveLength(1);
    await post(sink.url).deliver(id);
    expect(arrived(id)).toHaveLength(1);
    expect(taken[0]).toContain(`<${id}@example.com>`);
    expect(await getOutboxMessage(db, id)).toMatchObject({ status: 'sent', attempts: 2, ambiguous: true });
  });

  it('is not flagged when the server was away, asked to wait, or hung up before the message began', async () => {
    const id = await waiting();
    await expect(post('smtp://127.0.0.1:1').deliver(id)).rejects.toThrow('did not take it');
    const busy = await server({ onRcptTo: (_address, _session, callback) => callback(Object.assign(new Error('later'), { responseCode: 451 })) });
    await expect(post(busy).deliver(id)).rejects.toThrow('451');
    const rude = await server({ onRcptTo: () => hangUp() });
    await expect(post(rude).deliver(id)).rejects.toThrow('did not take it');
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

  it('is taken up by one of two posts at a time', async () => {
    const id = await waiting();
    const [first, second] = await Promise.all([beginAttempt(db, id, at, 60_000), beginAttempt(db, id, at, 60_000)]);
    expect([first, second].filter(Boolean)).toHaveLength(1);
  });
});
