import type { Address, Attachment, Email } from 'postal-mime';
import { excessOf, MOST_HTML, MOST_TEXT, openingOf, parseHere, Unreadable, type ParseMail } from './bounds.js';
import { calendarAnswerOf, type CalendarAnswer } from './calendar-answer.js';
import { deliveryReportOf, type DeliveryReport } from './delivery-report.js';
import { kindOf, type InboundKind } from './kind.js';
import { cutQuotation } from './quotation.js';
import { beginningOf, wellFormed } from './well-formed.js';

/** A file that came with a mail, as the mail declares it; nothing of it is trusted yet. */
export interface InboundAttachment {
  readonly name: string;
  /** As the sender declared it. */
  readonly mediaType: string;
  readonly content: Buffer;
}

/** A mail as read. Addresses are lower case; texts are bounded, and such that PostgreSQL can store them. */
export interface InboundContent {
  /** Why the mail was not read: then only its headers and the raw beginning of its text are here. Null when it was. */
  readonly unreadable: string | null;
  readonly kind: InboundKind;
  /** '' when the mail names no sender. */
  readonly from: string;
  readonly fromName: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** With angle brackets, as in the header. */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  /** The text up to a bound that no letter reaches; from the HTML part where there is no plain one. */
  readonly text: string;
  /** The text without quotation and client signatures. */
  readonly reply: string;
  /** Without pictures that only belong to the HTML, such as logos. */
  readonly attachments: readonly InboundAttachment[];
  /** What a bounce says about the mail that caused it; null for every other kind, and where it says nothing. */
  readonly report: DeliveryReport | null;
  /** What a calendar answers; null for every other kind, and where it cannot be read. */
  readonly calendarAnswer: CalendarAnswer | null;
}

/** More than any subject that people write, in UTF-16 units. */
const LONGEST_SUBJECT = 2_000;

