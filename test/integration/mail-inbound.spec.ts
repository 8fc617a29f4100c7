import { jest } from '@jest/globals';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { USUAL_LIMITS, type InboundLimits } from '#apps/mail/inbound-limits.js';
import { listenForReplies } from '#apps/mail/inbound-server.js';
import { openInbox } from '#apps/mail/inbox.js';
import { assignHeld } from '#apps/mail/decide-held.js';
import { NotYet } from '#apps/mail/not-yet.js';
import { MOST_LOOKS } from '#apps/mail/origin.js';
import { settleMail, type SettlePorts } from '#apps/mail/settle.js';
import type { Listener } from '#apps/mail/smtp-listener.js';
import { openDoor } from '#apps/door/connect.js';
import type { Door } from '#apps/door/door.js';
import { openMailTransport, sendMail, type MailTransport, type OutgoingMail } from '#messaging/channels/email.js';
import { replyAddress } from '#messaging/reply-address.js';
import { openDatabase, type Database } from '#persistence/database.js';
import type { InboundMail } from '#persistence/generated/client.js';
import { listMessages } from '#persistence/messages/messages.js';
import { nameServer, type Zone } from '#test/name-server.js';
import { createTestDatabase } from '#test/postgres.js';
import { settleMailSetting } from './mail-setting.js';

const secret = Buffer.alloc(32, 7);
const domain = 'example.com';
const at = new Date('2026-11-24T09:00:00Z');

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let door: Door;
let folder: string;
let listener: Listener;
let transport: MailTransport;
let ports: SettlePorts;
let accepted: string[];

beforeAll(async () => {
  [test, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'steward-mail-'))]);
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'mail inbound spec' });
  // Nobody answers here: these mails must be decided without any engine.
  const temporal = { address: '127.0.0.1:1', namespace: 'default', connectionOptions: { address: '127.0.0.1:1' } };
  door = openDoor({ configuration: { temporal, payloadKey: null }, db });
  ports = { db, door, filesDirectory: folder, secret, publicUrl: 'https://steward.example.com', domain, now: () => at };
  listener = await listenForReplies(
    { host: '127.0.0.1', port: 0 },
    { db, filesDirectory: folder, secret, now: () => at, accepted: (ids) => accepted.push(...ids) },
  );
  transport = openMailTransport({ url: `smtp://127.0.0.1:${listener.port}`, from: 'unused@example.com' });
});
beforeEach(() => {
  accepted = [];
});
afterAll(async () => {
  transport.close();
  await listener.close();
  await door.close();
  await db.close();
  await Promise.all([test.drop(), rm(folder, { recursive: true })]);
});

/** A case that has run its course, unless told otherwise: its replies are kept as messages. */
async function endedCase(more: object = {}) {
  const setting = await settleMailSetting(db, more);
  return { ...setting, address: replyAddress({ caseId: setting.caseId, secret, domain }) };
}

function send(mail: Partial<OutgoingMail> & { from: string; to: string }) {
  const plain = { replyTo: null, subject: 'Re: Late again', text: 'Thank you.', html: null, calendar: null, inReplyTo: null, references: [], headers: {} };
  return sendMail(transport, { ...plain, messageId: `<${randomUUID()}@example.com>`, ...mail });
}

/** Sends a mail, looks at it, and answers what became of it. */
async function fateOf(mail: Parameters<typeof send>[0]): Promise<InboundMail> {
  expect(await send(mail)).toMatchObject({ kind: 'sent' });
  const [id = ''] = accepted;
  await settleMail(ports, id);
  return db.prisma.inboundMail.findUniqueOrThrow({ where: { id } });
}

const conversation = async (caseId: string) => (await listMessages(db, caseId, { limit: 50 })).items;

