import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatKind } from '#domain/channels/chat.js';
import type { ChatAccess, ChatMessage } from './chat.js';
import { chats } from './chats.js';
import { sendWebhook, webhookSecret, webhookSignature } from './webhook.js';

interface Received {
  readonly path: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const at = new Date('2026-11-24T09:00:00Z');
const allowedHosts = ['127.0.0.1'];
let server: Server;
let url: string;
let received: Received[];
/** null: takes the request and hangs up. */
let reply: Reply | null;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: new URL(request.url ?? '', 'http://x'), headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      if (reply === null) return void request.socket.destroy();
      const { status = 200, body = 'ok', headers = {} } = reply;
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  received = [];
  reply = {};
});
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

const message: ChatMessage = { title: 'Frist <!channel> läuft', text: 'Поставщик не ответил. 请确认。\n*bold*', link: 'https://steward.example.com/cases/1' };
const access: Readonly<Record<ChatKind, () => ChatAccess>> = {
  slack: () => ({ address: `${url}/services/T0/B0/X`, sign: null, chatId: null }),
  teams: () => ({ address: `${url}/workflows/1/triggers/manual/paths/invoke?sig=s`, sign: null, chatId: null }),
  dingtalk: () => ({ address: `${url}/robot/send?access_token=t`, sign: 'SECdemo', chatId: null }),
  feishu: () => ({ address: `${url}/open-apis/bot/v2/hook/h`, sign: 'demo', chatId: null }),
  wecom: () => ({ address: `${url}/cgi-bin/webhook/send?key=k`, sign: null, chatId: null }),
  telegram: () => ({ address: `${url}/bot1:token`, sign: null, chatId: '-100' }),
};
const good: Readonly<Record<ChatKind, Reply>> = {
  slack: { body: 'ok' },
  teams: { status: 202, body: '' },
  dingtalk: { body: { errcode: 0, errmsg: 'ok' } },
  feishu: { body: { code: 0, msg: 'success', data: {} } },
  wecom: { body: { errcode: 0, errmsg: 'ok' } },
  telegram: { body: { ok: true, result: { message_id: 1 } } },
};
const kinds = Object.keys(chats) as ChatKind[];
const send = (kind: ChatKind, said: ChatMessage = message) => chats[kind].send(said, access[kind](), { allowedHosts, at, patience: 5_000 });
const posted = () => JSON.parse(received[0]?.body ?? '') as Record<string, never>;

