import { randomUUID } from 'node:crypto';
import { writeDigests } from '#apps/mail/digests.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
const at = new Date('2026-11-24T09:00:00Z');

beforeAll(async () => {
  api = await startApiUnderTest();
}, 240_000);
afterAll(() => api?.close(), 60_000);

const mine = (key: string, body?: object) => api.call(body ? 'PUT' : 'GET', '/api/v1/me/preferences', { key, ...(body ? { body } : {}) });

async function told(personId: string, template: string, recipientKind = 'person', createdAt = at): Promise<string> {
  const id = randomUUID();
  const row = { id, channel: 'email', template, recipientKind, recipientId: personId, address: 'somebody@example.com', language: 'en', subject: `About ${template}`, text: 'What happened.' };
  await api.db.transaction((tx) => insertOutbox(tx, [{ ...row, html: '<p>', messageId: `<${id}@example.com>`, references: [], createdAt }]));
  return id;
}

const messagesTo = (personId: string) => api.db.prisma.outboxMessage.findMany({ where: { recipientId: personId }, orderBy: [{ createdAt: 'asc' }, { channel: 'asc' }] });
const digests = (now: string) => writeDigests({ db: api.db, domain: 'example.com', publicUrl: 'https://steward.example.com', now: () => new Date(now) });

describe('Preferences', () => {
  it('are each person’s own, and say what holds before anything is said', async () => {
    const { key } = await api.keyOf('quality');
    expect((await mine(key)).body).toEqual({ rules: [], digestHour: 8, timeZone: 'UTC', language: 'en' });
    const rules = [{ event: 'rectification.*', channels: ['feishu'], digest: false }];
    expect((await mine(key, { rules, timeZone: 'Asia/Shanghai', language: 'zh' })).body).toEqual({ rules, digestHour: 8, timeZone: 'Asia/Shanghai', language: 'zh' });
    const other = await api.keyOf('quality');
    expect((await mine(other.key)).body).toMatchObject({ rules: [], language: 'en' });
  });

  it.each([
    ['a channel nobody knows', { rules: [{ event: '*', channels: ['pigeon'] }] }],
    ['no channel', { rules: [{ event: '*', channels: [] }] }],
    ['no event', { rules: [{ event: 'All of it', channels: ['email'] }] }],
    ['no time zone', { timeZone: 'Mars/Olympus' }],
    ['a language that Steward does not write', { language: 'fr' }],
  ])('with %s are refused', async (_, body) => {
    const { key } = await api.keyOf('quality');
    expect((await mine(key, body)).status).toBe(422);
  });

  it('lead a notice into the chats that were chosen; the first keeps the id', async () => {
    const { key, personId } = await api.keyOf('quality');
    await mine(key, { rules: [{ event: '*', channels: ['slack', 'telegram'] }] });
    const id = await told(personId, 'rectification.reminder');
    const rows = await messagesTo(personId);
    expect(rows.map((row) => [row.channel, row.address, row.id === id])).toEqual([['slack', 'slack', true], ['telegram', 'telegram', false]]);
    expect(rows.map(({ html, status }) => [html, status])).toEqual([['', 'waiting'], ['', 'waiting']]);
  });

  it('leave what is mandatory a mail at once, and what goes to suppliers as it is', async () => {
    const { key, personId } = await api.keyOf('quality');
    await mine(key, { rules: [{ event: '*', channels: ['wecom'], digest: true }] });
    const id = await told(personId, 'rectification.overdue');
    await told(personId, 'rectification.opened', 'contact');
    const rows = await messagesTo(personId);
    expect(rows.map((row) => [row.template, row.channel, row.heldReason])).toEqual([
      ['rectification.overdue', 'email', null],
      ['rectification.opened', 'email', null],
      ['rectification.overdue', 'wecom', null],
    ].sort((a, b) => String(a[1]).localeCompare(String(b[1]))));
    expect(rows.find(({ template, channel }) => template === 'rectification.overdue' && channel === 'email')?.id).toBe(id);
  });
});

describe('The mail of the day', () => {
  it('brings together what was held, once, in the person’s language and at their hour', async () => {
    const { key, personId } = await api.keyOf('quality');
    await mine(key, { rules: [{ event: '*', channels: ['email'], digest: true }], digestHour: 9, timeZone: 'Asia/Shanghai', language: 'ru' });
    await told(personId, 'rectification.planReceived');
    await told(personId, 'appeal.received', 'staff');
    const admin = (await api.keyOf('admin')).key;
    const held = await api.call<{ items: object[] }>('GET', `/api/v1/deliveries?status=held&recipientId=${personId}`, { key: admin });
    expect(held.body.items).toEqual(Array.from({ length: 2 }, () => expect.objectContaining({ reason: 'digest', nextAttempt: '2026-11-25T01:00:00.000Z' })));
    await digests('2026-11-25T00:59:00Z');
    expect((await messagesTo(personId)).map(({ status }) => status)).toEqual(['waiting', 'waiting']);
    await Promise.all([digests('2026-11-25T01:00:00Z'), digests('2026-11-25T01:00:00Z')]);
    await digests('2026-11-25T01:01:00Z');
    const rows = await messagesTo(personId);
    expect(rows.map(({ template, status, heldReason }) => [template, status, heldReason]).toSorted()).toEqual([
      ['appeal.received', 'digested', null],
      ['digest', 'waiting', null],
      ['rectification.planReceived', 'digested', null],
    ]);
    const mail = rows.find(({ template }) => template === 'digest');
    expect(mail?.subject).toBe('Уведомления за день: 2');
    expect(mail?.text).toContain('About rectification.planReceived');
    expect(mail?.text).toContain('About appeal.received');
  });

  it('is not written to somebody who is not there any more', async () => {
    const { key, personId } = await api.keyOf('quality');
    await mine(key, { rules: [{ event: '*', channels: ['email'], digest: true }] });
    await told(personId, 'appeal.received');
    await api.db.prisma.person.update({ where: { id: personId }, data: { active: false } });
    await digests('2026-11-26T08:00:00Z');
    expect((await messagesTo(personId)).map(({ status, lastError }) => [status, lastError])).toEqual([['failed', 'the person is not active any more']]);
  });
});
