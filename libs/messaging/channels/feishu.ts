import type { HttpAnswer } from '../outgoing/http-call.js';
import { hmac, inBytes, jsonRequest, type ChatPlatform } from './chat.js';
import { answered, byCode, byStatus, push, type PushResult } from './outcome.js';

/** A request may have 20 KB in all. */
const LONGEST = 12_000;
/** The robot's frequency; the platform's, which also comes with status 400 or 429. */
const passing = { 11232: 60, 99991400: 60 };

/** Feishu and Lark: a group's custom bot. 100 messages a minute, 5 a second; signed by timestamp and secret in the body. */
export const feishu: ChatPlatform = {
  pace: { perMinute: 90, burst: 3 },
  signs: true,
  namesChat: false,
  send({ title, text, link }, { address, sign }, surroundings) {
    const timestamp = String(Math.floor(surroundings.at.getTime() / 1_000));
    const lines = [[{ tag: 'text', text: inBytes(text, LONGEST) }], ...(link === null ? [] : [[{ tag: 'a', text: 'Steward', href: link }]])];
    const document = {
      // The platform signs nothing: timestamp and secret are the key.
      ...(sign === null ? {} : { timestamp, sign: hmac(`${timestamp}\n${sign}`, '') }),
      msg_type: 'post',
      content: { post: { zh_cn: { title: inBytes(title, 500), content: lines } } },
    };
    return push(address, jsonRequest(document), surroundings, judge);
  },
};

function judge(answer: HttpAnswer, at: Date): PushResult {
  const { code, msg } = answered(answer);
  if (answer.status !== 200 && code !== 99991400) return byStatus(answer, at);
  const result = byCode(typeof code === 'number' ? code : null, String(msg ?? ''), passing);
  const reset = Number(answer.headers['x-ogw-ratelimit-reset']);
  return result.kind === 'temporary' && reset > 0 ? { ...result, retryAfter: reset } : result;
}