describe.each(kinds)('%s', (kind) => {
  it('takes a message as JSON in UTF-8', async () => {
    reply = good[kind];
    expect(await send(kind)).toEqual({ kind: 'sent' });
    expect(received).toHaveLength(1);
    expect(received[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(received[0]?.body).toContain('请确认');
    expect(received[0]?.body).toContain('https://steward.example.com/cases/1');
  });

  it('is asked again when it is broken, when it is too busy, or when nobody is there', async () => {
    reply = { status: 503, body: 'away' };
    expect(await send(kind)).toMatchObject({ kind: 'temporary', code: '503' });
    reply = { status: 429, body: '', headers: { 'retry-after': '30' } };
    expect(await send(kind)).toMatchObject({ kind: 'temporary', retryAfter: 30 });
    const nobody = { ...access[kind](), address: access[kind]().address.replace(/:\d+/, ':1') };
    expect(await chats[kind].send(message, nobody, { allowedHosts, at })).toMatchObject({ kind: 'temporary', code: 'unreachable' });
  });

  it('that hangs up after it was told may have taken the message', async () => {
    reply = null;
    expect(await send(kind)).toMatchObject({ kind: 'ambiguous' });
  });

  it('is refused in a private network that is not named', async () => {
    expect(await chats[kind].send(message, access[kind](), { allowedHosts: [], at })).toMatchObject({ kind: 'permanent', code: 'refusedAddress' });
    expect(received).toEqual([]);
  });

  it('gets no more than it takes, in whole characters', async () => {
    reply = good[kind];
    await send(kind, { ...message, text: '整改😀'.repeat(5_000) });
    const limits: Readonly<Record<ChatKind, number>> = { slack: 5_000, teams: 28_000, dingtalk: 20_000, feishu: 20_000, wecom: 4_500, telegram: 20_000 };
    expect(Buffer.byteLength(received[0]?.body ?? '')).toBeLessThanOrEqual(limits[kind]);
    expect(received[0]?.body).not.toMatch(/\uFFFD|\\ud8/i);
  });
});

describe('The protocol of', () => {
  it('Slack mentions nobody by what a text says', async () => {
    await send('slack');
    expect(posted()).toMatchObject({ text: expect.stringContaining('&lt;!channel&gt;') });
  });

  it('Teams has an adaptive card in an attachment', async () => {
    reply = good.teams;
    await send('teams');
    const card = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', wrap: true }, { type: 'TextBlock', wrap: true }], actions: [{ type: 'Action.OpenUrl', url: message.link }] };
    expect(posted()).toMatchObject({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }] });
  });

  it('DingTalk signs timestamp and secret in the query', async () => {
    reply = good.dingtalk;
    await send('dingtalk');
    const { searchParams } = received[0]?.path ?? new URL(url);
    const sign = createHmac('sha256', 'SECdemo').update(`${at.getTime()}\nSECdemo`).digest('base64');
    expect(Object.fromEntries(searchParams)).toEqual({ access_token: 't', timestamp: String(at.getTime()), sign });
    expect(posted()).toMatchObject({ msgtype: 'markdown' });
  });

  it('Feishu signs nothing with timestamp and secret as the key, in the body', async () => {
    reply = good.feishu;
    await send('feishu');
    const timestamp = String(at.getTime() / 1_000);
    expect(posted()).toMatchObject({ timestamp, sign: createHmac('sha256', `${timestamp}\ndemo`).update('').digest('base64'), msg_type: 'post' });
  });

  it('WeCom takes 4096 bytes of Markdown, link included', async () => {
    reply = good.wecom;
    await send('wecom', { ...message, text: '整改'.repeat(5_000) });
    const { content } = (posted() as unknown as { markdown: { content: string } }).markdown;
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4_096);
    expect(content).toContain('[Steward](https://steward.example.com/cases/1)');
  });

  it('Slack takes a bot’s token too, and says what it calls the message', async () => {
    const bot = (chatId: string | null) => chats.slack.send(message, { address: `${url}/api/ xoxb-1`, sign: null, chatId }, { allowedHosts, at, patience: 5_000 });
    reply = { body: { ok: true, channel: 'C1', ts: '1503435956.000247' } };
    expect(await bot('C1')).toEqual({ kind: 'sent', platformId: 'C1:1503435956.000247' });
    expect([received[0]?.path.pathname, received[0]?.headers.authorization, (posted() as unknown as { channel: string }).channel]).toEqual(['/api/chat.postMessage', 'Bearer xoxb-1', 'C1']);
    expect(await bot(null)).toMatchObject({ kind: 'permanent', code: 'noChat' });
    for (const [answer, outcome] of [
      [{ body: { ok: false, error: 'not_in_channel' } }, { kind: 'permanent', code: 'not_in_channel' }],
      [{ body: { ok: false, error: 'internal_error' } }, { kind: 'temporary', code: 'internal_error' }],
      [{ status: 429, headers: { 'retry-after': '30' }, body: { ok: false, error: 'ratelimited' } }, { kind: 'temporary', retryAfter: 30 }],
      [{ body: '<html>' }, { kind: 'permanent', code: 'unexpectedAnswer' }],
    ] as const) {
      reply = answer;
      expect(await bot('C1')).toMatchObject(outcome);
    }
  });

  it('Telegram says what it calls the message', async () => {
    reply = { body: { ok: true, result: { message_id: 5, chat: { id: -100 } } } };
    expect(await send('telegram')).toEqual({ kind: 'sent', platformId: '-100:5' });
  });

  it('Telegram names the chat and takes 4096 characters', async () => {
    reply = good.telegram;
    await send('telegram', { ...message, text: '😀'.repeat(5_000) });
    const { chat_id: chat, text } = posted() as unknown as { chat_id: string; text: string };
    expect([chat, text.length <= 4_096, received[0]?.path.pathname]).toEqual(['-100', true, '/bot1:token/sendMessage']);
  });
});

