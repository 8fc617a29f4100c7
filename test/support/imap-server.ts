import type { AddressInfo, Socket } from 'node:net';
import hoodiecrow, { type StoredMessage } from 'hoodiecrow-imap';
import { generate } from 'selfsigned';
import fetchHandlers from 'hoodiecrow-imap/lib/commands/handlers/fetch.js';
import type { ImapSettings } from '#apps/configuration.js';

/** A real IMAP server on loopback with one account; what it keeps can be looked at and changed as others who use it would. */
export interface TestImapServer {
  readonly settings: ImapSettings;
  /** Puts a mail into the INBOX; those who wait by IDLE are told. Answers its uid. */
  deliver(raw: string, flags?: string[]): number;
  inbox(): readonly StoredMessage[];
  folder(name: string): readonly StoredMessage[];
  /** Numbers all mails anew, as after a restore. */
  renumber(): void;
  /** Uids whose content the server does not give out. */
  readonly broken: Set<number>;
  /** Ends all conversations; new ones may begin. */
  dropConnections(): void;
  close(): Promise<void>;
}

/** A key with a certificate that vouches for itself, both in PEM. */
export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
}

/** Makes one for these addresses, as an administrator of a small server does. */
export async function selfSigned(...addresses: readonly string[]): Promise<SelfSigned> {
  const altNames = addresses.map((ip) => ({ type: 7 as const, ip }));
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'mail.example.com' }], { keySize: 2048, algorithm: 'sha256', extensions: [{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames }] });
  return { key, cert };
}

/** Starts it with the extensions that common servers have. `tls`: encrypted from the first byte, or when asked (STARTTLS). */
export async function startImapServer(tls?: { readonly by: 'first byte' | 'STARTTLS'; readonly with: SelfSigned }): Promise<TestImapServer> {
  const broken = new Set<number>();
  const server = hoodiecrow({
    plugins: ['ID', 'IDLE', 'MOVE', 'UIDPLUS', 'LITERALPLUS', 'UNSELECT', 'NAMESPACE', 'SASL-IR', 'AUTH-PLAIN', ...(tls?.by === 'STARTTLS' ? ['STARTTLS'] : [])],
    ...(tls ? { secureConnection: tls.by === 'first byte', credentials: { ...tls.with } } : {}),
    users: { 'steward@example.com': { password: 'secret' } },
    storage: { INBOX: {}, '': { separator: '/', folders: { Done: {} } } },
  });
  server.fetchHandlers['BODY.PEEK'] = (connection, message, query) => {
    if (broken.has(message.uid)) throw new Error('Internal error');
    return (fetchHandlers as Record<string, (...given: unknown[]) => unknown>)['BODY.PEEK']?.(connection, message, query);
  };
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const dropConnections = () => sockets.forEach((socket) => socket.destroy());
  return {
    settings: { host: '127.0.0.1', port, secure: tls?.by === 'first byte', ca: null, user: 'steward@example.com', password: 'secret', mailbox: 'INBOX', moveTo: null },
    // It keeps bytes as characters.
    deliver: (raw, flags = []) => server.appendMessage('INBOX', flags, new Date('2026-11-24T09:00:00Z'), Buffer.from(raw.replace(/\r?\n/g, '\r\n')).toString('latin1')).message.uid,
    inbox: () => server.getMailbox('INBOX').messages,
    folder: (name) => server.getMailbox(name).messages,
    renumber() {
      const box = server.getMailbox('INBOX');
      box.uidvalidity += 1;
      box.messages.forEach((message, index) => (message.uid = index + 1));
    },
    broken,
    dropConnections,
    close() {
      const closed = new Promise<void>((resolve) => void server.server.close(() => resolve()));
      dropConnections();
      return closed;
    },
  };
}
