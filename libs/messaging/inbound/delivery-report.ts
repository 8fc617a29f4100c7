import type { Email } from 'postal-mime';
import { beginningOf, wellFormed } from './well-formed.js';

/** What became of a mail by a later server's word (RFC 3464, 2.3.3). */
export type DeliveryAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

/** What a bounce says about the mail that caused it. */
export interface DeliveryReport {
  readonly action: DeliveryAction;
  /** Enhanced status code (RFC 3463), such as 5.1.1; null when none is told. */
  readonly status: string | null;
  /** For a person, as the server put it. */
  readonly diagnostic: string;
  /** Message-ID of the mail that came back, with angle brackets; null when it is not quoted. */
  readonly originalMessageId: string | null;
}

/** How much of a part is looked at, in bytes; and how much of a server's explanation is kept, in UTF-16 units. */
const MOST_PART = 64 * 1024;
export const LONGEST_DIAGNOSTIC = 500;

const ACTIONS: readonly DeliveryAction[] = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'];
/** Not part of an IP address or a version. */
const ENHANCED = /(?<![\d.])[245]\.[0-7]\.\d{1,3}(?![\d.]*\d)/;
const BASIC = /(?<![\d.])[45][0-5]\d(?![\d.]*\d)/;
const MESSAGE_ID = /^message-id\s?:\s{0,10}(<[^<>\s]{1,500}>)/im;

/** What servers that know no RFC 3464 write; the delayed first, for they also say what may fail later. */
const DELAYED_WORDS = /\b(?:delayed|still trying|will (?:be retried|keep trying|continue to try|try again)|warning: (?:message|could not))\b|延迟|尚未送达|задерж|отложен/i;
const FAILED_WORDS = /\b(?:undeliver\w*|not (?:be )?delivered|delivery (?:has )?failed|delivery failure|failure notice|returned mail|permanent(?:ly)? (?:error|failure|fatal)|could ?n[o']t (?:be )?deliver\w*|given up)\b|退信|无法送达|投递失败|未送达|недоставлен|не (?:было |может быть |удалось )?достав/i;
/** From here on qmail, Exim and others quote the mail itself. */
const COPY = /^[-\s]{0,10}(?:below this line is a copy|this is a copy of (?:the|your) message|original message (?:headers )?follows|以下是原邮件|исходное письмо:)/im;

/** What a mail reports about the delivery of another, by its machine-readable part or else by its words; null when it reports nothing. */
export function deliveryReportOf(email: Email): DeliveryReport | null {
  const parts = email.attachments.map(({ mimeType, content }) => ({ mimeType: mimeType.toLowerCase(), text: () => beginning(content) }));
  const machine = parts.find(({ mimeType }) => /^message\/(?:global-)?delivery-status$/.test(mimeType));
  const original = parts.find(({ mimeType }) => /^(?:text\/rfc822-headers|message\/(?:rfc822|global|global-headers))$/.test(mimeType));
  const text = beginningOf(email.text ?? '', MOST_PART);
  const originalMessageId = MESSAGE_ID.exec(original?.text() ?? '')?.[1] ?? MESSAGE_ID.exec(text)?.[1] ?? null;
  const told = (machine && fieldsTold(machine.text())) ?? wordsTold(`${email.subject ?? ''}\n${text}`);
  return told && { ...told, diagnostic: shortened(told.diagnostic), originalMessageId };
}

/**
 * True when the address itself takes no mail and will take none: not for full mailboxes, refused contents or servers that are
 * away. Codes of RFC 3463, and words where a server names a general code or none.
 */
export function isAddressDead({ status, diagnostic }: Pick<DeliveryReport, 'status' | 'diagnostic'>): boolean {
  if (status !== null) {
    if (/^5\.(?:1\.(?:1|2|3|6|10)|2\.1|4\.4)$/.test(status)) return true;
    if (/^4\.|^5\.(?:1\.[78]|2\.|3\.|6\.)/.test(status)) return false;
  }
  return UNKNOWN_USER.test(diagnostic);
}

const UNKNOWN_USER =
  /user (?:is )?(?:unknown|not found)|unknown (?:user|recipient)|no (?:such (?:user|mailbox|recipient|address|person)|mailbox (?:here )?by that name)|(?:mailbox|user|account|address|recipient)[^.\n]{0,60}(?:not found|not exist|n't exist|disabled|unknown|inactive|invalid)|invalid (?:mailbox|recipient|user)|不存在|无此用户|查无此|не существует|не найден|нет такого/i;

/** Enhanced status code in a server's answer, such as `550 5.1.1 User unknown`; null when there is none. */
export function statusIn(answer: string): string | null {
  return ENHANCED.exec(answer)?.[0] ?? null;
}

type Told = Omit<DeliveryReport, 'originalMessageId'>;

/** The part message/delivery-status: groups of fields, the first about the mail, one for each recipient. A failure counts most. */
function fieldsTold(part: string): Told | null {
  const groups = part
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n\s*\n/, 50)
    .map(fieldsOf)
    .filter((fields) => fields.has('action'));
  const told = groups.flatMap((fields): Told[] => {
    const action = ACTIONS.find((each) => each === fields.get('action')?.toLowerCase().split(/[\s(;]/)[0]);
    const status = ENHANCED.exec(fields.get('status') ?? '')?.[0] ?? null;
    const said = fields.get('diagnostic-code')?.replace(/^[a-z0-9-]{1,20}\s?;\s?/i, '') ?? '';
    return action ? [{ action, status: precise(status, said), diagnostic: said || (status ?? action) }] : [];
  });
  return told.find(({ action }) => action === 'failed') ?? told.find(({ action }) => action === 'delayed') ?? told[0] ?? null;
}

/** Servers that say 5.0.0 themselves often quote the exact code of the one that refused. */
function precise(status: string | null, said: string): string | null {
  if (status !== null && !/^[45]\.0\.0$/.test(status)) return status;
  return ENHANCED.exec(said)?.[0] ?? status;
}

function fieldsOf(group: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of group.split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

function wordsTold(whole: string): Told | null {
  const copy = COPY.exec(whole);
  const words = copy ? whole.slice(0, copy.index) : whole;
  const status = ENHANCED.exec(words)?.[0] ?? null;
  const code = status ?? BASIC.exec(words)?.[0] ?? null;
  const line = words.split('\n').find((each) => (code === null ? FAILED_WORDS : UNKNOWN_USER).test(each) || (code !== null && each.includes(code)));
  const diagnostic = [...new Set([line ?? '', UNKNOWN_USER.exec(words)?.[0] ?? ''])].filter((each) => each !== '').join(' – ');
  if (code?.startsWith('4') || (!code?.startsWith('5') && DELAYED_WORDS.test(words))) return { action: 'delayed', status, diagnostic };
  if (code?.startsWith('5') || FAILED_WORDS.test(words)) return { action: 'failed', status, diagnostic };
  return null;
}

function beginning(content: ArrayBuffer | Uint8Array | string): string {
  if (typeof content === 'string') return beginningOf(content, MOST_PART);
  return Buffer.from(content instanceof Uint8Array ? content : new Uint8Array(content)).subarray(0, MOST_PART).toString('utf8');
}

function shortened(text: string): string {
  return wellFormed(beginningOf(text.replace(/\s+/g, ' ').trim(), LONGEST_DIAGNOSTIC));
}
