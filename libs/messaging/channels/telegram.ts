import type { HttpAnswer } from '../outgoing/http-call.js';
import { jsonRequest, withLink, type ChatPlatform } from './chat.js';
import { answered, byStatus, push, type PushResult } from './outcome.js';

/** Characters of a message. */
const LONGEST = 4_096;

/**
 * Telegram: a bot's sendMessage, 20 a minute to one group. The address is the bot's token, or for a Bot API server of one's own
 * its address up to and with the token.
 */
export const telegram: ChatPlatform = {
  pace: { perMinute: 15, burst: 5 },
  signs: false,
  namesChat: true,
  send(message, { address, chatId }, surroundings) {
    const bot = /^https?:/.test(address) ? address.replace(/\/+$/, '') : `https://api.telegram.org/bot${address}`;
    const whole = `${message.title}\n\n${withLink(message)}`;
    const text = whole.length <= LONGEST ? whole : `${whole.slice(0, LONGEST - 2).replace(/[\uD800-\uDBFF]$/, '')} …`;
    return push(`${bot}/sendMessage`, jsonRequest({ chat_id: chatId, text, link_preview_options: { is_disabled: true } }), surroundings, judge);
  },
};

function judge(answer: HttpAnswer, at: Date): PushResult {
  const { ok, error_code: code, description, parameters, result } = answered(answer);
  if (ok === true) return { kind: 'sent', ...nameOf(result) };
  if (ok !== false) return answer.status < 300 ? { kind: 'permanent', code: 'unexpectedAnswer', detail: '' } : byStatus(answer, at);
  const { retry_after: retryAfter, migrate_to_chat_id: movedTo } = (parameters ?? {}) as { retry_after?: number; migrate_to_chat_id?: number };
  const detail = `${String(description ?? '').slice(0, 250)}${movedTo === undefined ? '' : ` (the group is now ${movedTo})`}`;
  const status = typeof code === 'number' ? code : answer.status;
  if (status === 429 || status >= 500) return { kind: 'temporary', code: String(status), detail, retryAfter: retryAfter ?? null };
  return { kind: 'permanent', code: String(status), detail };
}

function nameOf(result: unknown): { platformId?: string } {
  const { chat, message_id: id } = (result ?? {}) as { chat?: { id?: unknown }; message_id?: unknown };
  return typeof chat?.id === 'number' && typeof id === 'number' ? { platformId: `${chat.id}:${id}` } : {};
}
