import { randomUUID } from 'node:crypto';
import { pushWaiting } from '#apps/channels/deliver-push.js';
import { takeTurn } from '#persistence/channels/pace.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { announce } from '#persistence/webhooks/announce.js';
import { startReceiver, verified, type Receiver } from '#test/webhook-receiver.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

const connectors = { secrets: {}, allowedHosts: ['127.0.0.1'] };
const secret = Buffer.alloc(32, 5);
const channels: { secrets: Record<string, string> } = { secrets: {} };
const HOUR = 3_600_000;

/** Each of them private, loopback, link-local or reserved, however it is written. */
const privateUrls = [
  'https://10.0.0.1/hook',
  'https://127.3/hook',
  'https://2130706434/hook',
  'https://0x7f000002/hook',
  'https://0177.0.0.2/hook',
  'https://169.254.169.254/latest/meta-data',
  'https://192.168.1.1.:8443/',
  'https://0.0.0.0/',
  'https://[::1]/',
  'https://[fe80::1]/',
  'https://[fd00::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[64:ff9b::10.0.0.1]/',
  'https://localhost./',
  'https://hook.localhost/',
];

let api: ApiUnderTest;
let admin: string;
let receiver: Receiver;
/** The clock of deliveries; each test begins an hour after the last. */
let now = new Date('2026-11-24T09:00:00Z');

beforeAll(async () => {
  [api, receiver] = await Promise.all([startApiUnderTest(undefined, { connectors, channels, secret }), startReceiver()]);
  admin = (await api.keyOf('admin')).key;
}, 240_000);
beforeEach(async () => {
  now = new Date(now.getTime() + HOUR);
  receiver.posted.length = 0;
  receiver.answer(204);
  channels.secrets = {};
  await api.db.prisma.channelRate.deleteMany();
});
afterEach(async () => {
  const { body } = await call<{ items: { id: string }[] }>('GET', '/webhooks');
  for (const { id } of body.items) await call('DELETE', `/webhooks/${id}`);
});
afterAll(async () => {
  await Promise.all([api?.close(), receiver?.close()]);
}, 240_000);

interface Item {
  id: string;
  reason: string | null;
  nextAttempt: string | null;
  attempts: number;
  channel: string;
}
const call = <Body = Record<string, unknown>>(method: string, path: string, body?: object, key = admin) => api.call<Body>(method, `/api/v1${path}`, { key, ...(body ? { body } : {}) });
const round = () => pushWaiting({ db: api.db, settings: { secret, connectors, channels }, now: () => now });
const later = (milliseconds: number) => (now = new Date(now.getTime() + milliseconds));
const endpoint = async (change: object = {}) => (await call<{ id: string; secret: string }>('POST', '/webhooks', { url: `${receiver.url}/hook`, events: ['rectification.*'], ...change })).body;
const happened = (event: string) => api.db.transaction((tx) => announce(tx, [{ key: randomUUID(), event, supplierId: null, data: { stage: 'planning' }, at: now }]));
const listed = async (status: string, id: string) => (await call<{ items: Item[] }>('GET', `/deliveries?status=${status}&recipientId=${id}`)).body.items;
const idOf = (position: number) => String(receiver.posted[position]?.headers['webhook-id']);

