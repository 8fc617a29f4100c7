import { setTimeout as delay } from 'node:timers/promises';
import type { SendResult } from '#messaging/channels/email.js';
import { giveUpOld, waitingMails } from '#persistence/outbox/outbox.js';
import type { Running } from '../running.js';
import { deliverMessage, deskOf, type DeliverPorts } from './deliver-mail.js';

/** A delivery that began this long ago, in milliseconds, has died: no conversation with a server takes as long. */
export const DELIVERY_LEASE = 2 * 60_000;
/** How often what waits is looked at without being told, in milliseconds. */
const POST_EVERY = 3_000;
const A_ROUND = 500;
const AT_ONCE = 20;

/** The post at work. `wake` says that something new waits. */
export interface Post extends Running {
  wake(): void;
}

/**
 * Sends what stands in the outbox until closed: at once when woken, else every few seconds. Any number of processes may do so;
 * the lease of an attempt keeps them from sending the same.
 */
export function openPost(ports: DeliverPorts): Post {
  const stop = new AbortController();
  let woken = new AbortController();
  const work = async () => {
    while (!stop.signal.aborted) {
      woken = new AbortController();
      await sendWaiting(ports, stop.signal).catch((error: unknown) => console.warn(`post: ${error instanceof Error ? error.message : String(error)}`));
      await delay(POST_EVERY, undefined, { signal: AbortSignal.any([stop.signal, woken.signal]) }).catch(() => undefined);
    }
  };
  const done = work();
  return {
    done,
    wake: () => woken.abort(),
    close: async () => {
      stop.abort();
      await done;
    },
  };
}

/**
 * Delivers the mails whose turn it is. The first goes alone: a server that is away ends the round, and the others keep their
 * turn. A message that one server answer delays waits its pause while the others go on.
 */
export async function sendWaiting(ports: DeliverPorts, stopping?: AbortSignal): Promise<void> {
  await giveUpOld(ports.db, DELIVERY_LEASE);
  const desk = deskOf(ports, DELIVERY_LEASE);
  for (let away = false, full = true; full && !away && !stopping?.aborted; ) {
    const ids = await waitingMails(ports.db, DELIVERY_LEASE, A_ROUND);
    full = ids.length === A_ROUND;
    const lane = async (most: number) => {
      for (let sent = 0; sent < most && ids.length > 0 && !away && !stopping?.aborted; sent += 1) {
        const result = await deliverMessage(ports, ids.shift() ?? '', DELIVERY_LEASE, desk);
        away ||= result !== null && concernsAll(result);
      }
    };
    await lane(1);
    await Promise.all(Array.from({ length: AT_ONCE }, () => lane(A_ROUND)));
  }
}

/**
 * True when the next message would fare the same: no connection, a lost one, a refused login, or 421, with which a server closes
 * (RFC 5321, 3.8). Any other 4xx is about this message or its recipient.
 */
function concernsAll(result: SendResult): boolean {
  if (result.kind === 'ambiguous') return true;
  return result.kind === 'temporary' && (!/^4\d\d$/.test(result.code) || result.code === '421');
}
