import { keyedAddress, parseKeyedAddress } from './keyed-address.js';

const REPLIES = { letter: 'r', label: 'reply-address' };

/** What an address of our form claims; `genuine` only if its keyed hash is ours. `caseId` is a scorecard's id where the mail was one, the supplier's where it was outside of any case. */
export interface ReplyAddress {
  readonly caseId: string;
  readonly genuine: boolean;
}

/**
 * The address that replies about a case – or to a scorecard, by its id – go to: `r-`, the case's UUID and a keyed hash of it,
 * 42 characters of the 64 that a local part may have.
 * @throws Error when the case id is no UUID
 */
export function replyAddress({ caseId, secret, domain }: { caseId: string; secret: Uint8Array; domain: string }): string {
  return keyedAddress(REPLIES, { id: caseId, secret, domain });
}

/** Reads an address of the form of {@link replyAddress}, whatever its case and domain; null when it has not that form. */
export function parseReplyAddress(address: string, secret: Uint8Array): ReplyAddress | null {
  const read = parseKeyedAddress(REPLIES, address, secret);
  return read && { caseId: read.id, genuine: read.genuine };
}

/** The case that a genuine reply address is for; null for any other. */
export function readReplyAddress(address: string, secret: Uint8Array): { caseId: string } | null {
  const read = parseReplyAddress(address, secret);
  return read?.genuine ? { caseId: read.caseId } : null;
}
