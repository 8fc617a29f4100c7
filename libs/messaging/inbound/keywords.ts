/** What a supplier's reply asks for by its first line. */
export type ReplyKeyword =
  | { readonly kind: 'containment' }
  | { readonly kind: 'rootCause' }
  | { readonly kind: 'plan' }
  | { readonly kind: 'evidence' }
  | { readonly kind: 'extension'; readonly businessDays: number }
  | { readonly kind: 'none' };

/** A reply as understood: its keyword, and the text that stands below or behind it. */
export interface ReadReply {
  readonly keyword: ReplyKeyword;
  readonly text: string;
}

/** The keywords as the mails name them, by language. Every language's keywords are understood in every reply. */
export const keywords = {
  en: { containment: 'CONTAINMENT', rootCause: 'ROOT CAUSE', plan: 'PLAN', evidence: 'EVIDENCE', extension: 'EXTENSION' },
  zh: { containment: '遏制', rootCause: '根本原因', plan: '计划', evidence: '证据', extension: '延期' },
  ru: { containment: 'СДЕРЖИВАНИЕ', rootCause: 'ПРИЧИНА', plan: 'ПЛАН', evidence: 'ПОДТВЕРЖДЕНИЕ', extension: 'ПРОДЛЕНИЕ' },
} as const;

/** What people write though the mail names the simplified or short form. */
const alsoUnderstood = {
  containment: ['遏制措施', '围堵', '围堵措施', '圍堵', '圍堵措施', '临时措施', 'СДЕРЖИВАЮЩИЕ ДЕЙСТВИЯ', 'ВРЕМЕННЫЕ МЕРЫ'],
  rootCause: ['ROOT CAUSES', '原因', '根因', '原因分析', 'ПРИЧИНЫ', 'КОРЕННАЯ ПРИЧИНА', 'КОРЕННЫЕ ПРИЧИНЫ'],
  plan: ['計劃', '整改计划'],
  evidence: ['證據', '整改证据'],
  extension: ['申请延期', '申請延期'],
} as const;

type Kind = Exclude<ReplyKeyword['kind'], 'none'>;

/** Longest extension that a reply can ask for, in business days; the policy's own limit is the process's business. */
const MOST_DAYS = 260;

/** How far into its line a keyword is looked for, in characters. */
const OPENING = 500;

/** Spaces of every width, and what a phone or a mail client puts before a first line. */
const LEADING = /^[\s\p{P}\p{S}\u200b-\u200f\ufeff]+/u;
const TRAILING = /^[\s:：.。,，;；!！\-–—*»”"'）)\]】>]*$/u;

/**
 * Reads the keyword in the first line of a reply that is free of quotation.
 * The keyword stands alone in the line (or with a number of business days), regardless of case, width of the
 * characters, and leading punctuation; after a colon or a dash the text may follow in the same line.
 * A sentence that merely begins with the word, such as "Plan B is to wait", is no keyword.
 */
export function readReply(reply: string): ReadReply {
  const lines = reply.split(/\r?\n/);
  const first = lines.findIndex((line) => line.replace(LEADING, '') !== '');
  if (first < 0) return { keyword: { kind: 'none' }, text: '' };
  const rest = lines.slice(first + 1).join('\n');
  const found = readFirstLine(fold(lines[first] ?? ''));
  if (!found) return { keyword: { kind: 'none' }, text: reply.trim() };
  return { keyword: found.keyword, text: `${found.behind}\n${rest}`.trim() };
}

/** Full-width letters, digits and spaces become ordinary ones where a keyword can stand: normalising costs more than its length. */
function fold(line: string): string {
  return line.slice(0, OPENING).normalize('NFKC') + line.slice(OPENING);
}

function readFirstLine(line: string): { keyword: ReplyKeyword; behind: string } | null {
  const start = line.replace(LEADING, '');
  for (const [kind, word] of words()) {
    if (start.slice(0, word.length).toLocaleLowerCase('ru') !== word.toLocaleLowerCase('ru')) continue;
    const after = start.slice(word.length);
    const found = kind === 'extension' ? readExtension(after) : readPlain(kind, after);
    if (found) return found;
  }
  return null;
}

/** Longest first, so that one keyword is never taken for the beginning of another. */
function words(): [Kind, string][] {
  const all = Object.values(keywords).flatMap((ofLanguage) => Object.entries(ofLanguage) as [Kind, string][]);
  const more = Object.entries(alsoUnderstood).flatMap(([kind, list]) => list.map((word): [Kind, string] => [kind as Kind, word]));
  return [...all, ...more].sort((a, b) => b[1].length - a[1].length);
}

function readPlain(kind: Exclude<Kind, 'extension'>, after: string): { keyword: ReplyKeyword; behind: string } | null {
  if (TRAILING.test(after)) return { keyword: { kind }, behind: '' };
  const behind = /^\s*[:：\-–—](.+)$/su.exec(after)?.[1];
  return behind === undefined || /^[-–—]\S/u.test(after) ? null : { keyword: { kind }, behind: behind.trim() };
}

/** `EXTENSION 5`, `延期5天`, `Продление: 5 рабочих дней, причина`. */
function readExtension(after: string): { keyword: ReplyKeyword; behind: string } | null {
  const match = /^[\s:：\-–—]*(?:(?:by|на)\s*)?(\d{1,3})(?!\d)\s*(?:个?工作日|天|日|(?:business |working )?days?|р\.?\s?д\.?|(?:рабоч\p{L}{1,10}\s{1,5})?(?:дн\p{L}{1,10}|день))?(.*)$/isu.exec(after);
  if (!match) return null;
  const businessDays = Number(match[1]);
  if (businessDays < 1 || businessDays > MOST_DAYS) return null;
  return { keyword: { kind: 'extension', businessDays }, behind: (match[2] ?? '').replace(LEADING, '') };
}
