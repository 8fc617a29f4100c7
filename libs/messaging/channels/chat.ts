import { createHmac } from 'node:crypto';
import type { PushResult, PushSurroundings } from './outcome.js';

/** What is said in a chat: plain text, whatever the platform makes of it. */
export interface ChatMessage {
  readonly title: string;
  readonly text: string;
  /** Where the matter stands in Steward. */
  readonly link: string | null;
}

/** What opens a chat, out of the environment. `address`: the webhook's address, or Telegram's token. */
export interface ChatAccess {
  readonly address: string;
  readonly sign: string | null;
  readonly chatId: string | null;
}

/** How often a platform lets us speak: `perMinute` in the long run, `burst` at once. */
export interface ChannelPace {
  readonly perMinute: number;
  readonly burst: number;
}

/** A platform. */
export interface ChatPlatform {
  readonly pace: ChannelPace;
  /** Whether a secret for signatures belongs to it. */
  readonly signs: boolean;
  /** Whether the chat is named besides its address; `byToken`: where that is a token. */
  readonly namesChat: boolean | 'byToken';
  send(message: ChatMessage, access: ChatAccess, surroundings: PushSurroundings): Promise<PushResult>;
}

const CUT = ' …';

/** The beginning of a text in so many bytes of UTF-8, whole characters only. */
export function inBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const head = Buffer.from(text).subarray(0, limit - Buffer.byteLength(CUT)).toString('utf8');
  return head.replace(/\uFFFD+$/, '').trimEnd() + CUT;
}

/** The JSON body of a POST, with its type. */
export function jsonRequest(document: unknown): { body: Buffer; headers: Readonly<Record<string, string>> } {
  return { body: Buffer.from(JSON.stringify(document)), headers: { 'content-type': 'application/json; charset=utf-8' } };
}

/** HMAC-SHA256, base64. */
export function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}

/** The text with its link below, plain. */
export function withLink({ text, link }: ChatMessage): string {
  return link === null ? text : `${text}\n${link}`;
}

/** Markdown's own signs as what they are, in texts that people wrote. */
export function withoutMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#]/g, (sign) => `\\${sign}`);
}
