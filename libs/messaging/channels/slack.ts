import type { HttpAnswer } from '../outgoing/http-call.js';
import { inBytes, jsonRequest, withLink, type ChatPlatform } from './chat.js';
import { answered, byStatus, push, type PushResult } from './outcome.js';

/** Slack cuts longer texts itself; the recommended length keeps a message in one piece. */
const LONGEST = 4_000;
/** What `chat.postMessage` says when it is busy. */
const passing = ['ratelimited', 'rate_limited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];

/**
 * Slack, one message a second: an incoming webhook, which says `ok`, or why not by status; or a bot's token and `chat.postMessage`, which
 * tells the message's `ts`, so that answers in its thread can be taken in.
 */
export const slack: ChatPlatform = {
  pace: { perMinute: 55, burst: 1 },
  signs: false,
  namesChat: 'byToken',
  send(message, { address, chatId }, surroundings) {
    const text = inBytes(`*${escaped(message.title)}*\n${escaped(withLink(message))}`, LONGEST);
    const bot = slackBot(address);
    if (!bot) return push(address, jsonRequest({ text, unfurl_links: false }), surroundings, byStatus);
    if (chatId === null) return Promise.resolve({ kind: 'permanent', code: 'noChat', detail: 'The channel of the bot is not set.' });
    const { body, headers } = jsonRequest({ channel: chatId, text, unfurl_links: false });
    return push(`${bot.api}chat.postMessage`, { body, headers: { ...headers, authorization: `Bearer ${bot.token}` } }, surroundings, judge);
  },
};

/** A bot's token, for another Slack than slack.com behind the address of its API and a space; null for a webhook's address. */
export function slackBot(address: string): { api: string; token: string } | null {
  const [, api = 'https://slack.com/api/', token] = /^(?:(https?:\S+\/) )?(xox\S+)$/.exec(address) ?? [];
  return token === undefined ? null : { api, token };
}

function judge(answer: HttpAnswer, at: Date): PushResult {
  if (answer.status !== 200) return byStatus(answer, at);
  const { ok, error, channel, ts } = answered(answer);
  if (ok === true) return typeof channel === 'string' && typeof ts === 'string' ? { kind: 'sent', platformId: `${channel}:${ts}` } : { kind: 'sent' };
  if (typeof error !== 'string') return { kind: 'permanent', code: 'unexpectedAnswer', detail: '' };
  return passing.includes(error) ? { kind: 'temporary', code: error, detail: '', retryAfter: null } : { kind: 'permanent', code: error.slice(0, 60), detail: '' };
}

/** The three signs of Slack's mrkdwn that make mentions and links. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
