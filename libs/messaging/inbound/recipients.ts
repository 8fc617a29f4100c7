import { parseOurAddress } from '../our-address.js';
import { headerLines } from './bounds.js';

/** Where servers note for whom a mail came, then where its writer did. */
const NOTED = /^(?:delivered-to|x-original-to|envelope-to|x-envelope-to|x-delivered-to|x-rcpt-to|x-forwarded-to|to|cc)\s*:/i;

const LONGEST_ADDRESS = 320;

/** The envelope of a mail that was found in a mailbox, as far as its headers keep it. */
export interface FoundEnvelope {
  /** '' for a bounce. */
  readonly from: string;
  /** Genuine addresses of ours; without any the first that has their form, or the mailbox's own. */
  readonly to: readonly string[];
}

/**
 * Reads the envelope off a mail's headers: the sender that the last server noted (`Return-Path`), and for whom it came. A mailbox that
 * knows extensions may put its own name before an address of ours, as in `steward+r-…@example.com`.
 */
export function envelopeOf(raw: Uint8Array, mailbox: { secret: Uint8Array; address: string; most: number }): FoundEnvelope {
  const lines = headerLines(raw);
  const ours = lines.filter((line) => NOTED.test(line)).flatMap((line) => addressesIn(line).map(withoutExtension));
  const read = ours.map((address) => ({ address, claim: parseOurAddress(address, mailbox.secret) }));
  const genuine = [...new Set(read.filter(({ claim }) => claim?.genuine).map(({ address }) => address))].slice(0, mailbox.most);
  const [claimed] = read.filter(({ claim }) => claim !== null);
  return { from: senderOf(lines), to: genuine.length > 0 ? genuine : [claimed?.address ?? mailbox.address] };
}

function senderOf(lines: readonly string[]): string {
  const path = lines.find((line) => /^return-path\s*:/i.test(line));
  if (path !== undefined) return addressesIn(path)[0] ?? '';
  // An empty sender would make it a bounce; where no server noted one, the writer stands for it.
  return addressesIn(lines.find((line) => /^from\s*:/i.test(line)) ?? '').at(-1) ?? 'unknown';
}

function addressesIn(line: string): string[] {
  const value = line.slice(line.indexOf(':') + 1, 50_000);
  return (value.match(/[^\s<>,;:"()[\]]+@[^\s<>,;:"()[\]]+/g) ?? []).filter((address) => address.length <= LONGEST_ADDRESS).map((address) => address.toLowerCase());
}

function withoutExtension(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(address.lastIndexOf('+', at) + 1, at)}${address.slice(at)}`;
}