describe('What the platforms answer is understood:', () => {
  it.each<[ChatKind, Reply, object]>([
    ['slack', { status: 404, body: 'no_service' }, { kind: 'permanent', code: '404', detail: 'no_service' }],
    ['slack', { status: 410, body: 'channel_is_archived' }, { kind: 'permanent', code: '410' }],
    ['slack', { status: 500, body: 'rollup_error' }, { kind: 'temporary', code: '500' }],
    ['teams', { status: 413, body: '' }, { kind: 'permanent', code: '413' }],
    ['teams', { body: 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x' }, { kind: 'temporary', code: '429' }],
    ['dingtalk', { body: { errcode: 310000, errmsg: 'sign not match' } }, { kind: 'permanent', code: '310000', detail: 'sign not match' }],
    ['dingtalk', { body: { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' } }, { kind: 'temporary', retryAfter: 600 }],
    ['feishu', { body: { code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' } }, { kind: 'permanent', code: '19021' }],
    ['feishu', { body: { code: 11232, msg: 'frequency limited' } }, { kind: 'temporary', code: '11232' }],
    ['feishu', { status: 400, headers: { 'x-ogw-ratelimit-reset': '52' }, body: { code: 99991400, msg: 'request trigger frequency limit' } }, { kind: 'temporary', retryAfter: 52 }],
    ['wecom', { body: { errcode: 93000, errmsg: 'invalid webhook url' } }, { kind: 'permanent', code: '93000' }],
    ['wecom', { body: { errcode: 45009, errmsg: 'api freq out of limit' } }, { kind: 'temporary', code: '45009' }],
    ['wecom', { body: '<html>sign in</html>' }, { kind: 'permanent', code: 'unexpectedAnswer' }],
    ['telegram', { status: 429, body: { ok: false, error_code: 429, description: 'Too Many Requests: retry after 34', parameters: { retry_after: 34 } } }, { kind: 'temporary', retryAfter: 34 }],
    ['telegram', { status: 403, body: { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' } }, { kind: 'permanent', code: '403' }],
    ['telegram', { status: 400, body: { ok: false, error_code: 400, description: 'Bad Request: group chat was upgraded', parameters: { migrate_to_chat_id: -1001 } } }, { kind: 'permanent', detail: expect.stringContaining('-1001') }],
  ])('%s %j', async (kind, answer, outcome) => {
    reply = answer;
    expect(await send(kind)).toMatchObject(outcome);
  });
});

describe('A webhook', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const sent = (body = '{}') => sendWebhook({ url: `${url}/hook`, secret, id: 'msg_1', body }, { allowedHosts, at, patience: 5_000 });

  it('is signed as the vector of Standard Webhooks', () => {
    const given = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: new Date(1_614_265_330_000), body: '{"test": 2432232314}' };
    expect(webhookSignature(secret, given)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('has a secret of 32 bytes that follows from the installation, the endpoint and its version', () => {
    const made = (id: string, secretVersion: number, key = 1) => webhookSecret({ id, secretVersion }, Buffer.alloc(32, key));
    expect(made('a', 1)).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(new Set([made('a', 1), made('a', 2), made('b', 1), made('a', 1, 2)]).size).toBe(4);
  });

  it('is asked again at whatever is no success, but not where the endpoint is gone', async () => {
    for (const [status, kind] of [[200, 'sent'], [204, 'sent'], [400, 'temporary'], [401, 'temporary'], [500, 'temporary'], [410, 'permanent'], [302, 'temporary']] as const) {
      reply = { status, headers: status === 302 ? { location: '/elsewhere' } : {}, body: status === 204 ? '' : 'x' };
      expect([status, (await sent()).kind]).toEqual([status, kind]);
    }
    reply = null;
    expect(await sent()).toMatchObject({ kind: 'temporary', code: 'unreachable' });
  });

  it('follows a redirect that repeats the request, but into no private network', async () => {
    reply = { status: 307, headers: { location: 'http://[::1]:9/' } };
    expect(await sent('{"a":1}')).toMatchObject({ kind: 'permanent', code: 'refusedAddress' });
    reply = { status: 308, headers: { location: '/hook' } };
    expect(await sent('{"a":1}')).toMatchObject({ kind: 'permanent', code: 'tooManyRedirects' });
    expect(new Set(received.map(({ body }) => body))).toEqual(new Set(['{"a":1}']));
  });

  it('whose answer never ends is cut and counts by its status', async () => {
    reply = { body: 'x'.repeat(1_000_000) };
    expect(await sent()).toEqual({ kind: 'sent' });
  });
});
