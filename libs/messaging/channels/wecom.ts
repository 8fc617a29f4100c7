import type { HttpAnswer } from '../outgoing/http-call.js';
import { inBytes, jsonRequest, type ChatPlatform } from './chat.js';
import { answered, byCode, byStatus, push, type PushResult } from './outcome.js';

/** Of Markdown 4096 bytes. */
const LONGEST = 4_096;
/** Busy; too often. */
const passing = { [-1]: 60, 45009: 60 };

/** WeCom: a group's robot, whose address holds its key. 20 messages a minute. */
export const wecom: ChatPlatform = {
  pace: { perMinute: 15, burst: 5 },
  signs: false,
  namesChat: false,
  send({ title, text, link }, { address }, surroundings) {
    const foot = link === null ? '' : `\n[Steward](${link})`;
    const head = inBytes(`**${plain(title)}**\n${plain(text)}`, LONGEST - Buffer.byteLength(foot));
    return push(address, jsonRequest({ msgtype: 'markdown', markdown: { content: head + foot } }), surroundings, judge);
  },
};

/** The platform knows no escapes; angle brackets would mention people or colour text. */
function plain(text: string): string {
  return text.replaceAll('<', '＜').replaceAll('>', '＞');
}

function judge(answer: HttpAnswer, at: Date): PushResult {
  if (answer.status !== 200) return byStatus(answer, at);
  const { errcode, errmsg } = answered(answer);
  return byCode(typeof errcode === 'number' ? errcode : null, String(errmsg ?? ''), passing);
}