describe('the way in for mail', () => {
  it('answers 250 only when the mail is on the disk and in the database', async () => {
    const { address, contact } = await endedCase();
    expect(await send({ from: contact, to: address, text: 'Stored first.' })).toMatchObject({ kind: 'sent', response: expect.stringMatching(/^250 /) });
    const row = await db.prisma.inboundMail.findFirstOrThrow({ where: { envelopeTo: address } });
    expect(row).toMatchObject({ status: 'received', envelopeFrom: contact, receivedAt: at });
    expect(await readFile(join(folder, row.rawKey), 'utf8')).toContain('Stored first.');
  });

  it('asks the sender to try again when the mail cannot be stored, and tells the operator', async () => {
    const told = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const away = openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', role: 'staff', applicationName: 'mail inbound spec' });
    const deaf = await listenForReplies({ host: '127.0.0.1', port: 0 }, { db: away, filesDirectory: folder, secret, now: () => at, accepted: () => undefined });
    const other = openMailTransport({ url: `smtp://127.0.0.1:${deaf.port}`, from: '' });
    const { address, contact } = await endedCase();
    const mail = { from: contact, to: address, replyTo: null, subject: 'x', text: 'x', html: null, calendar: null, messageId: '<x@example.com>', inReplyTo: null, references: [], headers: {} };
    expect(await sendMail(other, mail)).toMatchObject({ kind: 'temporary', code: '451' });
    other.close();
    await deaf.close();
    await away.close();
    expect(told).toHaveBeenCalledWith(expect.stringContaining('could not be stored'));
    told.mockRestore();
  });

  it('refuses at once who is not known here', async () => {
    expect(await send({ from: 'a@example.com', to: 'steward@example.com' })).toMatchObject({ kind: 'permanent', code: '550' });
    expect(accepted).toEqual([]);
  });

  it('refuses a mail that is too large, and keeps nothing of it', async () => {
    const { address, contact } = await endedCase();
    const text = `${'x'.repeat(990)}\n`.repeat(27_000);
    expect(await send({ from: contact, to: address, text })).toMatchObject({ kind: 'permanent', code: '552' });
    expect(await db.prisma.inboundMail.count({ where: { envelopeTo: address } })).toBe(0);
    expect(await readdir(join(folder, 'arriving'))).toEqual([]);
  });

  it('keeps one row of a mail that is handed over twice', async () => {
    const { address, contact, caseId } = await endedCase();
    const mail = { from: contact, to: address, messageId: '<twice@example.com>', headers: { Date: 'Tue, 24 Nov 2026 09:00:00 +0000' } };
    await send({ ...mail, text: 'Once is enough.' });
    await send({ ...mail, text: 'Once is enough.' });
    expect(new Set(accepted).size).toBe(1);
    for (const id of accepted) await settleMail(ports, id);
    expect(await conversation(caseId)).toHaveLength(1);
  });
});

describe('the way in for mail of strangers', () => {
  const closing: (() => Promise<void>)[] = [];
  let instant: Date;
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  /** A way in with narrow limits, and a client of it that keeps one connection. */
  async function narrow(limits: Partial<InboundLimits>) {
    instant = at;
    const way = await listenForReplies(
      { host: '127.0.0.1', port: 0 },
      { db, filesDirectory: folder, secret, now: () => instant, accepted: () => undefined, limits: { ...USUAL_LIMITS, ...limits } },
    );
    closing.push(() => way.close());
    return () => {
      const client = openMailTransport({ url: `smtp://127.0.0.1:${way.port}?maxConnections=1`, from: '' });
      closing.unshift(async () => client.close());
      return (to: string, text = 'x') =>
        sendMail(client, { from: 'a@example.com', to, replyTo: null, subject: 'x', text, html: null, calendar: null, messageId: `<${randomUUID()}@example.com>`, inReplyTo: null, references: [], headers: {} });
    };
  }
  const forged = () => replyAddress({ caseId: randomUUID(), secret: Buffer.alloc(32, 8), domain });

  it('puts off mail with a wrong hash when an hour has brought enough of it, and takes genuine mail on', async () => {
    const { address } = await endedCase();
    const sent = (await narrow({ unaddressedBytes: 20_000 }))();
    const large = `${'x'.repeat(70)}\n`.repeat(200);
    expect(await sent(forged(), large)).toMatchObject({ kind: 'sent' });
    const tooMuch = forged();
    expect(await sent(tooMuch, large)).toMatchObject({ kind: 'temporary', code: '452' });
    expect(await sent(forged())).toMatchObject({ kind: 'temporary', code: '452' });
    expect(await sent(address, large)).toMatchObject({ kind: 'sent' });
    expect(await db.prisma.inboundMail.count({ where: { envelopeTo: tooMuch } })).toBe(0);
    instant = new Date(at.getTime() + 3_600_000);
    expect(await sent(forged())).toMatchObject({ kind: 'sent' });
  });

  it('closes a connection that tries addresses out, or brings mail without end', async () => {
    const { address } = await endedCase();
    const client = await narrow({ refusals: 2, mails: 3 });
    const guessing = client();
    const codes = [];
    for (let guess = 0; guess < 3; guess++) codes.push(await guessing('steward@example.com'));
    expect(codes).toMatchObject([{ code: '550' }, { code: '550' }, { kind: 'temporary' }]);
    const busy = client();
    const kinds = [];
    for (let mail = 0; mail < 4; mail++) kinds.push(await busy(address));
    expect(kinds).toMatchObject([{ kind: 'sent' }, { kind: 'sent' }, { kind: 'sent' }, { kind: 'temporary' }]);
  });

  it('holds few connections of one address at a time', async () => {
    const { address } = await endedCase();
    const client = await narrow({ connectionsOfOne: 1 });
    const first = client();
    expect(await first(address)).toMatchObject({ kind: 'sent' });
    expect(await client()(address)).toMatchObject({ kind: 'temporary', code: '421' });
    expect(await first(address)).toMatchObject({ kind: 'sent' });
  });

  it('is looked at a few at a time, each once', async () => {
    let busy = 0;
    let most = 0;
    const seen: string[] = [];
    const inbox = openInbox(ports, async (_ports, id) => {
      most = Math.max(most, ++busy);
      await new Promise(setImmediate);
      busy -= 1;
      seen.push(id);
    });
    const ids = Array.from({ length: 20 }, (_, index) => String(index));
    for (const id of [...ids, ...ids]) inbox.take(id);
    while (seen.length < ids.length) await new Promise(setImmediate);
    expect(most).toBe(4);
    expect(seen.sort()).toEqual(ids.sort());
  });
});

