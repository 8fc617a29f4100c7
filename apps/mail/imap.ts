import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { OPENING, openingOf } from '#messaging/inbound/bounds.js';
import { readInboundHeaders } from '#messaging/inbound/read.js';
import { envelopeOf } from '#messaging/inbound/recipients.js';
import { parseReplyAddress } from '#messaging/reply-address.js';
import { getCase } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import { storeContent } from '#persistence/inbound/content-store.js';
import { storeHeld, storeInbound } from '#persistence/inbound/inbound.js';
import { lastUidOf, noteRead, wasRead } from '#persistence/inbound/mailboxes.js';
import { v7 as uuidv7 } from 'uuid';
import type { ImapSettings } from '../configuration.js';
import { imapClient } from './imap-client.js';
import { LARGEST_MAIL, MOST_RECIPIENTS } from './inbound-server.js';
import { reasonOf } from './smtp-listener.js';

/** What reading a mailbox needs. `accepted` hears of each row when it is stored, and must not throw. */
export interface MailboxPorts {
  readonly db: Database;
  readonly filesDirectory: string;
  readonly secret: Buffer;
  readonly now: () => Date;
  accepted(ids: readonly string[]): void;
  readonly limits?: MailboxLimits;
}

/** Bytes of one mail, and milliseconds: between two looks where the server does not tell, and between two attempts. */
export interface MailboxLimits {
  readonly largest: number;
  readonly lookEvery: number;
  readonly pause: number;
  readonly longestPause: number;
}

const USUAL_LIMITS: MailboxLimits = { largest: LARGEST_MAIL, lookEvery: 60_000, pause: 2_000, longestPause: 5 * 60_000 };

const AT_ONCE = 50;
/** How often one mail may fail to be fetched before a person is told of it. */
const MOST_ATTEMPTS = 3;
/** Beside the bytes of a mail in an answer. */
const AROUND = 1024 * 1024;

/** How long a stop waits for the mail in hand, in milliseconds. */
const STOP_LIMIT = 5_000;

/** A mailbox being read. */
export interface MailboxReader {
  readonly done: Promise<void>;
  /** Finishes the mail in hand. */
  close(): Promise<void>;
}

/** This mail could not be fetched; others might be. */
class NotFetched extends Error {
  constructor(
    readonly uid: number,
    cause: unknown,
  ) {
    super(`mail ${uid} could not be fetched: ${reasonOf(cause)}`);
  }
}

/**
 * Takes mail in from a mailbox, oldest first: stored, then put aside (moved or marked as seen), then noted as read, so that after a death
 * at any point nothing is missing and what comes again finds its rows. What cannot be fetched waits for a person by its headers.
 */
export function readMailbox(settings: ImapSettings, ports: MailboxPorts): MailboxReader {
  const limits = ports.limits ?? USUAL_LIMITS;
  const stop = new AbortController();
  const failures = new Map<number, number>();
  const box = { settings, ports, limits, failures, name: `${settings.user}@${settings.host}/${settings.mailbox}` };
  const done = (async () => {
    for (let pause = limits.pause; !stop.signal.aborted; ) {
      const client = imapClient(settings, limits.largest + AROUND);
      const hangUp = () => client.close();
      const late = () => void setTimeout(hangUp, STOP_LIMIT).unref();
      stop.signal.addEventListener('abort', late, { once: true });
      try {
        await client.connect();
        await client.mailboxOpen(settings.mailbox);
        while (client.usable && !stop.signal.aborted) {
          const news = newsOf(client, limits.lookEvery, stop.signal);
          if (await takeSome(client, box, stop.signal)) news.forget();
          else await news.came;
          pause = limits.pause;
        }
        if (client.usable) await client.logout().catch(hangUp);
      } catch (error) {
        if (error instanceof NotFetched) failures.set(error.uid, (failures.get(error.uid) ?? 0) + 1);
        console.warn(`the mailbox ${box.name} could not be read: ${reasonOf(error)}`);
      } finally {
        stop.signal.removeEventListener('abort', late);
        hangUp();
      }
      await delay(pause, undefined, { signal: stop.signal }).catch(() => undefined);
      pause = Math.min(2 * pause, limits.longestPause);
    }
  })();
  return {
    done,
    close: () => {
      stop.abort();
      return done;
    },
  };
}

interface Box {
  readonly settings: ImapSettings;
  readonly ports: MailboxPorts;
  readonly limits: MailboxLimits;
  readonly failures: Map<number, number>;
  readonly name: string;
}

/** From now on, not from when it is waited for: a mail may come while others are taken. */
function newsOf(client: ImapFlow, lookEvery: number, stop: AbortSignal): { came: Promise<unknown>; forget(): void } {
  const enough = new AbortController();
  const signal = AbortSignal.any([enough.signal, stop]);
  const waits = [once(client, 'exists', { signal }), once(client, 'close', { signal }), delay(lookEvery, undefined, { signal })];
  const came = Promise.race(waits.map((wait) => wait.catch(() => undefined))).finally(() => enough.abort());
  return { came, forget: () => enough.abort() };
}

