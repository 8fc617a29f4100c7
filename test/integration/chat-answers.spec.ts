import { createHmac, randomUUID } from 'node:crypto';
import { pushWaiting } from '#apps/channels/deliver-push.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { openDatabase } from '#persistence/database.js';
import { startReceiver, type Receiver } from '#test/webhook-receiver.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { settleMailSetting, type MailSetting } from './mail-setting.js';

const connectors = { secrets: {}, allowedHosts: ['127.0.0.1'] };
const secret = Buffer.alloc(32, 5);
const channels: { secrets: Record<string, string> } = { secrets: {} };

let api: ApiUnderTest;
let platform: Receiver;
let admin: string;
let buyer: { key: string; personId: string };

beforeAll(async () => {
  [api, platform] = await Promise.all([startApiUnderTest(undefined, { connectors, channels, secret }), startReceiver()]);
  channels.secrets = { SLACK: `${platform.url}/api/ xoxb-1`, SLACK_SIGNING: 'signing', TELEGRAM: `${platform.url}/bot1:token`, TELEGRAM_TOKEN: 'token' };
  admin = (await api.keyOf('admin')).key;
  buyer = await api.keyOf('procurement');
  expect((await call('PUT', '/channels/slack', { secretName: 'SLACK', receiveName: 'SLACK_SIGNING', chatId: 'C012AB3CD' })).body).toMatchObject({ secretsAreSet: true, takesAnswers: true });
  await call('PUT', '/channels/telegram', { secretName: 'TELEGRAM', receiveName: 'TELEGRAM_TOKEN', chatId: '-100' });
}, 240_000);
beforeEach(async () => {
  platform.posted.length = 0;
  await api.db.prisma.channelRate.deleteMany();
});
afterAll(async () => {
  await Promise.all([api?.close(), platform?.close()]);
}, 240_000);

const call = <Body = Record<string, unknown>>(method: string, path: string, body?: object, key = admin) => api.call<Body>(method, `/api/v1${path}`, { key, ...(body ? { body } : {}) });
const round = () => pushWaiting({ db: api.db, settings: { secret, connectors, channels }, now: () => new Date() });
/** A notice to the buyer, led along the roads that the buyer chose. */
async function notice(template: string, setting?: MailSetting): Promise<string> {
  const id = randomUUID();
  const about = setting ? { caseId: setting.caseId, supplierId: setting.supplierId } : {};
  const mail = { language: 'en', subject: 'Late again', text: 'The supplier has not answered.', html: '', messageId: `<${id}@example.com>`, references: [], createdAt: new Date() };
  await api.db.transaction((tx) => insertOutbox(tx, [{ id, ...about, channel: 'email', template, recipientKind: 'person', recipientId: buyer.personId, address: 'buyer@example.com', ...mail }]));
  return id;
}
const prefer = (channel: string) => call('PUT', '/me/preferences', { rules: [{ event: '*', channels: [channel] }] }, buyer.key);
/** Posts a notice about a new case into the chat; answers the case. */
async function posted(kind: 'slack' | 'telegram', answer: object): Promise<MailSetting> {
  await prefer(kind);
  const setting = await settleMailSetting(api.db);
  platform.answer(200, answer);
  await notice('rectification.reminder', setting);
  await round();
  return setting;
}
const bySlack = (event: object, { key = 'signing', at = Math.floor(Date.now() / 1_000) } = {}) => {
  const body = JSON.stringify(event);
  const signature = `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`;
  return api.call<Record<string, unknown>>('POST', '/api/v1/channels/slack/answers', { body, headers: { 'content-type': 'application/json', 'x-slack-request-timestamp': String(at), 'x-slack-signature': signature } });
};
const inThread = (thread: string, change: object = {}) => ({ type: 'event_callback', event_id: 'Ev1', event: { type: 'message', channel: 'C012AB3CD', user: 'U0EXAMPLE', text: 'They promised Friday.', ts: '1763800000.000200', thread_ts: thread, ...change } });
const messagesOf = ({ caseId }: MailSetting) => api.db.prisma.message.findMany({ where: { caseId } });

