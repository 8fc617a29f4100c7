import { randomUUID } from 'node:crypto';
import { access, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAbandoned } from '#apps/mail/housekeeping.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { contentKey, removeContent, storeContent } from '#persistence/inbound/content-store.js';
import { storeInbound } from '#persistence/inbound/inbound.js';
import { insertMessage } from '#persistence/messages/messages.js';
import { createTestDatabase } from '#test/postgres.js';
import { settleMailSetting } from './mail-setting.js';

const hour = 60 * 60_000;
const at = new Date();
const old = new Date(at.getTime() - 48 * hour);
const young = new Date(at.getTime() - 23 * hour);

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let folder: string;

beforeAll(async () => {
  [test, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'steward-files-'))]);
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'mail housekeeping spec' });
});
afterAll(async () => {
  await db.close();
  await Promise.all([test.drop(), rm(folder, { recursive: true })]);
});

/** Bytes in the store, as old as told. */
async function content(text: string, since = old): Promise<string> {
  const { sha256 } = await storeContent(folder, [Buffer.from(text)]);
  await utimes(join(folder, contentKey(sha256)), since, since);
  return sha256;
}

/** A file that nothing names yet. */
async function pending(sha256: string, uploadedAt = old, more: object = {}): Promise<string> {
  const id = randomUUID();
  await db.prisma.file.create({ data: { id, sha256, name: 'plan.pdf', mediaType: 'application/pdf', size: 4, status: 'pending', uploadedBy: 'x', uploadedAt, ...more } });
  return id;
}

/** Every folder of the store has its turn within 16 hours. */
async function tidyOneRound(): Promise<void> {
  for (let run = 0; run < 16; run++) await removeAbandoned({ db, filesDirectory: folder }, new Date(at.getTime() - run * hour));
}

const fileIsThere = async (id: string) => (await db.prisma.file.count({ where: { id } })) === 1;
const isStored = (sha256: string) => access(join(folder, contentKey(sha256))).then(() => true, () => false);

describe('a file that was stored', () => {
  it('and that nobody has named within a day is removed, with its content', async () => {
    const sha256 = await content('nobody wants this');
    const [abandoned, fresh] = [await pending(sha256), await pending(await content('just uploaded', young), young)];
    expect(await removeAbandoned({ db, filesDirectory: folder }, at)).toEqual({ files: 1, contents: 1 });
    expect([await fileIsThere(abandoned), await fileIsThere(fresh)]).toEqual([false, true]);
    expect(await isStored(sha256)).toBe(false);
  });

  it('stays when a command, a message or a mail that waits for its case may name it', async () => {
    const { caseId, supplierId } = await settleMailSetting(db);
    const mailed = new Date(old.getTime() - hour);
    const named = ['command', 'message'].map(async (text) => pending(await content(text)));
    const ids = await Promise.all([...named, pending(await content('mail'), mailed)]);
    const [ofCommand = '', ofMessage = ''] = ids;
    const who = { caseId, supplierId, actorKind: 'staff', actorId: 'x', channel: 'api', process: 'rectification' };
    const received = { status: 'received', receivedAt: old };
    await db.prisma.submission.create({ data: { ...who, ...received, id: randomUUID(), commandId: randomUUID(), command: 'submitPlan', facts: {}, content: { text: 'x', files: [ofCommand] } } });
    await db.prisma.submission.create({ data: { ...who, ...received, id: randomUUID(), commandId: randomUUID(), command: 'acknowledge', facts: {}, content: { files: 'none' } } });
    const author = { authorKind: 'staff', authorId: 'x', author: 'Anna' };
    await db.transaction((tx) => insertMessage(tx, { ...author, id: randomUUID(), caseId, supplierId, direction: 'out', channel: 'api', text: '', fileIds: [ofMessage], sourceId: null, at: old }));
    const mail = await content('a raw mail');
    await storeInbound(db, [{ id: randomUUID(), rawSha256: mail, rawKey: contentKey(mail), envelopeFrom: '', envelopeTo: 'r@example.com', receivedAt: mailed }]);
    await tidyOneRound();
    expect(await Promise.all(ids.map(fileIsThere))).toEqual([true, true, true]);
    expect(await isStored(mail)).toBe(true);
  });

  it('leaves its content to the others that have the same bytes', async () => {
    const sha256 = await content('the same bytes');
    const [kept, abandoned] = [await pending(sha256, old, { status: 'kept' }), await pending(sha256)];
    await tidyOneRound();
    expect([await fileIsThere(kept), await fileIsThere(abandoned)]).toEqual([true, false]);
    expect(await isStored(sha256)).toBe(true);
  });
});

describe('content without any row', () => {
  it('is removed after a day, and half-written uploads with it', async () => {
    const [abandoned, fresh] = [await content('cut off before its row'), await content('its row is on the way', young)];
    const halves = [join(folder, 'arriving', 'old'), join(folder, 'arriving', 'young')];
    for (const half of halves) await writeFile(half, 'half');
    await utimes(halves[0] ?? '', old, old);
    await tidyOneRound();
    expect([await isStored(abandoned), await isStored(fresh)]).toEqual([false, true]);
    expect(await Promise.all(halves.map((half) => access(half).then(() => true, () => false)))).toEqual([false, true]);
  });

  it('stays when it is stored anew before its row is there', async () => {
    const sha256 = await content('twice');
    await storeContent(folder, [Buffer.from('twice')]);
    expect(await removeContent(folder, sha256, new Date(at.getTime() - 24 * hour))).toBe(false);
    await tidyOneRound();
    expect(await isStored(sha256)).toBe(true);
  });

  it('does not matter where nothing was stored yet', async () => {
    expect(await removeAbandoned({ db, filesDirectory: join(folder, 'nowhere') }, at)).toMatchObject({ contents: 0 });
  });
});
