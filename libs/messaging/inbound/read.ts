import PostalMime, { type Address, type Attachment } from 'postal-mime';
import { kindOf, type InboundKind } from './kind.js';
import { cutQuotation } from './quotation.js';

/** A file that came with a mail, as the mail declares it; nothing of it is trusted yet. */
export interface InboundAttachment {
  readonly name: string;
  /** As the sender declared it. */
  readonly mediaType: string;
  readonly content: Buffer;
}

/** A mail as read. Addresses are lower case; texts are free of NUL, which PostgreSQL cannot store. */
export interface InboundContent {
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
  /** The whole text; from the HTML part where there is no plain one. */
  readonly text: string;
  /** The text without quotation and client signatures. */
  readonly reply: string;
  /** Without pictures that only belong to the HTML, such as logos. */
  readonly attachments: readonly InboundAttachment[];
}

/** Where mail clients put what they quote into HTML; what stands before it is the writer's. */
const QUOTED_HTML =
  /<(?:blockquote\b|includetail\b|hr\s[^>]{0,80}tabindex|[a-z]+\s[^>]{0,200}(?:class|id)\s?=\s?["']?(?:gmail_quote|moz-cite-prefix|yahoo_quoted|divrplyfwdmsg|appendonsend|isreplycontent|ntes-mailmaster-quote|mail-quote))/i;

/**
 * Reads a raw mail (RFC 5322). Never throws: what cannot be parsed comes back as a mail without sender, its bytes as text.
 * `envelopeFrom` is the SMTP sender; empty marks a bounce (RFC 5321, 4.5.5).
 */
export async function readInboundMail(raw: Uint8Array, envelope: { from?: string } = {}): Promise<InboundContent> {
  try {
    const email = await PostalMime.parse(raw);
    const plain = clean(email.text ?? '');
    const text = plain.trim() === '' && email.html ? await textOfHtml(email.html) : plain;
    const [from] = mailboxes(email.from ? [email.from] : []);
    return {
      kind: kindOf(email, from?.address ?? '', envelope.from),
      from: from?.address ?? '',
      fromName: from?.name ?? '',
      to: mailboxes([...(email.to ?? []), ...(email.cc ?? [])]).map(({ address }) => address),
      subject: clean(email.subject ?? '').replace(/\s+/g, ' ').trim(),
      messageId: messageIds(email.messageId)[0] ?? null,
      inReplyTo: messageIds(email.inReplyTo)[0] ?? null,
      references: messageIds(email.references),
      text,
      reply: plain.trim() === '' && email.html ? cutQuotation(await textOfHtml(unquotedHtml(email.html))) : cutQuotation(text),
      attachments: email.attachments.filter((file) => !file.related).map(attachment),
    };
  } catch {
    return unreadable(raw);
  }
}

function unreadable(raw: Uint8Array): InboundContent {
  const text = clean(Buffer.from(raw).toString('utf8'));
  const nothing = { from: '', fromName: '', to: [], subject: '', messageId: null, inReplyTo: null, references: [], attachments: [] };
  return { kind: 'reply', ...nothing, text, reply: cutQuotation(text) };
}

function mailboxes(addresses: readonly Address[]): { name: string; address: string }[] {
  const flat = addresses.flatMap((address) => address.group ?? [address]);
  return flat.map(({ name, address }) => ({ name: clean(name), address: clean(address ?? '').trim().toLowerCase() }));
}

function messageIds(header: string | undefined): string[] {
  return clean(header ?? '').match(/<[^<>\s]{1,500}>/g) ?? [];
}

function attachment(file: Attachment, index: number): InboundAttachment {
  const content = typeof file.content === 'string' ? Buffer.from(file.content) : Buffer.from(new Uint8Array(file.content));
  return { name: safeName(file.filename) || `attachment-${index + 1}`, mediaType: clean(file.mimeType), content };
}

/** A name to show, never a path: no separators, no control characters, at most 200 characters. */
function safeName(name: string | null): string {
  return (name ?? '').replace(/[\p{C}/\\]+/gu, '_').replace(/^\.+/, '').trim().slice(-200);
}

function unquotedHtml(html: string): string {
  const start = QUOTED_HTML.exec(html)?.index;
  return start === undefined ? html : html.slice(0, start);
}

/** The mail parser itself turns an HTML part that stands beside a plain one into text. */
async function textOfHtml(html: string): Promise<string> {
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
    Buffer.from(html).toString('base64'),
    '--part--',
  ];
  const { text } = await PostalMime.parse(mail.join('\r\n'));
  return clean(text ?? '').trim();
}

function clean(text: string): string {
  return text.replaceAll('\0', '');
}

