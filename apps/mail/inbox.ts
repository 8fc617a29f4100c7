import { settleInAttempts } from './attempts.js';
import { NotYet } from './not-yet.js';
import type { settleMail, SettlePorts } from './settle.js';
import { reasonOf } from './smtp-listener.js';

/** The mails this process is looking at, so that a sweep does not take one up a second time. */
export interface Inbox {
  /** Takes a mail up when its turn comes. */
  take(id: string): void;
  /** Finishes what is in hand; what still waits for its turn stays `received` for the next start. */
  close(): Promise<void>;
}

/** Each holds a whole mail with its files in memory. */
const AT_ONCE = 4;

/**
 * Looks at mails in the order in which they are taken, a few at a time. A failure is told, and the mail stays for the next
 * sweep.
 */
export function openInbox(ports: SettlePorts, settle: typeof settleMail = settleInAttempts()): Inbox {
  const taken = new Set<string>();
  const queue: string[] = [];
  const inHand = new Set<Promise<void>>();
  let runners = 0;
  const look = async (id: string) => {
    try {
      await settle(ports, id);
    } catch (error) {
      if (!(error instanceof NotYet)) console.warn(`mail ${id} could not be settled yet: ${reasonOf(error)}`);
    }
    taken.delete(id);
  };
  const run = async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      const work = look(id);
      inHand.add(work);
      await work;
      inHand.delete(work);
    }
    runners -= 1;
  };
  return {
    take(id) {
      if (taken.has(id)) return;
      taken.add(id);
      queue.push(id);
      if (runners === AT_ONCE) return;
      runners += 1;
      void run();
    },
    async close() {
      queue.length = 0;
      await Promise.all(inHand);
    },
  };
}