/** Where mail clients put what they quote into HTML; what stands before it is the writer's. */
const QUOTED_HTML =
  /<(?:blockquote\b|includetail\b|hr\s[^<>]{0,80}tabindex|[a-z]{1,20}\s[^<>]{0,200}(?:class|id)\s?=\s?["']?(?:gmail_quote|moz-cite-prefix|yahoo_quoted|divrplyfwdmsg|appendonsend|isreplycontent|ntes-mailmaster-quote|mail-quote))/i;

/** What mail programs put beside a text and nobody means as a file: signatures, and dates for the calendar. */
const BESIDE = /^(?:application\/(?:x-)?pkcs7-signature|application\/pgp-signature|text\/calendar|application\/ics)$/i;

/** The SMTP sender; an empty one marks a bounce (RFC 5321, 4.5.5). */
interface Envelope {
  readonly from?: string;
}

/**
 * Reads a raw mail (RFC 5322) within bounds. What cannot be parsed, or would cost too much, comes back as `unreadable`.
 * @throws what `parse` throws, except Unreadable
 */
export async function readInboundMail(raw: Uint8Array, envelope: Envelope = {}, parse: ParseMail = parseHere): Promise<InboundContent> {
  try {
    const excess = excessOf(raw);
    if (excess) throw new Unreadable(excess);
    const email = await parse(raw);
    if (isEncrypted(email)) throw new Unreadable('it is encrypted');
    const headers = headersOf(email, envelope);
    const report = headers.kind === 'bounce' ? deliveryReportOf(email) : null;
    const calendarAnswer = headers.kind === 'calendar' ? calendarAnswerOf(email) : null;
    const files = email.attachments.filter((file) => !file.related && !BESIDE.test(file.mimeType));
    return { ...headers, ...(await textsOf(email, parse)), unreadable: null, report, calendarAnswer, attachments: files.map(attachment) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ...(await readInboundHeaders(raw, envelope)), unreadable: wellFormed(error.message) };
  }
}

/**
 * Reads only the headers of a mail, from its first bytes ({@link OPENING} are enough); its text is the raw beginning of what
 * follows them. Never throws.
 */
export async function readInboundHeaders(raw: Uint8Array, envelope: Envelope = {}): Promise<InboundContent> {
  const { headers, body } = openingOf(raw);
  const text = wellFormed(Buffer.from(body).toString('utf8'));
  const nothing: Email = { headers: [], headerLines: [], attachments: [] };
  const email = await parseHere(headers).catch(() => nothing);
  return { ...headersOf(email, envelope), unreadable: null, text, reply: text, report: null, calendarAnswer: null, attachments: [] };
}

/** S/MIME (RFC 8551) and PGP/MIME (RFC 3156) that hide the text; what is only signed stays readable. */
function isEncrypted(email: Email): boolean {
  const type = email.headers.find(({ key }) => key === 'content-type')?.value.toLowerCase() ?? '';
  return /^multipart\/encrypted\b/.test(type) || (/^application\/(?:x-)?pkcs7-mime\b/.test(type) && !/smime-type\s*=\s*"?signed-data/.test(type));
}

function headersOf(email: Email, envelope: Envelope) {
  const [from] = mailboxes(email.from ? [email.from] : []);
  return {
    kind: kindOf(email, from?.address ?? '', envelope.from),
    from: from?.address ?? '',
    fromName: from?.name ?? '',
    to: mailboxes([...(email.to ?? []), ...(email.cc ?? [])]).map(({ address }) => address),
    subject: wellFormed(beginningOf((email.subject ?? '').replace(/\s+/g, ' ').trim(), LONGEST_SUBJECT)),
    messageId: messageIds(email.messageId)[0] ?? null,
    inReplyTo: messageIds(email.inReplyTo)[0] ?? null,
    references: messageIds(email.references),
  };
}

async function textsOf(email: Email, parse: ParseMail): Promise<{ text: string; reply: string }> {
  const plain = bounded(email.text ?? '', MOST_TEXT);
  if (plain.trim() !== '' || !email.html) return { text: plain, reply: cutQuotation(plain) };
  const html = bounded(email.html, MOST_HTML);
  const own = unquotedHtml(html);
  const text = await textOfHtml(html, parse);
  return { text, reply: cutQuotation(own === html ? text : await textOfHtml(own, parse)) };
}

function mailboxes(addresses: readonly Address[]): { name: string; address: string }[] {
  const flat = addresses.flatMap((address) => address.group ?? [address]);
  return flat.map(({ name, address }) => ({ name: wellFormed(name), address: wellFormed(address ?? '').trim().toLowerCase() }));
}

function messageIds(header: string | undefined): string[] {
  return wellFormed(header ?? '').match(/<[^<>\s]{1,500}>/g) ?? [];
}

function attachment(file: Attachment, index: number): InboundAttachment {
  const content = typeof file.content === 'string' ? Buffer.from(file.content) : Buffer.from(new Uint8Array(file.content));
  return { name: safeName(file.filename) || `attachment-${index + 1}`, mediaType: wellFormed(file.mimeType), content };
}

/** A name to show, never a path: no separators, no control characters, at most 200 characters. */
function safeName(name: string | null): string {
  return wellFormed((name ?? '').replace(/[\p{C}/\\]+/gu, '_').replace(/^\.+/, '').trim().slice(-200)).replace(/^\ufffd/, '');
}

function unquotedHtml(html: string): string {
  const start = QUOTED_HTML.exec(html)?.index;
  return start === undefined ? html : html.slice(0, start);
}

/** The mail parser itself turns an HTML part that stands beside a plain one into text. */
async function textOfHtml(html: string, parse: ParseMail): Promise<string> {
  const mail = [
    'Content-Type: multipart/mixed; boundary=part',
    '',
    '--part',
    'Content-Type: text/plain',
    '',
    '',
    '--part',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(html.replace(/\s{3,}/g, shortened)).toString('base64'),
    '--part--',
  ];
  const { text } = await parse(Buffer.from(mail.join('\r\n')));
  return bounded(text ?? '', MOST_TEXT).trim();
}

/** HTML means one space by any number of them; the parser's work grows with the square of empty lines. */
function shortened(spaces: string): string {
  return spaces.includes('\n') ? '\n\n' : ' ';
}

function bounded(text: string, units: number): string {
  return wellFormed(beginningOf(text, units));
}
