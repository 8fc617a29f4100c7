import { BlockList, isIP } from 'node:net';

/** How a mail came to us, as SMTP told; `remoteAddress` and `helo` are null for mail that was fetched from a mailbox. */
export interface Handover {
  readonly envelopeFrom: string;
  readonly remoteAddress: string | null;
  readonly helo: string | null;
}

/** The computer outside that handed a mail to our side: to us, or to a mail server of ours that passed it on. */
export interface OutsideClient {
  readonly address: string;
  readonly helo: string;
}

const ours = new BlockList();
for (const [network, bits] of [['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['127.0.0.0', 8], ['169.254.0.0', 16], ['100.64.0.0', 10]] as const) ours.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [['::1', 128], ['fc00::', 7], ['fe80::', 10]] as const) ours.addSubnet(network, bits, 'ipv6');

/**
 * Finds the client outside. Who connects to us from the public network is it; behind a mail server of ours its `Received` headers tell,
 * from the newest on, which it wrote above all that a stranger can have written. Null when nobody outside is named.
 * @param headers the unfolded header lines of the mail
 */
export function outsideClient({ remoteAddress, helo }: Handover, headers: readonly string[]): OutsideClient | null {
  const address = remoteAddress && plainAddress(remoteAddress);
  if (address && !isOurs(address)) return { address, helo: helo ?? '' };
  for (const line of headers) {
    const [, from] = /^received:\s*from\s+([^;]*)/i.exec(line) ?? [];
    if (from === undefined) continue;
    const hop = hopOf(from);
    // A hop that does not say from where could have been written by anybody, and so could all below it.
    if (!hop) return null;
    if (!isOurs(hop.address)) return hop;
  }
  return null;
}

/** What servers write after `from`: `helo (name [address])`, `helo ([address])`, `[address] (helo=…)`, `helo (address)`. */
function hopOf(from: string): OutsideClient | null {
  const upToBy = from.split(/\sby\s/i)[0] ?? '';
  for (const [, candidate = ''] of upToBy.slice(0, 1_000).matchAll(/[[(](?:IPv6:)?([0-9a-f.:]{2,45})[\])]/gi)) {
    const address = plainAddress(candidate);
    if (isIP(address)) return { address, helo: /^[^\s[(]+/.exec(upToBy)?.[0] ?? '' };
  }
  return null;
}

function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function isOurs(address: string): boolean {
  return isIP(address) === 0 || ours.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
