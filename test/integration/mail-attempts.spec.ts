import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { MOST_ATTEMPTS, settleInAttempts } from '#apps/mail/attempts.js';
import { openInbox } from '#apps/mail/inbox.js';
import { NotYet } from '#apps/mail/not-yet.js';
import type { SettlePorts } from '#apps/mail/settle.js';
import { replyAddress } from '#messaging/reply-address.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { storeInbound } from '#persistence/inbound/inbound.js';
import { createTestDatabase } from '#test/postgres.js';

const secret = Buffer.alloc(32, 7);
const at = new Date('2026-11-24T09:00:00Z');

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let ports: SettlePorts;
let told: string[];

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'mail attempts spec' });
  ports = { db, door: { act: async () => ({ status: 'unavailable' }) }, filesDirectory: '/nonexistent', secret, publicUrl: 'https://steward.example.com', domain: 'example.com', now: () => at };
});
beforeEach(() => {
  told = [];
  jest.spyOn(console, 'warn').mockImplementation((line: string) => void told.push(line));
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await db.close();
  await test.drop();
});

/** A mail whose bytes are gone from the disk. */
async function lostMail(caseId = randomUUID()): Promise<string> {
  const row = { id: randomUUID(), rawSha256: randomUUID(), rawKey: 'gone', envelopeFrom: 'a@example.com', receivedAt: at };
  const [id = ''] = await storeInbound(db, [{ ...row, envelopeTo: replyAddress({ caseId, secret, domain: 'example.com' }) }]);
  return id;
}

const rowOf = (id: string) => db.prisma.inboundMail.findUniqueOrThrow({ where: { id } });

describe('a mail that cannot be settled', () => {
  it('waits for a person after a few attempts, with the reason, beside its case', async () => {
    const caseId = randomUUID();
    const id = await lostMail(caseId);
    const settle = settleInAttempts();
    for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      await expect(settle(ports, id)).rejects.toThrow('ENOENT');
      expect(await rowOf(id)).toMatchObject({ status: 'received' });
    }
    await settle(ports, id);
    expect(await rowOf(id)).toMatchObject({ status: 'held', reason: expect.stringMatching(/^failing: .*ENOENT/), caseId, settledAt: at });
    expect(told).toEqual([expect.stringContaining('is held after')]);
  });

  it.each([
    ['its case is not there yet', new NotYet('case')],
    ['the database has gone', Object.assign(new Error('x'), { code: 'P1001' })],
    ['the database breaks the connection', new Error('x', { cause: Object.assign(new Error('y'), { code: 'ECONNRESET' }) })],
    ['Temporal does not answer', Object.assign(new Error('x'), { code: 14 })],
    ['the disk is full', Object.assign(new Error('x'), { code: 'ENOSPC' })],
  ])('because %s is tried on and on', async (_, error) => {
    const id = await lostMail();
    const settle = settleInAttempts(() => Promise.reject(error));
    for (let attempt = 0; attempt < 3 * MOST_ATTEMPTS; attempt++) await expect(settle(ports, id)).rejects.toThrow(error);
    expect(await rowOf(id)).toMatchObject({ status: 'received' });
  });

  it('is tried on when the database does not answer, whatever the error says', async () => {
    const away = openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', role: 'staff', applicationName: 'mail attempts spec' });
    const id = await lostMail();
    const settle = settleInAttempts(() => Promise.reject(new Error('something')));
    for (let attempt = 0; attempt < 2 * MOST_ATTEMPTS; attempt++) await expect(settle({ ...ports, db: away }, id)).rejects.toThrow('something');
    expect(await rowOf(id)).toMatchObject({ status: 'received' });
    await away.close();
  });

  it('is forgiven what failed before it was settled', async () => {
    const id = await lostMail();
    let failing = true;
    const settle = settleInAttempts(() => (failing ? Promise.reject(new Error('once more')) : Promise.resolve()));
    for (let round = 0; round < 3; round++) {
      for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) await expect(settle(ports, id)).rejects.toThrow('once more');
      failing = false;
      await settle(ports, id);
      failing = true;
    }
    expect(await rowOf(id)).toMatchObject({ status: 'received' });
  });

  it('is held so by the inbox of the mail role', async () => {
    const id = await lostMail();
    const inbox = openInbox(ports);
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      inbox.take(id);
      await inbox.close();
    }
    expect(await rowOf(id)).toMatchObject({ status: 'held', reason: expect.stringMatching(/^failing: /) });
  });
});
