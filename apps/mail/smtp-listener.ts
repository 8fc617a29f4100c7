import { once } from 'node:events';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A listening SMTP server. */
export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** How long a silent client may keep its connection, and how long a stop waits for conversations, in milliseconds. */
const SILENCE_LIMIT = 60_000;
const STOP_LIMIT = 5_000;
/** Connections at a time; further ones are told to come back. */
const MOST_CLIENTS = 100;

/**
 * Starts an SMTP server that looks nobody up in the DNS and asks for no login; TLS ends before it.
 * Rejects when the address is in use.
 */
export async function listen(address: { host: string; port: number }, options: SMTPServerOptions): Promise<Listener> {
  const server = new SMTPServer({
    name: 'steward',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    socketTimeout: SILENCE_LIMIT,
    closeTimeout: STOP_LIMIT,
    maxClients: MOST_CLIENTS,
    ...options,
  });
  // A client that hangs up is its own business; without a listener the event would end the process.
  server.on('error', () => undefined);
  const listening = server.listen(address.port, address.host);
  await once(listening, 'listening');
  const bound = listening.address();
  return {
    port: typeof bound === 'object' && bound ? bound.port : address.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** An SMTP answer: the code and text that the client gets. */
export function answer(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

/** What an operator reads of an error: its last line, where the database's client puts the cause. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n').at(-1) ?? message;
}
