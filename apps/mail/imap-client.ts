import { isIP } from 'node:net';
import { ImapFlow } from 'imapflow';
import type { ImapSettings } from '../configuration.js';

/** Milliseconds. */
const CONNECT_LIMIT = 15_000;
const SILENCE_LIMIT = 5 * 60_000;
/** After so much quiet the server may tell of new mail by itself (IDLE), and for how long until it is asked anew. */
const QUIET = 500;
const IDLE_LIMIT = 4 * 60_000;

/** A client that is not connected yet. No answer of the server may be larger than `largest` bytes. */
export function imapClient({ host, port, secure, ca, user, password }: ImapSettings, largest: number): ImapFlow {
  const client = new ImapFlow({
    host,
    port,
    secure,
    ...(secure ? {} : { doSTARTTLS: !isLoopback(host) }),
    ...(ca === null ? {} : { tls: { ca } }),
    auth: { user, pass: password },
    logger: false,
    connectionTimeout: CONNECT_LIMIT,
    greetingTimeout: CONNECT_LIMIT,
    socketTimeout: SILENCE_LIMIT,
    autoIdleDelay: QUIET,
    maxIdleTime: IDLE_LIMIT,
    maxLiteralSize: largest,
    maxLineLength: largest,
    maxResponseSize: 2 * largest,
  });
  // A lost connection rejects what waits for it; unheard, the event would end the process.
  client.on('error', () => undefined);
  return client;
}

/** Logs in and opens the mailboxes. Answers what is there. @throws Error that says what is wrong */
export async function lookIntoMailbox(settings: ImapSettings): Promise<string> {
  const client = imapClient(settings, 1024 * 1024);
  try {
    await client.connect();
    if (settings.moveTo !== null) await client.mailboxOpen(settings.moveTo);
    const { exists } = await client.mailboxOpen(settings.mailbox);
    return `${settings.user} on ${settings.host}, ${exists} mails in ${settings.mailbox}`;
  } catch (error) {
    const said = error instanceof Error && 'responseText' in error && typeof error.responseText === 'string' ? error.responseText : String(error);
    throw new Error(`${settings.mailbox} of ${settings.user} on ${settings.host}:${settings.port} cannot be opened (${said}); look at INBOUND_IMAP_URL, INBOUND_IMAP_PASSWORD_FILE, INBOUND_IMAP_CA_FILE and INBOUND_IMAP_MOVE_TO`, { cause: error });
  } finally {
    client.close();
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
