import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settleMail, type SettlePorts } from '#apps/mail/settle.js';
import type { ActRequest } from '#apps/door/door.js';
import { parseHere } from '#messaging/inbound/bounds.js';
import { replyAddress } from '#messaging/reply-address.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { storeContent } from '#persistence/inbound/content-store.js';
import { storeInbound } from '#persistence/inbound/inbound.js';
import { createTestDatabase } from '#test/postgres.js';
import { settleMailSetting } from './mail-setting.js';

const secret = Buffer.alloc(32, 7);
const domain = 'example.com';
const at = new Date('2026-11-24T09:00:00Z');

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let folder: string;
let ports: SettlePorts;
/** Sizes of what was given to the parser. */
let parsed: number[];
/** What was given through the door. */
let acts: ActRequest[];

beforeAll(async () => {
  [test, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'steward-reading-'))]);
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'mail reading spec' });
});
beforeEach(() => {
  parsed = [];
  acts = [];
  ports = {
    ...{ db, filesDirectory: folder, secret, publicUrl: 'https://steward.example.com', domain, now: () => at },
    door: { act: async (request) => (acts.push(request), { status: 'refused', code: 'wrongStage', message: '' }) },
    parse: (raw) => (parsed.push(raw.length), parseHere(raw)),
  };
});
afterAll(async () => {
  await db.close();
  await Promise.all([test.drop(), rm(folder, { recursive: true })]);
});

async function settingOf(more: object = {}) {
  const setting = await settleMailSetting(db, more);
  return { ...setting, address: replyAddress({ caseId: setting.caseId, secret, domain }) };
}

/** A mail as the way in leaves it. Answers its id. */
async function accepted({ from, to, headers = [], text }: { from: string; to: string; headers?: string[]; text: string }): Promise<string> {
  const raw = Buffer.from([`From: ${from}`, 'Subject: Re: Late again', `Message-ID: <${randomUUID()}@example.com>`, ...headers, '', text].join('\r\n'));
  const { sha256, key } = await storeContent(folder, [raw]);
  const [id = ''] = await storeInbound(db, [{ id: randomUUID(), rawSha256: sha256, rawKey: key, envelopeFrom: from, envelopeTo: to, receivedAt: at }]);
  return id;
}

const rowOf = (id: string) => db.prisma.inboundMail.findUniqueOrThrow({ where: { id } });
const utf8 = ['Content-Type: text/plain; charset=utf-8'];

describe('reading an accepted mail', () => {
  it('is not begun when its address is not ours: a person sees who wrote and how it begins', async () => {
    const { caseId, contact } = await settingOf();
    const forged = replyAddress({ caseId, secret: Buffer.alloc(32, 8), domain });
    const id = await accepted({ from: contact, to: forged, text: `PLAN\r\n${'x\r\n'.repeat(200_000)}` });
    await settleMail(ports, id);
    const row = await rowOf(id);
    expect(row).toMatchObject({ status: 'held', reason: 'unknownAddress', caseId: null, fromAddress: contact, subject: 'Re: Late again' });
    expect(row.text).toMatch(/^PLAN\r\n/);
    expect(row.text.length).toBeLessThan(20_000);
    expect(parsed).toEqual([]);
  });

  it('is not begun for a machine either when the address is not ours', async () => {
    const { caseId, contact } = await settingOf();
    const forged = replyAddress({ caseId, secret: Buffer.alloc(32, 8), domain });
    const id = await accepted({ from: contact, to: forged, headers: ['Auto-Submitted: auto-replied'], text: 'Away.' });
    await settleMail(ports, id);
    expect(await rowOf(id)).toMatchObject({ status: 'ignored', reason: 'automatic' });
    expect(parsed).toEqual([]);
  });

  it('is given up when it would cost too much: the mail waits for a person beside its case, with the reason', async () => {
    const { caseId, supplierId, contact, address } = await settingOf({ status: 'open', stage: 'planning' });
    const id = await accepted({ from: contact, to: address, text: `PLAN${'\r\n'.repeat(1_000_000)}` });
    await settleMail(ports, id);
    expect(await rowOf(id)).toMatchObject({ status: 'held', reason: 'unreadable: it has more than 450000 lines', caseId, supplierId, fromAddress: contact });
    expect(acts).toEqual([]);
  });

  it('is given up when the parser is, and done apart unless told otherwise', async () => {
    const { contact, address } = await settingOf();
    const broken = await accepted({ from: contact, to: address, headers: [`X: ${'x'.repeat(600_000)}`], text: 'PLAN' });
    const { parse: _, ...apart } = ports;
    await settleMail(apart, broken);
    expect((await rowOf(broken)).reason).toMatch(/^unreadable: Maximum header size/);
    const sound = await accepted({ from: contact, to: address, text: 'Thank you.' });
    await settleMail(apart, sound);
    expect(await rowOf(sound)).toMatchObject({ status: 'settled', reason: 'message', reply: 'Thank you.' });
  });

  it('ends a long text between two characters, so that the step can be stored', async () => {
    const { contact, address } = await settingOf({ status: 'open', stage: 'planning' });
    const id = await accepted({ from: contact, to: address, headers: utf8, text: `PLAN\r\na${'😀'.repeat(15_000)}` });
    await settleMail(ports, id);
    const [{ body } = { body: {} }] = acts as { body: { text?: string } }[];
    expect(body.text).toBe(`a${'😀'.repeat(9_999)}`);
  });
});