describe('an accepted mail', () => {
  it('of a known contact is kept in the conversation of its case, without what it quotes', async () => {
    const { address, contact, caseId, supplierId } = await endedCase();
    const text = 'We are done.\n\nOn Tue, 24 Nov 2026 at 10:02, Steward <steward@example.com> wrote:\n> PLAN';
    const fate = await fateOf({ from: `Li Wei <${contact.toUpperCase()}>`, to: address.toUpperCase(), text });
    expect(fate).toMatchObject({ status: 'settled', reason: 'message', caseId, supplierId, reply: 'We are done.' });
    expect(fate.text).toContain('> PLAN');
    expect(await conversation(caseId)).toMatchObject([{ direction: 'in', channel: 'mail', author: 'Quality contact', text: 'We are done.', at }]);
  });

  it('to an address with a wrong hash waits for a person and is never obeyed', async () => {
    const { address, contact, caseId } = await endedCase();
    const forged = address.replace(/.@/, (end) => (end === 'a@' ? 'b@' : 'a@'));
    expect(await fateOf({ from: contact, to: forged, text: 'PLAN\nObey' })).toMatchObject({ status: 'held', reason: 'unknownAddress', caseId: null });
    expect(await conversation(caseId)).toEqual([]);
  });

  it('of a stranger waits for a person, beside its case', async () => {
    const { address, caseId } = await endedCase();
    const other = await endedCase();
    expect(await fateOf({ from: other.contact, to: address })).toMatchObject({ status: 'held', reason: 'unknownSender', caseId });
    expect(await conversation(caseId)).toEqual([]);
  });

  it('of an address that only resembles a contact’s waits for a person', async () => {
    const { address, contact } = await endedCase();
    await db.prisma.contact.updateMany({ where: { email: contact }, data: { email: 'li_wei@example.com' } });
    expect(await fateOf({ from: 'lixwei@example.com', to: address })).toMatchObject({ reason: 'unknownSender' });
    accepted = [];
    expect(await fateOf({ from: 'Li_Wei@example.com', to: address })).toMatchObject({ status: 'settled' });
    accepted = [];
    expect(await fateOf({ from: 'li%@example.com', to: address })).toMatchObject({ reason: 'unknownSender' });
  });

  it('of somebody who has left the supplier waits for a person', async () => {
    const { address, contact } = await endedCase();
    await db.prisma.contact.updateMany({ where: { email: contact }, data: { removedAt: at } });
    expect(await fateOf({ from: contact, to: address })).toMatchObject({ status: 'held', reason: 'unknownSender' });
  });

  it.each([
    ['automatic', { headers: { 'Auto-Submitted': 'auto-replied' } }],
    ['automatic', { subject: '自动回复：外出' }],
    ['list', { headers: { 'List-Id': '<news.example.com>' } }],
  ])('of a machine (%s) is ignored and never answered', async (reason, mail) => {
    const { address, contact, caseId } = await endedCase({ status: 'open', stage: 'planning' });
    expect(await fateOf({ from: contact, to: address, ...mail })).toMatchObject({ status: 'ignored', reason, caseId });
    expect(await conversation(caseId)).toEqual([]);
    expect(await db.prisma.outboxMessage.count({ where: { caseId } })).toBe(0);
  });

  it('brings its files along, but for those that are not accepted', async () => {
    const { address, contact, caseId } = await endedCase();
    const attachments = [
      { name: 'отчёт.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF-1.7\n1 0 obj') },
      { name: 'setup.pdf', mediaType: 'application/pdf', content: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]) },
    ];
    await fateOf({ from: contact, to: address, text: 'See the report.', attachments });
    const [message] = await conversation(caseId);
    expect(message?.text).toMatch(/^See the report\.\n\n\[Attachment not kept: setup\.pdf – /);
    const files = await db.prisma.file.findMany({ where: { caseId } });
    expect(files).toMatchObject([{ id: message?.fileIds[0], name: 'отчёт.pdf', mediaType: 'application/pdf', status: 'kept' }]);
  });

  it.each([
    ['zh', 'setup.pdf——不接受application/x-msdownload类型的文件]'],
    ['ru', 'setup.pdf – файлы типа application/x-msdownload не принимаются]'],
  ])('names what is not accepted in the language of its supplier (%s), and no more than anybody reads', async (language, words) => {
    const { address, contact, caseId, supplierId } = await endedCase();
    await db.prisma.supplier.update({ where: { id: supplierId }, data: { language } });
    const program = { name: 'setup.pdf', mediaType: 'application/pdf', content: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]) };
    await fateOf({ from: contact, to: address, text: 'Здравствуйте，您好。', attachments: Array.from({ length: 100 }, () => program) });
    const [message] = await conversation(caseId);
    expect(message?.text).toContain(words);
    expect(message?.text.split('\n\n')).toHaveLength(22);
    expect(message?.text).toMatch(/(另有80个附件未保存|Не сохранено ещё 80 вложений)\]$/);
  });

  it('whose command no engine takes just now waits, and keeps the meaning it had', async () => {
    const { address, contact, caseId } = await endedCase({ status: 'open', stage: 'opened' });
    await send({ from: contact, to: address });
    const away: SettlePorts = { ...ports, door: { act: async () => ({ status: 'pending', caseId }) } };
    await expect(settleMail(away, accepted[0] ?? '')).rejects.toThrow(NotYet);
    expect(await db.prisma.inboundMail.findFirst({ where: { envelopeTo: address } })).toMatchObject({ status: 'received', reason: 'acknowledge' });
    // Meanwhile somebody acknowledged by telephone: the reply stays what it was and asks for no plan.
    await db.prisma.case.update({ where: { id: caseId }, data: { stage: 'planning' } });
    const back: SettlePorts = { ...ports, door: { act: async () => ({ status: 'refused', code: 'wrongStage', message: '' }) } };
    await settleMail(back, accepted[0] ?? '');
    expect(await db.prisma.inboundMail.findFirst({ where: { envelopeTo: address } })).toMatchObject({ status: 'settled', reason: 'acknowledge' });
    expect(await conversation(caseId)).toHaveLength(1);
    expect(await db.prisma.outboxMessage.count({ where: { caseId } })).toBe(0);
  });

  it('for a case that is not there yet waits and is looked at again', async () => {
    const unknown = replyAddress({ caseId: randomUUID(), secret, domain });
    await send({ from: 'a@example.com', to: unknown });
    await expect(settleMail(ports, accepted[0] ?? '')).rejects.toThrow(NotYet);
    expect(await db.prisma.inboundMail.findFirst({ where: { envelopeTo: unknown } })).toMatchObject({ status: 'received' });
  });

  it('asks once a stage for what is still needed, however many messages come', async () => {
    const { address, contact, caseId } = await endedCase({ status: 'open', stage: 'planning', dueAt: new Date('2026-12-01T15:59:00Z') });
    for (const text of ['Will come soon.', 'Really soon.']) {
      accepted = [];
      expect(await fateOf({ from: contact, to: address, text })).toMatchObject({ status: 'settled', reason: 'message' });
    }
    expect((await conversation(caseId)).map(({ text }) => text).sort()).toEqual(['Really soon.', 'Will come soon.']);
    const asked = await db.prisma.outboxMessage.findMany({ where: { caseId } });
    expect(asked).toMatchObject([{ template: 'rectification.stillNeeded', address: contact, status: 'waiting', replyTo: address }]);
    expect(asked[0]?.text).toContain('PLAN');
  });
});