describe('A webhook', () => {
  it('brings the events that its endpoint asked for, signed, with id and time', async () => {
    const { id, secret: key } = await endpoint();
    await happened('rectification.opened');
    await happened('disruption.opened');
    await round();
    expect(receiver.posted).toHaveLength(1);
    const posted = receiver.posted[0]!;
    expect(verified(posted, key, now)).toEqual({ type: 'rectification.opened', timestamp: now.toISOString(), data: { stage: 'planning' } });
    expect(() => verified({ ...posted, body: `${posted.body} ` }, key, now)).toThrow('signature');
    expect((await call<{ items: object[] }>('GET', `/deliveries/${idOf(0)}/attempts`)).body.items).toEqual([expect.objectContaining({ number: 1, outcome: 'sent' })]);
    await round();
    expect(receiver.posted).toHaveLength(1);
    expect(await listed('waiting', id)).toEqual([]);
  });

  it('is tried again under its id with growing pauses, and is a dead letter after ten tries', async () => {
    const { id } = await endpoint();
    receiver.answer(500, 'broken');
    await happened('rectification.opened');
    await round();
    const [first] = await listed('failed', id);
    expect(first).toMatchObject({ reason: '500 broken', nextAttempt: new Date(now.getTime() + 5_000).toISOString() });
    await round();
    expect(receiver.posted).toHaveLength(1);
    for (let tries = 1; tries < 12; tries++) {
      later(25 * HOUR);
      await round();
    }
    expect(receiver.posted).toHaveLength(10);
    expect(new Set(receiver.posted.map((_, position) => idOf(position))).size).toBe(1);
    expect(await listed('dead', id)).toEqual([expect.objectContaining({ id: idOf(0), attempts: 10, reason: expect.stringContaining('given up'), nextAttempt: null })]);
  });

  it('waits as long as the receiver asks', async () => {
    const { id } = await endpoint();
    receiver.answer(429, '', { 'retry-after': '120' });
    await happened('rectification.opened');
    await round();
    expect((await listed('failed', id))[0]?.nextAttempt).toBe(new Date(now.getTime() + 120_000).toISOString());
    later(119_000);
    await round();
    expect(receiver.posted).toHaveLength(1);
    receiver.answer(204);
    later(1_000);
    await round();
    expect(receiver.posted).toHaveLength(2);
  });

  it('is sent once more when somebody asks: one, or all since a time, and by the operator at once', async () => {
    const { id } = await endpoint();
    await happened('rectification.opened');
    later(60_000);
    const since = now.toISOString();
    await happened('rectification.failed');
    await round();
    // A round sends what is due side by side: which of the two arrives first is open.
    const earlier = receiver.posted.findIndex(({ body }) => (JSON.parse(body) as { type: string }).type === 'rectification.opened');
    const ids = [idOf(earlier), idOf(1 - earlier)];
    expect((await call('POST', `/webhooks/${id}/replay`, { deliveryId: ids[0] })).body).toEqual({ count: 1 });
    expect((await call('POST', `/webhooks/${id}/replay`, { since })).body).toEqual({ count: 1 });
    receiver.answer(500);
    await round();
    expect([idOf(2), idOf(3)].sort()).toEqual([...ids].sort());
    receiver.answer(204);
    expect((await call('POST', `/deliveries/${ids[0]}/retry`)).status).toBe(202);
    await round();
    expect([receiver.posted.length, idOf(4)]).toEqual([5, ids[0]]);
    expect((await call('POST', `/deliveries/${ids[0]}/retry`)).status).toBe(409);
    expect((await call<{ items: object[] }>('GET', `/deliveries/${ids[0]}/attempts`)).body.items).toHaveLength(3);
  });

  it('is held while its endpoint is paused, goes out afterwards, and a receiver that is gone pauses it', async () => {
    const { id } = await endpoint();
    await happened('rectification.opened');
    await call('PATCH', `/webhooks/${id}`, { paused: true });
    await happened('rectification.failed');
    await round();
    expect((await listed('held', id)).map(({ reason, nextAttempt }) => [reason, nextAttempt])).toEqual([['paused', null], ['paused', null]]);
    await call('PATCH', `/webhooks/${id}`, { paused: false });
    receiver.answer(410);
    await happened('rectification.failed');
    await round();
    expect((await call('GET', `/webhooks/${id}`)).body).toMatchObject({ paused: true });
  });

  it('is kept from other processes that look at the same time', async () => {
    await endpoint();
    for (let events = 0; events < 20; events++) await happened('rectification.opened');
    await Promise.all([round(), round(), round()]);
    expect([receiver.posted.length, new Set(receiver.posted.map((_, position) => idOf(position))).size]).toEqual([20, 20]);
  });

  it('goes to no private network that is not named, and to none by http', async () => {
    expect((await call('POST', '/webhooks', { url: 'http://hooks.example.com/', events: ['*'] })).status).toBe(422);
    // A name that resolves to a private address is found out by the delivery alone; here it is put in as if it had been taken.
    const { id } = await endpoint({ url: 'https://hooks.example.com/', events: ['*'] });
    await api.db.prisma.webhookEndpoint.update({ where: { id }, data: { url: 'https://10.0.0.1/hook' } });
    await happened('rectification.opened');
    await round();
    expect(await listed('dead', id)).toEqual([expect.objectContaining({ reason: expect.stringContaining('refusedAddress') })]);
  });

  it.each(privateUrls)('is not taken at %s, nor moved there', async (url) => {
    const refused = { status: 422, body: { errors: [{ path: 'url', message: expect.stringContaining('private or reserved network') }] } };
    expect(await call('POST', '/webhooks', { url, events: ['*'] })).toMatchObject(refused);
    const { id } = await endpoint();
    expect(await call('PATCH', `/webhooks/${id}`, { url })).toMatchObject(refused);
  });

  it('shows its secret once, and a new one on demand; no row holds it', async () => {
    const made = await endpoint();
    expect((await call('GET', `/webhooks/${made.id}`)).body).not.toHaveProperty('secret');
    const { body: rotated } = await call<{ secret: string }>('POST', `/webhooks/${made.id}/secret`);
    expect(rotated.secret).not.toBe(made.secret);
    await happened('rectification.opened');
    await round();
    expect(verified(receiver.posted[0]!, rotated.secret, now).type).toBe('rectification.opened');
    const rows = await api.db.prisma.$queryRaw<{ row: string }[]>`select e::text as row from webhook_endpoints e union all select o::text from outbox o`;
    expect(rows.filter(({ row }) => row.includes(made.secret.slice(6)) || row.includes(rotated.secret.slice(6)))).toEqual([]);
  });

  it('is the administrator’s business', async () => {
    const { key } = await api.keyOf('procurement');
    for (const [method, path] of [['GET', '/webhooks'], ['GET', '/channels'], ['GET', '/deliveries?status=dead']] as const) expect((await call(method, path, undefined, key)).status).toBe(403);
    const auditor = (await api.keyOf('auditor')).key;
    expect((await call('GET', '/webhooks', undefined, auditor)).status).toBe(200);
    expect((await call('POST', '/webhooks', { url: 'https://hooks.example.com', events: ['*'] }, auditor)).status).toBe(403);
  });
});

