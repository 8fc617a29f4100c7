import { randomUUID } from 'node:crypto';
import { storeContent } from '#persistence/inbound/content-store.js';
import { settleInbound, storeInbound } from '#persistence/inbound/inbound.js';
import { insertMailboxMessage } from '#persistence/mailbox/mailbox.js';
import { listMessages } from '#persistence/messages/messages.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { suppress } from '#persistence/delivery/suppressions.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { settleMailSetting } from './mail-setting.js';

let api: ApiUnderTest;
let key: string;
let personId: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key, personId } = await api.keyOf('procurement'));
}, 240_000);
afterAll(() => api?.close(), 60_000);

const at = new Date('2026-11-24T09:00:00Z');

/** A mail of a stranger that waits for a person. */
async function held(about: object = {}): Promise<string> {
  const id = randomUUID();
  const raw = `From: Eve <eve@example.org>\r\nMessage-ID: <${id}@example.org>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nPLAN\r\nWe retrain.\r\n--b\r\nContent-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\na;b\r\n--b--\r\n`;
  const { sha256, key: rawKey } = await storeContent(api.filesDirectory, [Buffer.from(raw)]);
  await storeInbound(api.db, [{ id, rawSha256: sha256, rawKey, envelopeFrom: 'eve@example.org', envelopeTo: 'r-x@example.com', receivedAt: at }]);
  await settleInbound(api.db, id, { status: 'held', reason: 'unknownSender', ...about }, at);
  return id;
}

const post = (path: string, body: object, as = key) => api.call('POST', `/api/v1/${path}`, { key: as, body, headers: { 'Idempotency-Key': randomUUID() } });

describe('a mail that waits for a person', () => {
  it('is put into a case as a message with its files, once, and gives no command', async () => {
    const id = await held();
    const { caseId } = await settleMailSetting(api.db, { stage: 'planning', status: 'open' });
    expect((await api.call('GET', `/api/v1/inbound-mails/${id}`, { key })).body).toMatchObject({ id, status: 'held', reason: 'unknownSender' });
    expect(await post(`inbound-mails/${id}/assign`, { caseId })).toMatchObject({ status: 200, body: { status: 'settled', caseId, decision: 'assigned', decidedBy: personId } });
    const { items } = await listMessages(api.db, caseId, { limit: 10 });
    expect(items).toMatchObject([{ authorKind: 'stranger', author: 'eve@example.org', text: 'PLAN\nWe retrain.', fileIds: [expect.any(String)] }]);
    expect(await api.db.prisma.file.findMany({ where: { caseId } })).toMatchObject([{ name: 'a.csv', status: 'kept' }]);
    expect(await post(`inbound-mails/${id}/assign`, { caseId })).toMatchObject({ status: 409, body: { code: 'alreadyDecided' } });
    expect(await post(`inbound-mails/${id}/dismiss`, { reason: 'Spam' })).toMatchObject({ status: 409 });
  });

  it('is put away with the reason', async () => {
    const id = await held();
    expect(await post(`inbound-mails/${id}/dismiss`, { reason: '' })).toMatchObject({ status: 422 });
    expect(await post(`inbound-mails/${id}/dismiss`, { reason: 'Advertising' })).toMatchObject({ status: 200, body: { status: 'ignored', decision: 'dismissed: Advertising', decidedBy: personId } });
  });

  it('about a confidential case is there only for those whom the case names', async () => {
    const readable = await settleMailSetting(api.db, { confidential: true, readers: [personId] });
    const hidden = await settleMailSetting(api.db, { confidential: true, readers: [randomUUID()] });
    const [seen, unseen, free] = [await held({ caseId: readable.caseId }), await held({ caseId: hidden.caseId }), await held()];
    const listed = (await api.call<{ items: { id: string }[] }>('GET', '/api/v1/inbound-mails?limit=100', { key })).body.items.map(({ id }) => id);
    expect([seen, unseen, free].map((id) => listed.includes(id))).toEqual([true, false, true]);
    expect((await api.call('GET', `/api/v1/inbound-mails/${unseen}`, { key })).status).toBe(404);
    expect((await post(`inbound-mails/${unseen}/dismiss`, { reason: 'x' })).status).toBe(404);
    expect((await post(`inbound-mails/${free}/assign`, { caseId: hidden.caseId })).status).toBe(404);
    expect((await post(`inbound-mails/${seen}/assign`, { caseId: readable.caseId })).status).toBe(200);
  });

  it('shows what is known of its origin', async () => {
    const id = await held();
    const authentication = { spf: { result: 'fail', domain: 'example.org', client: '198.51.100.66' }, dkim: [], dmarc: { result: 'fail', domain: 'example.org', policy: 'reject', comment: null } };
    await api.db.prisma.inboundMail.update({ where: { id }, data: { authentication: { ...authentication, looks: 1 } } });
    expect((await api.call('GET', `/api/v1/inbound-mails/${id}`, { key })).body).toMatchObject({ authentication });
    expect((await api.call('GET', `/api/v1/inbound-mails/${await held()}`, { key })).body).toMatchObject({ authentication: null });
  });

  it('is decided by nobody who may only read, and nowhere that is not there', async () => {
    const id = await held();
    const auditor = await api.keyOf('auditor');
    expect((await post(`inbound-mails/${id}/dismiss`, { reason: 'x' }, auditor.key)).status).toBe(403);
    expect((await post(`inbound-mails/${id}/assign`, { caseId: randomUUID() })).status).toBe(404);
    expect((await post(`inbound-mails/${randomUUID()}/dismiss`, { reason: 'x' })).status).toBe(404);
    expect((await api.call('GET', `/api/v1/inbound-mails/${randomUUID()}`, { key })).status).toBe(404);
  });
});

