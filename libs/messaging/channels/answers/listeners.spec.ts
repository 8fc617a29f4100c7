import { createHmac } from 'node:crypto';
import type { ChatPost } from './answer.js';
import { listeners } from './listeners.js';

const now = new Date('2026-11-24T09:00:00Z');
const seconds = String(now.getTime() / 1_000);
const post = (body: string, headers: Record<string, string>): ChatPost => ({ body, header: (name) => headers[name] ?? '' });

describe('Slack', () => {
  const secret = '8f742231b10e8888abcd99yyyzzz85a5';
  const signed = (body: string, timestamp = seconds, key = secret) =>
    post(body, { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex')}` });
  const said = (change: object = {}) =>
    JSON.stringify({ type: 'event_callback', event_id: 'Ev0PV52K21', event: { type: 'message', channel: 'C1', user: 'U1', text: 'They &amp; we <https://example.com|agreed>, <@U2>', ts: '1795510800.000200', thread_ts: '1795510700.000100', ...change } });
  const listen = (given: ChatPost) => listeners.slack(given, secret, now);

  it('is believed by the vector of its documentation', () => {
    const body = 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const headers = { 'x-slack-request-timestamp': '1531420618', 'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503' };
    expect(listeners.slack(post(body, headers), secret, new Date(1_531_420_618_000))).toBe('nothing');
    expect(listeners.slack(post(body, headers), secret, now)).toBe('forged');
  });

  it('brings what a person writes in a thread, as people read it', () => {
    expect(listen(signed(said()))).toEqual({
      answer: { id: 'C1:1795510800.000200', to: 'C1:1795510700.000100', userId: 'U1', userName: null, text: 'They & we agreed (https://example.com), @U2', at: new Date(1_795_510_800_000) },
    });
    expect(listen(signed(JSON.stringify({ type: 'url_verification', challenge: 'abc' })))).toEqual({ challenge: 'abc' });
  });

  it.each([
    ['outside of a thread', { thread_ts: undefined }],
    ['that opens a thread', { thread_ts: '1795510800.000200' }],
    ['of a bot', { bot_id: 'B1' }],
    ['that was edited', { subtype: 'message_changed' }],
    ['without text', { text: undefined }],
    ['that is no message', { type: 'reaction_added' }],
  ])('brings nothing %s', (_, change) => {
    expect(listen(signed(said(change)))).toBe('nothing');
  });

  it('is not believed with another key, another body, an old or a missing time', () => {
    const good = signed(said());
    const old = String(Number(seconds) - 301);
    for (const forged of [signed(said(), seconds, 'other'), { ...good, body: `${good.body} ` }, signed(said(), old), signed(said(), String(Number(seconds) + 301)), post(said(), {}), signed(said(), `${seconds}e0`)]) {
      expect(listen(forged)).toBe('forged');
    }
    for (const odd of ['', '[]', 'null', '{"type":"event_callback","event":[]}', '{"type":"event_callback"}']) expect(listen(signed(odd))).toBe('nothing');
  });
});

describe('Telegram', () => {
  const update = (change: object = {}) =>
    JSON.stringify({ update_id: 1, message: { message_id: 12, date: 1_795_510_800, chat: { id: -100 }, from: { id: 7, is_bot: false, first_name: 'Example', last_name: 'Reader' }, text: 'Принято', reply_to_message: { message_id: 11 }, ...change } });
  const listen = (body: string, token = 'secret-token') => listeners.telegram(post(body, { 'x-telegram-bot-api-secret-token': token }), 'secret-token', now);

  it('brings what a person replies', () => {
    expect(listen(update())).toEqual({ answer: { id: '-100:12', to: '-100:11', userId: '7', userName: 'Example Reader', text: 'Принято', at: new Date(1_795_510_800_000) } });
  });

  it('brings nothing else, and is not believed without its token', () => {
    for (const change of [{ reply_to_message: undefined }, { from: { id: 7, is_bot: true } }, { text: undefined }, { message_id: '12' }]) expect(listen(update(change))).toBe('nothing');
    for (const odd of ['', '1', '{"edited_message":{}}']) expect(listen(odd)).toBe('nothing');
    for (const token of ['', 'secret-toke', 'secret-tokens', 'Secret-token']) expect(listen(update(), token)).toBe('forged');
  });
});
