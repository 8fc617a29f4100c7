import type { DeliveryReport } from '#messaging/inbound/delivery-report.js';
import type { InboundKind } from '#messaging/inbound/kind.js';

/** What a mail of the corpus is to be taken for. */
export interface Expectation {
  readonly kind: InboundKind;
  /** The sender's own words; not stated for mails that nobody reads as a reply. */
  readonly reply?: string;
  /** Names of the files that are kept, and of those that are not. */
  readonly files?: readonly string[];
  readonly refused?: readonly string[];
  /** What a bounce says, in part; null: it says nothing. */
  readonly report?: Partial<DeliveryReport> | null;
  /** Whether the address that it came back from is dead. */
  readonly dead?: boolean;
  /** Why it is not read. */
  readonly unreadable?: RegExp;
  /** The sender, where it is not the contact. */
  readonly from?: string;
  /** It comes under the address of somebody whose domain asks to refuse it. */
  readonly forged?: boolean;
}

/** One mail as it comes, with its SMTP sender. */
export interface CorpusMail {
  readonly name: string;
  readonly raw: Buffer;
  readonly envelopeFrom: string;
  /** Who handed it over; not given: nobody outside. */
  readonly remoteAddress?: string;
  readonly expect: Expectation;
}

/** The contact who writes, and the address that is written to. */
export const CONTACT = 'li@example.com';
export const OURS = 'r-reply@steward.example.com';

/** Lines of a mail as they go over the wire. */
export function lines(...all: readonly string[]): string {
  return all.join('\n').replace(/\r?\n/g, '\r\n');
}

const HEAD = [`From: Li Wei <${CONTACT}>`, `To: Steward <${OURS}>`, 'Date: Tue, 24 Nov 2026 17:20:11 +0800', 'Message-ID: <reply-1@mail.example.com>', 'In-Reply-To: <m1@steward.example.com>', 'MIME-Version: 1.0'];

/** Headers of a mail of the contact; a later one takes the place of an earlier one, but for those that a mail has many of. */
export function head(...more: readonly string[]): string {
  const name = (header: string) => header.slice(0, header.indexOf(':')).toLowerCase();
  const all = [...HEAD, 'Subject: Re: Plan', ...more];
  const last = new Map(all.map((header, index) => [name(header), index]));
  return lines(...all.filter((header, index) => name(header) === 'received' || last.get(name(header)) === index));
}

/** A mail of one part. `content` is sent as it stands in UTF-8. */
export function plain(content: string, ...headers: readonly string[]): Buffer {
  return Buffer.from(`${head('Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', ...headers)}\r\n\r\n${lines(content)}\r\n`);
}

/** A part of a multipart mail; what is no text comes as base64. */
export function part(type: string, content: string | Buffer, ...headers: readonly string[]): string {
  if (typeof content === 'string') return lines(`Content-Type: ${type}`, ...headers, '', content);
  return lines(`Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', ...headers, '', content.toString('base64').replace(/.{76}/g, '$&\n'));
}

/** A file in a part of its own. */
export function file(name: string, type: string, content: Buffer): string {
  return part(`${type}; name="${name}"`, content, `Content-Disposition: attachment; filename="${name}"`);
}

/** Parts together: the header line and the body. */
export function multipart(kind: string, boundary: string, ...parts: readonly string[]): { type: string; body: string } {
  return { type: `Content-Type: multipart/${kind}; boundary="${boundary}"`, body: [...parts.map((each) => `--${boundary}\r\n${each}`), `--${boundary}--`, ''].join('\r\n') };
}

/** A mail of several parts. */
export function composed({ type, body }: { type: string; body: string }, ...headers: readonly string[]): Buffer {
  return Buffer.from(`${head(type, ...headers)}\r\n\r\n${body}`);
}

/** Text and HTML side by side, as most clients send. */
export function alternative(text: string, html: string, ...headers: readonly string[]): Buffer {
  return composed(multipart('alternative', '=_alt', part('text/plain; charset=utf-8', text), part('text/html; charset=utf-8', html)), ...headers);
}

/** A mail of HTML alone. */
export function html(content: string, ...headers: readonly string[]): Buffer {
  return Buffer.from(`${head('Content-Type: text/html; charset=utf-8', ...headers)}\r\n\r\n${lines(content)}\r\n`);
}

/** A mail of the contact that is read as a reply with these words. */
export function reply(name: string, raw: Buffer, words: string, more: Omit<Expectation, 'kind' | 'reply'> = {}): CorpusMail {
  return { name, raw, envelopeFrom: CONTACT, expect: { kind: 'reply', reply: words, ...more } };
}

/** A mail of a machine. */
export function machine(name: string, raw: Buffer, expect: Expectation, envelopeFrom: string = CONTACT): CorpusMail {
  return { name, raw, envelopeFrom, expect };
}

/** What is quoted of our mail, marked line by line. */
export function quoted(text: string): string {
  return text.split('\n').map((line) => `> ${line}`.trimEnd()).join('\n');
}

/** Our mails as they come back in quotations. */
export const TOLD = {
  en: 'Dear Li Wei,\n\nplease send the plan by 27 November 2026.\nBegin your answer with the word\n\nPLAN\n\nSteward',
  zh: '尊敬的李伟：\n\n请于2026年11月27日前提交整改计划。\n回复首行请写\n\n计划\n\nSteward',
  ru: 'Здравствуйте, Ли Вэй!\n\nПросим прислать план до 27 ноября 2026 г.\nНачните ответ словом\n\nПЛАН\n\nSteward',
} as const;
