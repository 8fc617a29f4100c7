import { setTimeout as delay } from 'node:timers/promises';
import { listReceived, settleInbound } from '#persistence/inbound/inbound.js';
import { openDatabase, type Database } from '#persistence/database.js';
import type { InboundMail } from '#persistence/generated/client.js';
import type { Configuration } from '../configuration.js';
import { openPost, type Post } from '../delivery/post.js';
import { openOutgoingMail } from '../delivery/transport.js';
import { openDoor } from '../door/connect.js';
import { removeAbandoned } from './housekeeping.js';
import { listenForReplies } from './inbound-server.js';
import { readMailbox } from './imap.js';
import { openInbox, type Inbox } from './inbox.js';
import { listenAsMailbox } from './mailbox-server.js';
import { pushWaiting } from '../channels/deliver-push.js';
import { writeDigests } from './digests.js';
import { reasonOf, type Listener } from './smtp-listener.js';
import type { Running } from '../running.js';

/** How often what waits is looked at again, and how long mail may wait for its case before a person sees it, in milliseconds. */
const SWEEP_EVERY = 15_000;
const PUSH_EVERY = 3_000;
const TIDY_EVERY = 60 * 60_000;
const LONGEST_WAIT = 24 * 60 * 60_000;
const AT_ONCE = 50;

/**
 * Starts the mail role: the ways in for replies, the local mailbox where no mail server is configured, and the sweeps that look
 * after mail and submissions that were stored and not taken. Rejects when a port is in use.
 */
export async function startMail(c: Configuration, doorOf: typeof openDoor = openDoor): Promise<Running> {
  const now = () => new Date();
  const db = openDatabase({ url: c.databaseUrl, role: 'staff', applicationName: 'steward-mail' });
  const door = doorOf({ configuration: c, db });
  const transport = openOutgoingMail(c);
  const settling = openInbox({ db, door, filesDirectory: c.filesDirectory, secret: c.secret, publicUrl: c.publicUrl, domain: c.mail.domain, now });
  const listeners: Pick<Listener, 'close'>[] = [];
  const stop = new AbortController();
  const release = async () => {
    stop.abort();
    await Promise.all(listeners.map((listener) => listener.close()));
    await Promise.allSettled([settling.close(), ...posts.map((post) => post.close()), ...loops]);
    transport.close();
    await door.close();
    await db.close();
  };
  const loops: Promise<void>[] = [];
  const posts: Post[] = [];
  try {
    if (c.smtpUrl === null) listeners.push(await listenAsMailbox(c.mailbox, { db, now }));
    const wayIn = { db, filesDirectory: c.filesDirectory, secret: c.secret, now, accepted: (ids: readonly string[]) => ids.forEach(settling.take) };
    listeners.push(await listenForReplies(c.inbound, wayIn));
    if (c.imap) listeners.push(readMailbox(c.imap, wayIn));
  } catch (error) {
    await release();
    throw error;
  }
  const post = openPost({ db, transport, now, publicUrl: c.publicUrl });
  posts.push(post);
  loops.push(
    every(SWEEP_EVERY, stop.signal, () => sweep(db, settling, now())),
    every(SWEEP_EVERY, stop.signal, async () => void (await door.sweep(now()))),
    post.done,
    every(PUSH_EVERY, stop.signal, () => pushWaiting({ db, settings: c, now })),
    every(SWEEP_EVERY, stop.signal, () => writeDigests({ db, domain: c.mail.domain, publicUrl: c.publicUrl, now })),
    every(TIDY_EVERY, stop.signal, async () => void (await removeAbandoned({ db, filesDirectory: c.filesDirectory }, now()))),
  );
  const ended = Promise.all(loops).then(() => undefined);
  return { done: ended, close: release };
}

/** Looks again at what was stored and not taken; what has waited too long becomes a person's. */
async function sweep(db: Database, inbox: Inbox, at: Date): Promise<void> {
  for (const mail of await listReceived(db, AT_ONCE)) {
    if (hasWaitedTooLong(mail, at)) await settleInbound(db, mail.id, { status: 'held', reason: 'notSettled' }, at);
    else inbox.take(mail.id);
  }
}

function hasWaitedTooLong(mail: InboundMail, at: Date): boolean {
  return at.getTime() - mail.receivedAt.getTime() > LONGEST_WAIT;
}

/** Repeats work until stopped, beginning at once; a failure is told and does not end it: database or Temporal may be back next time. */
async function every(interval: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await work().catch((error: unknown) => console.warn(`mail: ${reasonOf(error)}`));
    await delay(interval, undefined, { signal, ref: true }).catch(() => undefined);
  }
}
