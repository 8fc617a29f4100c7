import { createHmac, timingSafeEqual } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
/** A UUID's 16 bytes as base32, and 70 bits of keyed hash: together 40 characters; with its letter 42 of the 64 that a local part may have. */
const ID_CHARACTERS = 26;
const HASH_CHARACTERS = 14;

/** A use of our addresses: its letter opens the local part, its label keeps this use of the secret apart from every other. */
export interface AddressUse {
  readonly letter: string;
  readonly label: string;
}

/** What an address of a form of ours claims; `genuine` only if its keyed hash is ours. */
export interface KeyedAddress {
  readonly id: string;
  readonly genuine: boolean;
}

/**
 * An address that carries a UUID and a keyed hash of it in lower-case base32 (RFC 4648).
 * @throws Error when the id is no UUID
 */
export function keyedAddress(use: AddressUse, { id, secret, domain }: { id: string; secret: Uint8Array; domain: string }): string {
  const bytes = Buffer.from(id.replace(/-/g, ''), 'hex');
  if (bytes.length !== 16) throw new Error(`Not a UUID: ${id}`);
  return `${use.letter}-${base32(bytes)}${keyedHash(use, bytes, secret)}@${domain}`;
}

/**
 * Reads an address of the form of {@link keyedAddress}, whatever its case and domain; null when it has not that form.
 * The domain is the receiving server's business.
 */
export function parseKeyedAddress(use: AddressUse, address: string, secret: Uint8Array): KeyedAddress | null {
  const local = address.trim().replace(/^<|>$/g, '').split('@')[0]?.toLowerCase() ?? '';
  const [, letter, name, hash] = FORM.exec(local) ?? [];
  if (letter !== use.letter || !name || !hash) return null;
  const bytes = bytesOf(name);
  // The last character carries 2 bits more than the id has; an address we made has zeros there.
  const genuine = base32(bytes) === name && sameText(hash, keyedHash(use, bytes, secret));
  return { id: uuidOf(bytes), genuine };
}

const FORM = new RegExp(`^([a-z])-([${ALPHABET}]{${ID_CHARACTERS}})([${ALPHABET}]{${HASH_CHARACTERS}})$`);

function keyedHash({ label }: AddressUse, bytes: Uint8Array, secret: Uint8Array): string {
  return base32(createHmac('sha256', secret).update(`${label}\0`).update(bytes).digest()).slice(0, HASH_CHARACTERS);
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