describe('An answer in Slack', () => {
  it('to what was posted about a case becomes one message of that case, by the name of who wrote it, for our eyes only', async () => {
    const setting = await posted('slack', { ok: true, channel: 'C012AB3CD', ts: '1763700000.000100' });
    expect(platform.posted[0]?.path).toBe('/api/chat.postMessage');
    platform.answer(200, { ok: true, user: { real_name: 'Example Buyer', profile: { display_name: 'buyer' } } });
    for (let times = 0; times < 3; times++) expect((await bySlack(inThread('1763700000.000100'))).status).toBe(200);
    expect(await messagesOf(setting)).toEqual([expect.objectContaining({ channel: 'slack', direction: 'out', authorKind: 'chat', authorId: 'slack:U0EXAMPLE', author: 'buyer', text: 'They promised Friday.' })]);
    expect(await api.db.prisma.submission.count({ where: { caseId: setting.caseId } })).toBe(0);
    const shown = await call<{ items: { channel: string }[] }>('GET', `/rectifications/${setting.caseId}/messages`, undefined, buyer.key);
    expect(shown.body.items).toMatchObject([{ channel: 'slack' }]);
    const portal = openDatabase({ url: api.databaseUrl, role: 'portal', applicationName: 'steward-test' });
    const seen = await portal.transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('steward.supplier_id', ${setting.supplierId}, true)`;
      return [await tx.case.count(), await tx.message.count()];
    });
    await portal.close();
    expect(seen).toEqual([1, 0]);
  });

  it('is refused with another key or an old time, and left alone in another thread', async () => {
    const setting = await posted('slack', { ok: true, channel: 'C012AB3CD', ts: '1763700000.000300' });
    const answer = inThread('1763700000.000300', { ts: '1763800000.000400' });
    expect((await bySlack(answer, { key: 'other' })).status).toBe(401);
    expect((await bySlack(answer, { at: Math.floor(Date.now() / 1_000) - 600 })).status).toBe(401);
    expect([(await bySlack(inThread('1763700000.999999'))).status, (await bySlack(inThread('1763700000.000300', { channel: 'C099ZZ9ZZ' }))).status]).toEqual([200, 200]);
    expect((await bySlack({ ...answer, padding: 'x'.repeat(200_000) })).status).toBe(413);
    expect((await bySlack({ type: 'url_verification', challenge: 'abc' })).body).toEqual({ challenge: 'abc' });
    expect(await messagesOf(setting)).toEqual([]);
    await call('PUT', '/channels/slack', { secretName: 'SLACK', chatId: 'C012AB3CD' });
    expect((await bySlack(answer)).status).toBe(404);
    await call('PUT', '/channels/slack', { secretName: 'SLACK', receiveName: 'SLACK_SIGNING', chatId: 'C012AB3CD' });
    expect(await messagesOf(setting)).toEqual([]);
  });
});

describe('A person’s own chat', () => {
  const byTelegram = (message: object, token = 'token') => api.call('POST', '/api/v1/channels/telegram/answers', { body: { update_id: 1, message }, headers: { 'x-telegram-bot-api-secret-token': token } });
  const codeIn = (position: number) => /\d{6}/.exec((JSON.parse(platform.posted[position]?.body ?? '{}') as { text: string }).text)?.[0] ?? '';

  it('counts only once the code that went there was said; then notices go there, what is mandatory by mail as well, and answers bear the person’s name', async () => {
    platform.answer(200, { ok: true, result: { message_id: 1, chat: { id: 77 } } });
    expect((await call('PUT', '/me/chats/telegram', { destination: 'somebody' }, buyer.key)).status).toBe(422);
    expect((await call('PUT', '/me/chats/telegram', { destination: '77' }, buyer.key)).status).toBe(200);
    expect((await call('PUT', '/me/chats/telegram', { destination: '78' }, buyer.key)).status).toBe(429);
    expect(JSON.parse(platform.posted[0]?.body ?? '')).toMatchObject({ chat_id: '77' });
    const code = codeIn(0);

    await prefer('ownTelegram');
    const early = await notice('rectification.reminder');
    expect(await api.db.prisma.outboxMessage.findUnique({ where: { id: early } })).toMatchObject({ channel: 'email', address: 'buyer@example.com' });
    const wrong = code === '000000' ? '000001' : '000000';
    expect((await call('POST', '/me/chats/telegram/verify', { code: wrong }, buyer.key)).status).toBe(422);
    expect((await call('POST', '/me/chats/telegram/verify', { code }, admin)).status).not.toBe(200);
    expect((await call('POST', '/me/chats/telegram/verify', { code }, buyer.key)).status).toBe(200);
    expect((await call('POST', '/me/chats/telegram/verify', { code }, buyer.key)).body).toMatchObject({ code: 'codeExpired' });

    const setting = await settleMailSetting(api.db);
    platform.posted.length = 0;
    platform.answer(200, { ok: true, result: { message_id: 2, chat: { id: 77 } } });
    await notice('rectification.reminder', setting);
    await notice('rectification.overdue');
    await round();
    expect(platform.posted.map(({ body }) => (JSON.parse(body) as { chat_id: string }).chat_id)).toEqual(['77', '77']);
    expect(await api.db.prisma.outboxMessage.count({ where: { recipientId: buyer.personId, channel: 'email', template: 'rectification.overdue' } })).toBe(1);

    const reply = { message_id: 3, date: 1_763_800_000, chat: { id: 77 }, from: { id: 77, is_bot: false, first_name: 'B' }, text: 'I see to it.', reply_to_message: { message_id: 2 } };
    expect((await byTelegram(reply, 'guess')).status).toBe(401);
    for (let times = 0; times < 2; times++) expect((await byTelegram(reply)).status).toBe(200);
    expect(await messagesOf(setting)).toEqual([expect.objectContaining({ channel: 'telegram', authorKind: 'staff', authorId: buyer.personId, text: 'I see to it.' })]);
  });

  it('is nobody else’s, and after five wrong codes a new one is needed', async () => {
    const other = await api.keyOf('procurement');
    platform.answer(200, { ok: true, result: { message_id: 9, chat: { id: 77 } } });
    await call('PUT', '/me/chats/telegram', { destination: '77' }, other.key);
    const code = codeIn(0);
    expect((await call('POST', '/me/chats/telegram/verify', { code }, other.key)).body).toMatchObject({ code: 'destinationTaken' });
    const third = await api.keyOf('quality');
    await call('PUT', '/me/chats/telegram', { destination: '79' }, third.key);
    const right = codeIn(1);
    const guess = right === '111111' ? '222222' : '111111';
    for (let tries = 0; tries < 5; tries++) expect((await call('POST', '/me/chats/telegram/verify', { code: guess }, third.key)).status).toBe(422);
    expect((await call('POST', '/me/chats/telegram/verify', { code: right }, third.key)).body).toMatchObject({ code: 'codeExpired' });
    expect((await call('DELETE', '/me/chats/telegram', undefined, buyer.key)).status).toBe(204);
    const after = await notice('rectification.reminder');
    expect(await api.db.prisma.outboxMessage.findUnique({ where: { id: after } })).toMatchObject({ channel: 'email' });
  });
});