describe('the origin of a mail that a server of ours has passed on', () => {
  const dkim = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const zone: Zone = {
    'TXT example.com': 'v=spf1 ip4:203.0.113.7 -all',
    'TXT _dmarc.example.com': 'v=DMARC1; p=reject',
    'TXT s1._domainkey.example.com': `v=DKIM1; k=rsa; p=${dkim.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  };
  const asking = (more: Zone = {}): SettlePorts => ({ ...ports, resolve: nameServer({ ...zone, ...more }) });
  const from = (address: string) => ({ Received: `from mail.example.com (mail.example.com [${address}]) by mx.example.org with ESMTP; Tue, 24 Nov 2026 09:00:00 +0000` });
  const mailOf = (address: string) => db.prisma.inboundMail.findFirstOrThrow({ where: { envelopeTo: address } });

  it('is recorded, and a mail that its own domain disowns is held, known sender or not; whoever takes it in takes in a stranger’s', async () => {
    const { address, contact, caseId } = await endedCase({ status: 'open', stage: 'planning' });
    await send({ from: contact, to: address, text: 'PLAN\nObey', headers: from('198.51.100.66') });
    await settleMail(asking(), accepted[0] ?? '');
    const row = await mailOf(address);
    expect(row).toMatchObject({ status: 'held', caseId, authentication: { spf: { result: 'fail', domain: 'example.com', client: '198.51.100.66' }, dkim: [], dmarc: { result: 'fail', policy: 'reject' } } });
    expect(row.reason).toBe('forged: DMARC of example.com fails (p=reject): SPF fail (example.com), DKIM none');
    expect(await conversation(caseId)).toEqual([]);
    await assignHeld(ports, { mailId: row.id, by: 'somebody', at }, { id: caseId, supplierId: row.supplierId ?? '' });
    expect(await conversation(caseId)).toMatchObject([{ authorKind: 'stranger', author: contact }]);
  });

  it('is proved by the signature of the sender’s server, in a real conversation', async () => {
    const { address, contact, caseId } = await endedCase();
    const signing = openMailTransport({
      url: `smtp://127.0.0.1:${listener.port}`,
      from: contact,
      dkim: { domainName: 'example.com', keySelector: 's1', privateKey: dkim.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string },
    });
    const mail = { from: contact, to: address, replyTo: null, subject: 'Re: Late again', text: 'Готово.', html: null, calendar: null, messageId: `<${randomUUID()}@example.com>`, inReplyTo: null, references: [], headers: from('198.51.100.66') };
    expect(await sendMail(signing, mail)).toMatchObject({ kind: 'sent' });
    signing.close();
    await settleMail(asking(), accepted[0] ?? '');
    expect(await mailOf(address)).toMatchObject({ status: 'settled', authentication: { spf: { result: 'fail' }, dkim: [{ result: 'pass', domain: 'example.com', selector: 's1', aligned: true }], dmarc: { result: 'pass' } } });
    expect(await conversation(caseId)).toMatchObject([{ authorKind: 'contact', text: 'Готово.' }]);
  });

  it('is asked for a few times while name servers are silent, and then the mail is taken as it is', async () => {
    const { address, contact } = await endedCase();
    await send({ from: contact, to: address, headers: from('203.0.113.7') });
    const silent = asking({ 'TXT _dmarc.example.com': { code: 'ETIMEOUT' } });
    for (let looks = 1; looks < MOST_LOOKS; looks++) {
      await expect(settleMail(silent, accepted[0] ?? '')).rejects.toThrow(NotYet);
      expect(await mailOf(address)).toMatchObject({ status: 'received', fromAddress: contact, authentication: { looks, dmarc: { result: 'temperror' } } });
    }
    await settleMail(silent, accepted[0] ?? '');
    expect(await mailOf(address)).toMatchObject({ status: 'settled', authentication: { looks: MOST_LOOKS, dmarc: { result: 'temperror' } } });
  });

  it('is found out when they answer again', async () => {
    const { address, contact } = await endedCase();
    await send({ from: contact, to: address, headers: from('198.51.100.66') });
    await expect(settleMail(asking({ 'TXT _dmarc.example.com': { code: 'ESERVFAIL' } }), accepted[0] ?? '')).rejects.toThrow(NotYet);
    await settleMail(asking(), accepted[0] ?? '');
    expect((await mailOf(address)).reason).toMatch(/^forged: /);
  });
});
