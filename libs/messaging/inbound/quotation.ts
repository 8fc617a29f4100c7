/**
 * How mail clients introduce what they quote, in the three languages. Everything in such a line is theirs, not the writer's.
 * Written without repetitions that meet in the same characters, or bounded: a hostile mail must not make them slow.
 */
const ATTRIBUTIONS: readonly RegExp[] = [
  /^on\s.{4,300}\swrote:$/i,
  /^\d{1,2}[./ ].{4,200}<[^<>\s]{3,200}>\s*[:：]$/,
  /^(пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье),?\s.{4,300}:$/i,
  /^вы писали(?: \(.{2,100}\))? .{4,100}:$/i,
  /^am \d.{4,300}\sschrieb\s.{2,200}:$/i,
  /^at \d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?,? .{2,200}(wrote|写道)\s*[:：]$/i,
];

/** Introductions that tell themselves by their end alone: they can begin with anything, so a sentence above is none of theirs. */
const OPEN_ATTRIBUTIONS: readonly RegExp[] = [
  /^.{0,300}(写道|寫道|写到|编写)\s*[:：]$/,
  /^.{0,300}\s(пишет|написал|написала|написал\(а\)|писал|писала)\s*:$/i,
];

/** Introductions without date or address; taken for such only where a marked quotation or nothing follows. */
const BARE_ATTRIBUTIONS: readonly RegExp[] = [/^.{1,300}\s(wrote|schrieb|пишет|написал|написала|написал\(а\)|писал|писала)\s*[:：]$/i, /^.{1,300}(写道|寫道)\s*[:：]$/, /^вы писали\s*:$/i];

const ENDS_SENTENCE = /[.!?。！？;；:：]$/;

/** Lines after which nothing is the writer's own. */
const DIVIDERS: readonly RegExp[] = [
  /^[-_\s]{2,}(original message|original appointment|forwarded message|replied message|原始邮件|邮件原件|回复的邮件|回复的原邮件|转发邮件信息|转发的邮件|原郵件|исходное сообщение|оригинальное сообщение|пересылаемое сообщение|пересланное сообщение)[-_\s]{2,}$/i,
  /^begin forwarded message:$/i,
];

const LONGEST_DIVIDER = 1_000;

/** The header block that Outlook, Foxmail and others put above what they quote. */
const HEADER_FROM = /^\W{0,4}(from|von|发件人|寄件者|寄件人|от|от кого)\W{0,4}[:：]/i;
const HEADER_OTHER = /^\W{0,4}(sent|date|to|cc|subject|gesendet|datum|an|betreff|发送时间|发送日期|日期|时间|收件人|收件者|抄送|主题|寄件日期|主旨|отправлено|дата|кому|копия|тема)\W{0,4}[:：]/i;

/** What phones and free mailers add below a mail. */
const CLIENT_SIGNATURES: readonly RegExp[] = [
  /^--\s?$/,
  /^(sent from (my|mail|outlook|yahoo|proton)|get outlook for|sent with|sent via)\b.{0,120}$/i,
  /^(发自我的|發自我的|发自|來自我的|来自我的|从我的).{0,60}$/,
  /^(отправлено (с|из|от)|послано с)\s.{0,120}$/i,
];

/** An attribution can be broken over this many lines by the sender's client. */
const WRAPPED_LINES = 3;
/** The header block of a quoted mail names its fields within this many lines. */
const HEADER_LINES = 6;
const NOTES_LINES = 12;

/**
 * The part of a reply that its writer wrote: without quoted mails and without the signatures that clients add.
 * Answers below or between quoted lines are kept. What has no recognisable quotation stays whole; never throws.
 */
export function cutQuotation(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const kept: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? '').trim();
    if (line.startsWith('>')) continue;
    // Web mail leaves HTML's spaces in what it calls plain text.
    if (/^(?:&nbsp;\s?){1,20}$/.test(line)) continue;
    if (DIVIDERS.some((divider) => divider.test(line.slice(0, LONGEST_DIVIDER).replaceAll('&nbsp;', ' '))) || isHeaderBlock(lines, i) || isNotesBlock(lines, i)) break;
    if (CLIENT_SIGNATURES.some((signature) => signature.test(line))) {
      i = skipSignature(lines, i);
      continue;
    }
    const attribution = attributionLength(lines, i);
    if (attribution === 0) {
      kept.push(lines[i] ?? '');
      continue;
    }
    // With marked quotation below, an answer may follow it; without marks nobody can tell, and all of it is quotation.
    if (!nextText(lines, i + attribution).startsWith('>')) break;
    i += attribution - 1;
  }
  return withoutRule(kept).join('\n').trim();
}

/** How many lines the attribution that starts here takes; 0 when none does. */
function attributionLength(lines: readonly string[], start: number): number {
  for (let length = 1; length <= WRAPPED_LINES; length++) {
    const parts = lines.slice(start, start + length).map((line) => line.trim());
    if (parts.some((part) => part === '' || part.length > 300)) return 0;
    const joined = parts.join(' ');
    if (looksDated(joined) && isAttribution(joined, parts)) return length;
    // Only one line: nobody wraps what is as short.
    if (length === 1 && BARE_ATTRIBUTIONS.some((attribution) => attribution.test(joined)) && /^(>|$)/.test(nextText(lines, start + 1))) return 1;
  }
  return 0;
}

function isAttribution(joined: string, parts: readonly string[]): boolean {
  if (ATTRIBUTIONS.some((attribution) => attribution.test(joined))) return true;
  return !parts.slice(0, -1).some((part) => ENDS_SENTENCE.test(part)) && OPEN_ATTRIBUTIONS.some((attribution) => attribution.test(joined));
}

/** A sentence such as "Our foreman wrote:" is the writer's own; clients name a date or an address. */
function looksDated(line: string): boolean {
  return /\d/.test(line) || line.includes('@');
}

function isHeaderBlock(lines: readonly string[], start: number): boolean {
  if (!HEADER_FROM.test((lines[start] ?? '').trim())) return false;
  const others = lines.slice(start + 1, start + HEADER_LINES).filter((line) => HEADER_OTHER.test(line.trim()));
  return others.length >= 2;
}

/** Old Lotus Notes puts the sender, the date and the words "To" and "Subject" into lines of their own. */
function isNotesBlock(lines: readonly string[], start: number): boolean {
  const [sender = '', date = '', ...rest] = lines.slice(start, start + NOTES_LINES).map((line) => line.trim()).filter((line) => line !== '');
  return /^"?[^"<>]{1,100}"? ?<[^<>\s]{3,200}>$/.test(sender) && /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[ ,]/.test(date) && rest[0] === 'To' && rest.includes('Subject');
}

/** A signature runs to the end, or to the quotation that stands below it. */
function skipSignature(lines: readonly string[], start: number): number {
  let i = start;
  while (i + 1 < lines.length) {
    const next = (lines[i + 1] ?? '').trim();
    if (next.startsWith('>') || attributionLength(lines, i + 1) > 0) return i;
    i += 1;
  }
  return i;
}

function nextText(lines: readonly string[], start: number): string {
  for (let i = start; i < lines.length; i++) {
    const line = (lines[i] ?? '').trim();
    if (line !== '') return line;
  }
  return '';
}

/** Outlook draws a rule above the header block; without the block the rule says nothing. */
function withoutRule(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 0 && /^[\s_\-–—*]*$/.test(lines[end - 1] ?? '')) end -= 1;
  return lines.slice(0, end);
}