/** Takes the next mails. Answers whether there were any. */
async function takeSome(client: ImapFlow, box: Box, stop: AbortSignal): Promise<boolean> {
  const { db, now } = box.ports;
  const { uidValidity } = mailboxOf(client);
  const after = (await lastUidOf(db, box.name, uidValidity)) ?? (await beginning(client, box));
  const uids = (await search(client, { uid: `${after + 1}:*` })).filter((uid) => uid > after).slice(0, AT_ONCE);
  for (const uid of uids) {
    if (stop.aborted) break;
    await take(client, box, uid);
    await noteRead(db, box.name, { uidValidity, uid, at: now() });
    box.failures.delete(uid);
  }
  return uids.length > 0;
}

/** At the very first look what people have seen is theirs; after a new UIDVALIDITY all is looked at again, and finds its rows. */
async function beginning(client: ImapFlow, box: Box): Promise<number> {
  const { uidNext, uidValidity } = mailboxOf(client);
  // Another process may have had the first look just now.
  if (await wasRead(box.ports.db, box.name)) return (await lastUidOf(box.ports.db, box.name, uidValidity)) ?? 0;
  const [first] = await search(client, { seen: false });
  const before = (first ?? uidNext) - 1;
  await noteRead(box.ports.db, box.name, { uidValidity, uid: before, at: box.ports.now() });
  return before;
}

async function take(client: ImapFlow, box: Box, uid: number): Promise<void> {
  if ((box.failures.get(uid) ?? 0) >= MOST_ATTEMPTS) return leave(client, box, uid, 'notFetched: the mailbox does not give it out');
  const size = await fetched(uid, () => client.fetchOne(String(uid), { uid: true, size: true }, { uid: true }));
  if (size && (size.size ?? 0) > box.limits.largest) return leave(client, box, uid, `tooLarge: ${size.size} bytes`);
  const found = size && (await fetched(uid, () => client.fetchOne(String(uid), { uid: true, source: true }, { uid: true })));
  const source = found ? found.source : undefined;
  if (!source) {
    // Somebody has moved or deleted it meanwhile, or the server keeps it to itself.
    if ((await search(client, { uid: String(uid) })).includes(uid)) throw new NotFetched(uid, new Error('no content'));
    return;
  }
  const { db, filesDirectory, secret, now, accepted } = box.ports;
  const envelope = envelopeOf(source, { secret, address: box.settings.user, most: MOST_RECIPIENTS });
  const { sha256, key } = await storeContent(filesDirectory, [source]);
  const receivedAt = now();
  const ids = await storeInbound(
    db,
    envelope.to.map((envelopeTo) => ({ id: uuidv7(), rawSha256: sha256, rawKey: key, envelopeFrom: envelope.from, envelopeTo, receivedAt })),
  );
  await putAside(client, box, uid);
  accepted(ids);
}

/** A mail that is no longer wanted there; where that fails, it is stored all the same. */
async function putAside(client: ImapFlow, { settings: { moveTo }, name }: Box, uid: number): Promise<void> {
  const put = moveTo === null ? client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true }) : client.messageMove(String(uid), moveTo, { uid: true });
  const done = await put.catch((error: unknown) => {
    if (!client.usable) throw error;
    return false;
  });
  if (!done) console.warn(`mail ${uid} of ${name} is stored but could not be ${moveTo === null ? 'marked as seen' : `moved to ${moveTo}`}`);
}

/** Leaves a mail in its mailbox, unseen, and tells a person of it by as much as can be had of its headers. */
async function leave(client: ImapFlow, box: Box, uid: number, reason: string): Promise<void> {
  const { db, filesDirectory, secret, now } = box.ports;
  const beginningOf = () => client.fetchOne(String(uid), { uid: true, source: { start: 0, maxLength: OPENING } }, { uid: true });
  const found = reason.startsWith('tooLarge') ? await fetched(uid, beginningOf) : await beginningOf().catch(() => false as const);
  const headers = found && found.source ? Buffer.from(openingOf(found.source).headers) : Buffer.alloc(0);
  const raw = Buffer.concat([headers, Buffer.from(`\r\n[Left in the mailbox ${box.name}, number ${uid}: ${reason}]\r\n`)]);
  const { from, to } = envelopeOf(raw, { secret, address: box.settings.user, most: 1 });
  const envelopeTo = to[0] ?? box.settings.user;
  const address = parseReplyAddress(envelopeTo, secret);
  const known = address?.genuine ? await getCase(db, address.caseId) : null;
  const { sha256, key } = await storeContent(filesDirectory, [raw]);
  const { messageId, from: fromAddress, subject, text, reply } = await readInboundHeaders(raw, { from });
  const mail = { id: uuidv7(), rawSha256: sha256, rawKey: key, envelopeFrom: from, envelopeTo, receivedAt: now() };
  await storeHeld(db, mail, { read: { messageId, fromAddress, subject, text, reply, kind: 'unread' }, reason, caseId: known?.id ?? null });
}

async function fetched<T>(uid: number, fetch: () => Promise<T>): Promise<T> {
  try {
    return await fetch();
  } catch (error) {
    throw new NotFetched(uid, error);
  }
}

async function search(client: ImapFlow, query: object): Promise<number[]> {
  const found = await client.search(query, { uid: true });
  if (!Array.isArray(found)) throw new Error('the server does not search');
  return found.sort((a, b) => a - b);
}

function mailboxOf(client: ImapFlow): { uidValidity: bigint; uidNext: number } {
  if (typeof client.mailbox === 'boolean') throw new Error('the mailbox was closed');
  return client.mailbox;
}
