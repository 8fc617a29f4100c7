import { parseReplyAddress } from './reply-address.js';
import { parseReturnAddress } from './return-address.js';

/** What an address at which we take mail claims to be for. */
export type OurAddress =
  | { readonly use: 'reply'; readonly caseId: string; readonly genuine: boolean }
  | { readonly use: 'return'; readonly outboxId: string; readonly genuine: boolean };

/** Reads an address of one of our forms; null for any other. `genuine` only if its keyed hash is ours. */
export function parseOurAddress(address: string, secret: Uint8Array): OurAddress | null {
  const reply = parseReplyAddress(address, secret);
  if (reply) return { use: 'reply', ...reply };
  const back = parseReturnAddress(address, secret);
  return back && { use: 'return', ...back };
}
