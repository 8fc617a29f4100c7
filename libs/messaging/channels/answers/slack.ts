import { createHmac } from 'node:crypto';
import { asObject, objectOf, sameSecret, type ChatAnswer, type ListenToChat } from './answer.js';

/** A request that is older, or so much ahead, is a replay. Slack's own recommendation, in seconds. */
const TOLERANCE = 300;

/** Slack's Events API: signed by the app's signing secret (v0), with the time of the request. */
export const listenToSlack: ListenToChat = ({ body, header }, secret, now) => {
  const timestamp = header('x-slack-request-timestamp');
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1_000 - Number(timestamp)) > TOLERANCE) return 'forged';
  const expected = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  if (!sameSecret(header('x-slack-signature'), expected)) return 'forged';
  const document = objectOf(body);
  if (document?.['type'] === 'url_verification' && typeof document['challenge'] === 'string') return { challenge: document['challenge'] };
  const answer = document?.['type'] === 'event_callback' ? answerIn(document['event']) : null;
  return answer ? { answer } : 'nothing';
};

/** A plain message of a person in a thread: an edited or deleted one has a subtype, a bot's its id. */
function answerIn(given: unknown): ChatAnswer | null {
  const event = asObject(given);
  if (!event || !['message', 'app_mention'].includes(String(event['type'])) || event['subtype'] !== undefined || event['bot_id'] !== undefined) return null;
  const { channel, user, text, ts, thread_ts: thread } = event;
  if (![channel, user, text, ts, thread].every((each) => typeof each === 'string') || ts === thread) return null;
  return { id: `${channel}:${ts}`, to: `${channel}:${thread}`, userId: String(user), userName: null, text: plain(String(text)), at: new Date(Number(ts) * 1_000) };
}

function plain(text: string): string {
  return text
    .replaceAll(/<(https?:[^|>]+)\|([^>]*)>/g, '$2 ($1)')
    .replaceAll(/<([^>|]+)(?:\|([^>]*))?>/g, (_, target: string, label?: string) => label ?? target)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
