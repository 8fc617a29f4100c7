import { keyedAddress, parseKeyedAddress } from './keyed-address.js';

const RETURNS = { letter: 'b', label: 'return-path' };

/** What an address of the form of {@link returnAddress} claims; `genuine` only if its keyed hash is ours. */
export interface ReturnAddress {
  readonly outboxId: string;
  readonly genuine: boolean;
}

/**
 * The SMTP sender of one mail, to which its bounces go (a variable envelope return path): `b-`, the id of the mail in the
 * outbox and a keyed hash of it. So a bounce names its mail in whatever form and language it comes.
 * @throws Error when the id is no UUID
 */
export function returnAddress({ outboxId, secret, domain }: { outboxId: string; secret: Uint8Array; domain: string }): string {
  return keyedAddress(RETURNS, { id: outboxId, secret, domain });
}

/** Reads an address of the form of {@link returnAddress}; null when it has not that form. */
export function parseReturnAddress(address: string, secret: Uint8Array): ReturnAddress | null {
  const read = parseKeyedAddress(RETURNS, address, secret);
  return read && { outboxId: read.id, genuine: read.genuine };
}