describe('A chat', () => {
  const waiting = async (channel: string) => {
    const id = randomUUID();
    const row = { id, channel, template: 'rectification.overdue', recipientKind: 'staff', recipientId: id, address: channel, language: 'en' };
    await api.db.transaction((tx) => insertOutbox(tx, [{ ...row, subject: 'Overdue', text: 'The plan is overdue.', html: '', messageId: `<${id}@example.com>`, references: [], createdAt: now }]));
    return id;
  };

  it('is set up by the names of its secrets, tested, and none of them is shown or stored', async () => {
    expect((await call('PUT', '/channels/dingtalk', { secretName: 'DING', signName: 'DING_SIGN' })).body).toMatchObject({ kind: 'dingtalk', secretsAreSet: false });
    expect((await call('POST', '/channels/dingtalk/test')).status).toBe(409);
    channels.secrets = { DING: `${receiver.url}/robot/send?access_token=hidden`, DING_SIGN: 'SEChidden' };
    receiver.answer(200, { errcode: 310000, errmsg: 'sign not match' });
    expect((await call('POST', '/channels/dingtalk/test')).body).toMatchObject({ outcome: 'permanent', code: '310000', detail: 'sign not match' });
    receiver.answer(200, { errcode: 0, errmsg: 'ok' });
    expect((await call('POST', '/channels/dingtalk/test')).body).toMatchObject({ outcome: 'sent' });
    const shown = await call('GET', '/channels');
    expect(JSON.stringify(shown.body)).not.toContain('hidden');
    const rows = await api.db.prisma.$queryRaw<{ row: string }[]>`select c::text as row from chat_channels c`;
    expect(JSON.stringify(rows)).not.toContain('hidden');
  });

  it('takes what it needs and no more', async () => {
    expect((await call('PUT', '/channels/slack', { secretName: 'SLACK', signName: 'SIGN' })).status).toBe(422);
    expect((await call('PUT', '/channels/telegram', { secretName: 'BOT' })).status).toBe(422);
    expect((await call('PUT', '/channels/slack', { secretName: 'https://hooks.slack.com/services/x' })).status).toBe(422);
    expect((await call('PUT', '/channels/irc', { secretName: 'IRC' })).status).toBe(404);
  });

  it('holds what is for it until it is set up', async () => {
    const id = await waiting('wecom');
    await round();
    expect(await listed('held', id)).toEqual([expect.objectContaining({ reason: 'notConfigured' })]);
    channels.secrets = { WECOM: `${receiver.url}/cgi-bin/webhook/send?key=k` };
    receiver.answer(200, { errcode: 0, errmsg: 'ok' });
    await call('PUT', '/channels/wecom', { secretName: 'WECOM' });
    await round();
    expect(receiver.posted.map(({ body }) => JSON.parse(body) as object)).toEqual([{ msgtype: 'markdown', markdown: { content: '**Overdue**\nThe plan is overdue.' } }]);
  });

  it('gets no more at once than the platform allows, whoever sends', async () => {
    channels.secrets = { WECOM: `${receiver.url}/cgi-bin/webhook/send?key=k` };
    receiver.answer(200, { errcode: 0, errmsg: 'ok' });
    await call('PUT', '/channels/wecom', { secretName: 'WECOM' });
    const ids = await Promise.all(Array.from({ length: 12 }, () => waiting('wecom')));
    await Promise.all([round(), round()]);
    expect(receiver.posted).toHaveLength(5);
    const held = (await Promise.all(ids.map((id) => listed('held', id)))).flat();
    expect(held.map(({ reason }) => reason)).toEqual(Array.from({ length: 7 }, () => 'rateLimited'));
    expect(held.every(({ nextAttempt }) => nextAttempt !== null)).toBe(true);
  });
});

it('A pace lets through a burst and then its rate, counted once for all', async () => {
  const pace = { perMinute: 60, burst: 3 };
  const turns = await Promise.all(Array.from({ length: 10 }, () => takeTurn(api.db, 'test', pace)));
  expect(turns.filter((wait) => wait === 0)).toHaveLength(3);
  expect(Math.max(...turns)).toBeLessThanOrEqual(1_000);
});
