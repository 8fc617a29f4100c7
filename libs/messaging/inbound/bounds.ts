import PostalMime, { type Email, type PostalMimeOptions } from 'postal-mime';

/** Parses a raw mail (RFC 5322). @throws Unreadable when this mail cannot be parsed, or not within what it may cost */
export type ParseMail = (raw: Uint8Array) => Promise<Email>;

/** A mail that is not read, with the reason for the person who will look at it. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** What the parser may follow; nested mails are parsed anew at every level. */
export const PARSE_LIMITS: PostalMimeOptions = { maxHeadersSize: 512 * 1024, maxNestingDepth: 30, maxRfc822NestingDepth: 2 };

/** The parser's work grows with these; the largest mail that is taken has fewer lines when its files are encoded as usual. */
export const MOST_LINES = 450_000;
/** Lines that begin like the boundary of a part. */
export const MOST_BOUNDARIES = 5_000;

/** How much of a mail's text and HTML is read, in UTF-16 units; the raw mail is kept whole. */
export const MOST_TEXT = 200_000;
export const MOST_HTML = 1_000_000;

const LINE_FEED = 0x0a;
const DASH = 0x2d;

/** Parses here and now. @throws Unreadable */
export const parseHere: ParseMail = async (raw) => {
  try {
    return await PostalMime.parse(raw, PARSE_LIMITS);
  } catch (error) {
    throw new Unreadable(error instanceof Error ? error.message : String(error));
  }
};

/** Why a mail is too much for the parser, by one look over its bytes that ends where the bound is passed; null when it is not. */
export function excessOf(raw: Uint8Array): string | null {
  let lines = 0;
  let boundaries = 0;
  for (let start = 0; start < raw.length; ) {
    if (raw[start] === DASH && raw[start + 1] === DASH && ++boundaries > MOST_BOUNDARIES) return `it has more than ${MOST_BOUNDARIES} parts`;
    if (++lines > MOST_LINES) return `it has more than ${MOST_LINES} lines`;
    const end = raw.indexOf(LINE_FEED, start);
    if (end < 0) break;
    start = end + 1;
  }
  return null;
}

/** How much of a mail's headers, and of what follows them, is looked at when nothing more of it is read, in bytes. */
const MOST_HEADERS = 64 * 1024;
const MOST_OPENING = 16 * 1024;

/** How many bytes of a mail {@link openingOf} looks at. */
export const OPENING = MOST_HEADERS + MOST_OPENING;

/** Divides the beginning of a mail into whole header lines and the bytes after the empty line; nothing is decoded. */
export function openingOf(raw: Uint8Array): { headers: Uint8Array; body: Uint8Array } {
  const look = raw.subarray(0, MOST_HEADERS);
  let start = 0;
  while (start < look.length) {
    const end = look.indexOf(LINE_FEED, start);
    if (end < 0) break;
    const isEmpty = end === start || (end === start + 1 && look[start] === 0x0d);
    if (isEmpty) return { headers: raw.subarray(0, start), body: raw.subarray(end + 1, end + 1 + MOST_OPENING) };
    start = end + 1;
  }
  // Without an empty line within reach it is all headers; the last one may be cut and is left out.
  const whole = look.length === raw.length ? raw.length : start;
  return { headers: raw.subarray(0, whole), body: raw.subarray(whole, whole + MOST_OPENING) };
}

/** Header lines, each in one, of as much of a mail as is looked at for them; byte for byte, nothing decoded. */
export function headerLines(raw: Uint8Array): string[] {
  const text = Buffer.from(openingOf(raw).headers).toString('latin1');
  return text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
}