describe('a suppressed address', () => {
  it('is shown with its contacts, and cleared once by a person', async () => {
    const { contact, contactId } = await settleMailSetting(api.db);
    await api.db.transaction((tx) => suppress(tx, { address: contact, code: '5.1.1', reason: 'User unknown', outboxId: randomUUID(), at }));
    const listed = await api.call<{ items: { id: string; address: string; contacts: object[] }[] }>('GET', '/api/v1/suppressed-addresses', { key });
    const found = listed.body.items.find(({ address }) => address === contact);
    expect(found).toMatchObject({ code: '5.1.1', reason: 'User unknown', contacts: [{ id: contactId }] });
    expect((await post(`suppressed-addresses/${found?.id}/clear`, { reason: 'Mended.' })).status).toBe(200);
    expect((await post(`suppressed-addresses/${found?.id}/clear`, {})).status).toBe(404);
    const after = await api.call<{ items: { address: string; clearedBy: string }[] }>('GET', '/api/v1/suppressed-addresses?status=cleared', { key });
    expect(after.body.items.find(({ address }) => address === contact)).toMatchObject({ clearedBy: personId, clearedWhy: 'Mended.' });
  });
});

describe('the local mailbox', () => {
  it('shows the mails of a confidential case, which hold the link to it, only to those whom the case names', async () => {
    const sentAbout = async ({ caseId }: { caseId: string }): Promise<string> => {
      const id = randomUUID();
      const messageId = `<${id}@example.com>`;
      const recipient = { recipientKind: 'contact', recipientId: randomUUID(), address: 'contact@example.com', language: 'en' } as const;
      const words = { subject: 'Please confirm receipt', text: 'Your link', html: '' };
      await api.db.transaction((tx) => insertOutbox(tx, [{ id, caseId, channel: 'email', template: 'rectification.opened', ...recipient, ...words, messageId, references: [], createdAt: at }]));
      const { subject, text } = words;
      await insertMailboxMessage(api.db, { id, messageId, fromAddress: 'steward@example.com', toAddresses: [recipient.address], replyTo: 'r-x@example.com', subject, text, html: null, raw: Buffer.from(text), receivedAt: at });
      return id;
    };
    const seen = await sentAbout(await settleMailSetting(api.db, { confidential: true, readers: [personId] }));
    const hidden = await sentAbout(await settleMailSetting(api.db, { confidential: true, readers: [randomUUID()] }));
    const free = await sentAbout(await settleMailSetting(api.db));
    const listed = async (as: string) => (await api.call<{ items: { id: string }[] }>('GET', '/api/v1/mailbox', { key: as })).body.items.map(({ id }) => id);
    expect(new Set(await listed(key))).toEqual(new Set([seen, free]));
    expect(await listed((await api.keyOf('admin')).key)).toEqual([free]);
    expect((await api.call('GET', `/api/v1/mailbox/${seen}`, { key })).status).toBe(200);
    expect((await api.call('GET', `/api/v1/mailbox/${hidden}`, { key })).status).toBe(404);
    expect((await post(`mailbox/${hidden}/reply`, { text: 'PLAN' })).status).toBe(404);
  });
});
