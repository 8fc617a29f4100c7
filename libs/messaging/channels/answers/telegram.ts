import { asObject, objectOf, sameSecret, type ChatAnswer, type ListenToChat } from './answer.js';

/** Telegram's webhook: proved by the token that `setWebhook` was given. It names no time; the same update again is the same answer. */
export const listenToTelegram: ListenToChat = ({ body, header }, secret) => {
  if (!sameSecret(header('x-telegram-bot-api-secret-token'), secret)) return 'forged';
  const answer = answerIn(asObject(objectOf(body)?.['message']));
  return answer ? { answer } : 'nothing';
};

/** A text of a person that replies to a message of the same chat. */
function answerIn(message: Readonly<Record<string, unknown>> | null): ChatAnswer | null {
  const [chat, from, replied] = [asObject(message?.['chat']), asObject(message?.['from']), asObject(message?.['reply_to_message'])];
  if (!message || !chat || !from || !replied || from['is_bot'] === true) return null;
  const { message_id: id, text, date } = message;
  if (typeof text !== 'string' || ![id, date, chat['id'], from['id'], replied['message_id']].every((each) => typeof each === 'number')) return null;
  const name = [from['first_name'], from['last_name']].filter((part) => typeof part === 'string').join(' ').trim();
  return { id: `${chat['id']}:${id}`, to: `${chat['id']}:${replied['message_id']}`, userId: String(from['id']), userName: name || null, text, at: new Date(Number(date) * 1_000) };
}
