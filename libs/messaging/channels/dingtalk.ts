import type { HttpAnswer } from '../outgoing/http-call.js';
import { hmac, inBytes, jsonRequest, withoutMarkdown, type ChatPlatform } from './chat.js';
import { answered, byCode, byStatus, push, type PushResult } from './outcome.js';

/** A message may have 20 000 bytes in all. */
const LONGEST = 15_000;
/** Busy; too fast, which shuts the robot out for ten minutes. */
const passing = { [-1]: 60, 130101: 600 };

/** DingTalk: a group's custom robot. 20 messages a minute; signed by timestamp and secret in the query. */
export const dingtalk: ChatPlatform = {
  pace: { perMinute: 15, burst: 5 },
  signs: true,
  namesChat: false,
  send({ title, text, link }, { address, sign }, surroundings) {
    const lines = [`#### ${withoutMarkdown(title)}`, withoutMarkdown(text).replaceAll('\n', '\n\n'), ...(link === null ? [] : [`[Steward](${link})`])];
    const document = { msgtype: 'markdown', markdown: { title: inBytes(title, 200), text: inBytes(lines.join('\n\n'), LONGEST) } };
    return push(signed(address, sign, surroundings.at), jsonRequest(document), surroundings, judge);
  },
};

function signed(address: string, sign: string | null, at: Date): string {
  const url = new URL(address);
  if (sign === null) return url.href;
  const timestamp = String(at.getTime());
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('sign', hmac(sign, `${timestamp}\n${sign}`));
  return url.href;
}

function judge(answer: HttpAnswer, at: Date): PushResult {
  if (answer.status !== 200) return byStatus(answer, at);
  const { errcode, errmsg } = answered(answer);
  return byCode(typeof errcode === 'number' ? errcode : null, String(errmsg ?? ''), passing);
}
