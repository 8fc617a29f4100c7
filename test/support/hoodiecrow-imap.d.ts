/** What is used of it here; it brings no types. */
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  export interface StoredMessage {
    uid: number;
    flags: string[];
    raw: string;
  }
  export interface Folder {
    messages: StoredMessage[];
    uidvalidity: number;
  }
  export interface ImapServer {
    readonly server: Server;
    readonly fetchHandlers: Record<string, (connection: unknown, message: StoredMessage, query: unknown) => unknown>;
    getMailbox(path: string): Folder;
    appendMessage(mailbox: string, flags: string[], date: Date, raw: string): { message: StoredMessage };
    listen(port: number, host: string, done: () => void): void;
  }
  export default function hoodiecrow(options: object): ImapServer;
}

declare module 'hoodiecrow-imap/lib/commands/handlers/fetch.js' {
  const handlers: Record<string, unknown>;
  export default handlers;
}
