import { inBytes, jsonRequest, withLink, type ChatPlatform } from './chat.js';
import { byStatus, push } from './outcome.js';

/** Slack cuts longer texts itself; the recommended length keeps a message in one piece. */
const LONGEST = 4_000;

/** Slack: an incoming webhook. Says `ok`, or why not by status; 429 carries Retry-After. One message a second. */
export const slack: ChatPlatform = {
  pace: { perMinute: 55, burst: 1 },
  signs: false,
  namesChat: false,
  send(message, { address }, surroundings) {
    const text = inBytes(`*${escaped(message.title)}*\n${escaped(withLink(message))}`, LONGEST);
    return push(address, jsonRequest({ text, unfurl_links: false }), surroundings, byStatus);
  },
};

/** The three signs of Slack's mrkdwn that make mentions and links. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
