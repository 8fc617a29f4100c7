import { setTimeout as delay } from 'node:timers/promises';
import { openMailTransport } from '#messaging/channels/email.js';
import { listReceived, settleInbound } from '#persistence/inbound/inbound.js';
import { openDatabase } from '#persistence/database.js';
import type { InboundMail } from '#persistence/generated/client.js';
import { smtpUrlOf, type Configuration } from '../configuration.js';
import { openDoor } from '../door/connect.js';
import { listenForReplies } from './inbound-server.js';
import { listenAsMailbox } from './mailbox-server.js';
import { sendWaiting } from './post.js';
import { NotYet, settleMail, type SettlePorts } from './settle.js';
import { reasonOf, type Listener } from './smtp-listener.js';

/** A started role. `done` settles when it has stopped. */
export interface Running {
  close(): Promise<void>;
  readonly done: Promise<void>;
}

/** How often what waits is looked at again, and how long mail may wait for its case before a person sees it, in milliseconds. */
const SWEEP_EVERY = 15_000;
const POST_EVERY = 3_000;
const LONGEST_WAIT = 24 * 60 * 60_000;
const AT_ONCE = 50;

/**
 * Starts the mail role: the way in for replies, the local mailbox where no mail server is configured, and the sweeps that look
 * after mail and submissions that were stored and not taken. Rejects when a port is in use.
 */
export async function startMail(c: Configuration, doorOf: typeof openDoor = openDoor): Promise<Running> {
  const now = () => new Date();
  const db = openDatabase({ url: c.databaseUrl, role: 'staff', applicationName: 'steward-mail' });
  const door = doorOf({ configuration: c, db });
  const transport = openMailTransport({ url: smtpUrlOf(c), from: c.mail.from });
  const settling = inbox({ db, door, filesDirectory: c.filesDirectory, secret: c.secret, domain: c.mail.domain, now });
  const listeners: Listener[] = [];
  const stop = new AbortController();
  const release = async () => {
    stop.abort();
    await Promise.all(listeners.map((listener) => listener.close()));
    await Promise.allSettled([...settling.running(), ...loops]);
    transport.close();
    await door.close();
    await db.close();
  };
  const loops: Promise<void>[] = [];
  try {
    if (c.smtpUrl === null) listeners.push(await listenAsMailbox(c.mailbox, { db, now }));
    listeners.push(
      await listenForReplies(c.inbound, { db, filesDirectory: c.filesDirectory, secret: c.secret, now, accepted: (ids) => ids.forEach(settling.take) }),
    );
  } catch (error) {
    await release();
    throw error;
  }
  loops.push(
    every(SWEEP_EVERY, stop.signal, () => sweep(settling, now)),
    every(SWEEP_EVERY, stop.signal, async () => void (await door.sweep(now()))),
    every(POST_EVERY, stop.signal, () => sendWaiting({ db, transport, now })),
  );
  const ended = Promise.all(loops).then(() => undefined);
  return { done: ended, close: release };
}

/** The mails this process is looking at, so that a sweep does not take one up a second time. */
function inbox(ports: SettlePorts) {
  const inHand = new Map<string, Promise<void>>();
  const take = (id: string): void => {
    if (inHand.has(id)) return;
    const work = settleMail(ports, id)
      .catch((error: unknown) => {
        if (!(error instanceof NotYet)) console.warn(`mail ${id} could not be settled yet: ${reasonOf(error)}`);
      })
      .finally(() => inHand.delete(id));
    inHand.set(id, work);
  };
  return { ports, take, running: () => inHand.values() };
}

/** Looks again at what was stored and not taken; what has waited too long becomes a person's. */
async function sweep({ ports, take, running }: ReturnType<typeof inbox>, now: () => Date): Promise<void> {
  for (const mail of await listReceived(ports.db, AT_ONCE)) {
    if (hasWaitedTooLong(mail, now())) await settleInbound(ports.db, mail.id, { status: 'held', reason: 'notSettled' }, now());
    else take(mail.id);
  }
  await Promise.allSettled(running());
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
