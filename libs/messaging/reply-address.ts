import { createHmac, timingSafeEqual } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
/** A UUID's 16 bytes as base32, and 70 bits of keyed hash: together exactly the 40 characters that fit a local part. */
const CASE_CHARACTERS = 26;
const HASH_CHARACTERS = 14;
const FORM = new RegExp(`^r-([${ALPHABET}]{${CASE_CHARACTERS}})([${ALPHABET}]{${HASH_CHARACTERS}})$`);

/** What an address of our form claims; `genuine` only if its keyed hash is ours. `caseId` is a scorecard's id where the mail was one. */
export interface ReplyAddress {
  readonly caseId: string;
  readonly genuine: boolean;
}

/**
 * The address that replies about a case – or to a scorecard, by its id – go to: `r-`, the case's UUID and a keyed hash of it in lower-case base32 (RFC 4648),
 * 42 characters of the 64 that a local part may have.
 * @throws Error when the case id is no UUID
 */
export function replyAddress({ caseId, secret, domain }: { caseId: string; secret: Uint8Array; domain: string }): string {
  const bytes = Buffer.from(caseId.replace(/-/g, ''), 'hex');
  if (bytes.length !== 16) throw new Error(`Not a case id: ${caseId}`);
  return `r-${base32(bytes)}${keyedHash(bytes, secret)}@${domain}`;
}

/**
 * Reads an address of the form of {@link replyAddress}, whatever its case and domain; null when it has not that form.
 * The domain is the receiving server's business.
 */
export function parseReplyAddress(address: string, secret: Uint8Array): ReplyAddress | null {
  const local = address.trim().replace(/^<|>$/g, '').split('@')[0]?.toLowerCase() ?? '';
  const [, name, hash] = FORM.exec(local) ?? [];
  if (!name || !hash) return null;
  const bytes = bytesOf(name);
  // The last character carries 2 bits more than the id has; an address we made has zeros there.
  const genuine = base32(bytes) === name && sameText(hash, keyedHash(bytes, secret));
  return { caseId: uuidOf(bytes), genuine };
}

/** The case that a genuine reply address is for; null for any other. */
export function readReplyAddress(address: string, secret: Uint8Array): { caseId: string } | null {
  const read = parseReplyAddress(address, secret);
  return read?.genuine ? { caseId: read.caseId } : null;
}

/** The label keeps this use of the secret apart from every other. */
function keyedHash(caseBytes: Uint8Array, secret: Uint8Array): string {
  return base32(createHmac('sha256', secret).update('reply-address\0').update(caseBytes).digest()).slice(0, HASH_CHARACTERS);
}

function sameText(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function base32(bytes: Uint8Array): string {
  let bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  bits = bits.padEnd(Math.ceil(bits.length / 5) * 5, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[parseInt(five, 2)]).join('');
}

function bytesOf(text: string): Buffer {
  const bits = [...text].map((character) => ALPHABET.indexOf(character).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
