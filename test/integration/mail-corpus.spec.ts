import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settleMail, type SettlePorts } from '#apps/mail/settle.js';
import { parseHere } from '#messaging/inbound/bounds.js';
import { replyAddress } from '#messaging/reply-address.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { storeContent } from '#persistence/inbound/content-store.js';
import { storeInbound } from '#persistence/inbound/inbound.js';
import { verifyHere } from '#messaging/inbound/verify-here.js';
import { corpus } from '#test/mail-corpus/corpus.js';
import { CORPUS_ZONE } from '#test/mail-corpus/forged.js';
import { nameServer } from '#test/name-server.js';
import { CONTACT, type CorpusMail } from '#test/mail-corpus/mail.js';
import { createTestDatabase } from '#test/postgres.js';
import { settleMailSetting } from './mail-setting.js';

const secret = Buffer.alloc(32, 7);
const domain = 'example.com';
const at = new Date('2026-11-24T09:00:00Z');

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let ports: SettlePorts;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'mail corpus spec' });
  const filesDirectory = await mkdtemp(join(tmpdir(), 'steward-corpus-'));
  const door = { act: () => Promise.reject(new Error('A case that waits for nothing takes no command')) };
  ports = { db, door, filesDirectory, secret, publicUrl: 'https://steward.example.com', domain, now: () => at, parse: parseHere, verify: verifyHere, resolve: nameServer(CORPUS_ZONE) };
});
afterAll(async () => {
  await db.close();
  await Promise.all([test.drop(), rm(ports.filesDirectory, { recursive: true })]);
});

/** What is stated of a mail, as the way in has to decide it. */
function fateOf({ expect: stated }: CorpusMail): { status: string; reason: unknown } {
  if (stated.kind !== 'reply') return { status: 'ignored', reason: stated.kind };
  if ((stated.from ?? CONTACT) !== CONTACT) return { status: 'held', reason: 'unknownSender' };
  if (stated.forged) return { status: 'held', reason: expect.stringMatching(/^forged: DMARC of example\.com fails \(p=reject\)/) };
  if (stated.unreadable) return { status: 'held', reason: expect.stringMatching(stated.unreadable) };
  return { status: 'settled', reason: 'message' };
}

describe('the corpus of mails, taken in', () => {
  it.each(corpus.map((mail): [string, CorpusMail] => [mail.name, mail]))('"%s" comes where it belongs, and nobody but a person is answered', async (_, mail) => {
    const { caseId, contactId } = await settleMailSetting(db, { stage: 'verifying', status: 'open' });
    await db.prisma.contact.update({ where: { id: contactId }, data: { email: CONTACT } });
    const { sha256, key } = await storeContent(ports.filesDirectory, [mail.raw]);
    const [id = ''] = await storeInbound(db, [{ id: randomUUID(), rawSha256: sha256, rawKey: key, envelopeFrom: mail.envelopeFrom, envelopeTo: replyAddress({ caseId, secret, domain }), receivedAt: at, ...(mail.remoteAddress ? { remoteAddress: mail.remoteAddress } : {}) }]);
    await settleMail(ports, id);
    expect(await db.prisma.inboundMail.findUnique({ where: { id } })).toMatchObject({ ...fateOf(mail), caseId });
    const written = await db.prisma.message.findMany({ where: { caseId } });
    expect(written.length).toBe(fateOf(mail).status === 'settled' ? 1 : 0);
    expect(written.flatMap(({ fileIds }) => fileIds).length).toBe(written.length * (mail.expect.files?.length ?? 0));
    for (const name of mail.expect.refused ?? []) expect(written[0]?.text).toContain(`[Attachment not kept: ${name}`);
    expect(await db.prisma.outboxMessage.count({ where: { caseId } })).toBe(0);
  });
});
