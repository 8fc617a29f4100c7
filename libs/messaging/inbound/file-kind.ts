import { fileTypeFromBuffer } from 'file-type';
import { speak, type Language } from '../catalogs/speak.js';

/** How many files one answer may bring, and how large each may be, in bytes. */
export const MOST_FILES = 10;
export const LARGEST_FILE = 10 * 1024 * 1024;

/** What magic bytes may say; everything else is refused, whatever its name. */
const ACCEPTED: readonly string[] = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

/** Text has no magic bytes: its name has to say what it is, and its bytes must be text. */
const TEXT_NAMES: readonly [RegExp, string][] = [
  [/\.csv$/i, 'text/csv'],
  [/\.txt$/i, 'text/plain'],
];

/** Why a file is not kept; `type`: what its bytes say it is. `many`: others of its mail are kept already. */
export type FileRefusal = { readonly why: 'empty' | 'large' | 'many' | 'packed' | 'unknown' } | { readonly why: 'kind'; readonly type: string };

/** A refusal in words. */
export function refusalWords(refusal: FileRefusal, language: Language): string {
  const type = refusal.why === 'kind' ? refusal.type : '';
  return speak(language)(`attachment.${refusal.why}`, { type, megabytes: LARGEST_FILE / 1024 / 1024, most: MOST_FILES });
}

/** What a file is by its bytes, or why it is refused. */
export async function inspect(name: string, content: Uint8Array): Promise<{ mediaType: string } | { refused: FileRefusal }> {
  if (content.length === 0) return { refused: { why: 'empty' } };
  if (content.length > LARGEST_FILE) return { refused: { why: 'large' } };
  if (isTnef(content)) return { refused: { why: 'packed' } };
  const found = await fileTypeFromBuffer(content).catch(() => undefined);
  if (found) return ACCEPTED.includes(found.mime) ? { mediaType: found.mime } : { refused: { why: 'kind', type: found.mime } };
  const text = TEXT_NAMES.find(([pattern]) => pattern.test(name));
  if (text && isText(content)) return { mediaType: text[1] };
  return { refused: { why: 'unknown' } };
}

/** Transport Neutral Encapsulation Format, by its signature 0x223e9f78, least byte first. */
function isTnef(content: Uint8Array): boolean {
  return content[0] === 0x78 && content[1] === 0x9f && content[2] === 0x3e && content[3] === 0x22;
}

/** Text in any encoding in use has no control characters but those of lines and tabs. */
function isText(content: Uint8Array): boolean {
  return content.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
