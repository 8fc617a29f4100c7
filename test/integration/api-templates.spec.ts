import { randomUUID } from 'node:crypto';
import { readCalendar } from '#test/icalendar.js';
import { openOutgoingMail } from '#apps/delivery/transport.js';
import { deliverMessage } from '#apps/delivery/deliver-mail.js';
import { createKey } from '#persistence/access/keys.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
}, 240_000);
afterAll(() => api?.close(), 60_000);

interface Listed {
  readonly items: readonly { readonly name: string; readonly to: string; readonly languages: readonly string[]; readonly subject: string }[];
}
interface Previewed {
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly calendar: string | null;
}

const testSend = (key: string, name: string, body?: object) => api.call('POST', `/api/v1/templates/${name}/test-send`, { key, ...(body ? { body } : {}) });

describe('Mail templates', () => {
  it('are listed with their languages, and each can be looked at', async () => {
    const { key } = await api.keyOf('procurement');
    const { status, body } = await api.call<Listed>('GET', '/api/v1/templates?language=ru', { key });
    expect(status).toBe(200);
    expect(body.items).toContainEqual({ name: 'rectification.overdue.manager', to: 'staff', languages: ['en', 'zh', 'ru'], subject: expect.stringContaining('Срок истёк') });
    expect(body.items.map(({ name }) => name)).toEqual(expect.arrayContaining(['scorecard', 'survey.ratings.asked', 'monitoring.alerts', 'digest', 'access.signInLink']));
    for (const { name } of body.items) expect([name, (await api.call('GET', `/api/v1/templates/${name}/preview?language=zh`, { key })).status]).toEqual([name, 200]);
  }, 120_000);

  it('show subject, text, HTML and calendar file in the language asked for, else in the reader’s', async () => {
    const { key, personId } = await api.keyOf('admin');
    const preview = async (query: string) => (await api.call<Previewed>('GET', `/api/v1/templates/rectification.acknowledged/preview${query}`, { key })).body;
    const russian = await preview('?language=ru');
    expect(russian.subject).toMatch(/^Просим направить план/);
    expect(russian.html).toContain('<html lang="ru-RU"');
    expect(readCalendar(russian.calendar ?? '')).toMatchObject({ method: 'PUBLISH', start: '20261124T155900Z' });
    await api.db.prisma.person.update({ where: { id: personId }, data: { language: 'zh' } });
    expect(await preview('')).toMatchObject({ language: 'zh', subject: expect.stringMatching(/^请提交整改计划/) });
    expect((await api.call('GET', '/api/v1/templates/rectification.acknowledged/preview?language=fr', { key })).status).toBe(400);
    expect((await api.call('GET', '/api/v1/templates/rectification.nothing/preview', { key })).status).toBe(404);
  });

  it('go as a test to the caller’s own address only, and stay on record', async () => {
    const { key, personId } = await api.keyOf('procurement');
    const person = await api.db.prisma.person.findUniqueOrThrow({ where: { id: personId } });
    const { status, body } = await testSend(key, 'rectification.opened', { language: 'en' });
    expect([status, body]).toEqual([202, { deliveryId: expect.any(String), address: person.email, language: 'en' }]);
    const row = await api.db.prisma.outboxMessage.findUniqueOrThrow({ where: { id: String(body['deliveryId']) } });
    expect(row).toMatchObject({ template: 'access.test.rectification.opened', recipientId: personId, address: person.email, caseId: null, supplierId: null, replyTo: null });

    const transport = openOutgoingMail({ smtpUrl: api.sink.url, mailbox: { host: '127.0.0.1', port: 1 }, mail: { from: 'Steward <steward@example.com>', domain: 'example.com' }, secret: Buffer.alloc(32, 5) });
    await deliverMessage({ db: api.db, transport, now: () => new Date(), publicUrl: '' }, row.id);
    transport.close();
    const mail = await api.sink.mail((each) => each.to?.[0]?.address === person.email, 'the test');
    expect(mail.subject).toMatch(/^Test: Please confirm receipt/);
    expect(mail.text).toContain('This is a test with example data.');
    expect((await testSend(key, 'rectification.opened', { address: 'somebody.else@example.com' })).status).toBe(422);
  });

  it('go as tests a few at once, not without end', async () => {
    const { key, personId } = await api.keyOf('admin');
    const statuses = [];
    for (let count = 0; count < 6; count++) statuses.push((await testSend(key, 'digest')).status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
    expect(await api.db.prisma.outboxMessage.count({ where: { recipientId: personId } })).toBe(5);
  });

  it('are for purchasing and administrators, and a test for people', async () => {
    for (const role of ['quality', 'manager', 'auditor', 'rater'] as const) {
      const { key } = await api.keyOf(role);
      expect((await api.call('GET', '/api/v1/templates', { key })).status).toBe(403);
      expect((await testSend(key, 'digest')).status).toBe(403);
    }
    const key = `key-${randomUUID()}`;
    await createKey(api.db, { id: randomUUID(), key, name: 'ERP', roles: ['procurement'], personId: null, createdBy: 'test', at: new Date(), expiresAt: null });
    expect((await api.call('GET', '/api/v1/templates/digest/preview', { key })).status).toBe(200);
    expect(await testSend(key, 'digest')).toMatchObject({ status: 409, body: { code: 'noPerson' } });
  });
});
