import type { SMTPServerSession } from 'smtp-server';
import { answer } from './smtp-listener.js';

/** How much strangers may ask of the way in. */
export interface InboundLimits {
  /** Connections at a time: of all, and of one address. */
  readonly connections: number;
  readonly connectionsOfOne: number;
  /** Mails, and refused recipients, of one connection. */
  readonly mails: number;
  readonly refusals: number;
  /** Bytes an hour of mails that name no genuine address; they are kept for a person, but not without end. */
  readonly unaddressedBytes: number;
}

export const USUAL_LIMITS: InboundLimits = {
  connections: 100,
  connectionsOfOne: 20,
  mails: 100,
  refusals: 20,
  unaddressedBytes: 100 * 1024 * 1024,
};

/** Keeps count; each answer is what the client is told, or null where it may go on. */
export interface InboundGuard {
  connected(session: SMTPServerSession): Error | null;
  closed(session: SMTPServerSession): void;
  mailBegins(session: SMTPServerSession): Error | null;
  /** Passes a refusal on; after too many the connection is closed: whoever tries addresses out has to be slow. */
  refused(session: SMTPServerSession, refusal: Error): Error;
  /** A recipient of our form whose hash is not ours. */
  unaddressed(): Error | null;
  /** Counts bytes of a mail that names no genuine address, up to the allowance of the hour. */
  spend(bytes: number): Error | null;
}

const HOUR = 60 * 60_000;

interface Conversation {
  readonly address: string;
  mails: number;
  refusals: number;
}

/** The counts of one listener; those of the hour begin anew with the process. `now` in milliseconds. */
export function guardInbound(limits: InboundLimits, now: () => number): InboundGuard {
  const conversations = new Map<string, Conversation>();
  let hour = { from: now(), bytes: 0 };
  const spentOf = () => {
    if (now() - hour.from >= HOUR) hour = { from: now(), bytes: 0 };
    return hour;
  };
  const later = () => answer(452, '4.3.1 Too much mail to unknown addresses just now; please try again later');
  const closing = (why: string) => answer(421, `4.7.0 ${why}; please try again later`);
  return {
    connected({ id, remoteAddress: address }) {
      const others = [...conversations.values()].filter((each) => each.address === address).length;
      if (others >= limits.connectionsOfOne) return closing('Too many connections from your address');
      conversations.set(id, { address, mails: 0, refusals: 0 });
      return null;
    },
    closed: ({ id }) => void conversations.delete(id),
    mailBegins({ id }) {
      const conversation = conversations.get(id);
      return conversation && ++conversation.mails > limits.mails ? closing('Too many mails in one connection') : null;
    },
    refused({ id }, refusal) {
      const conversation = conversations.get(id);
      return conversation && ++conversation.refusals > limits.refusals ? closing('Too many unknown recipients') : refusal;
    },
    unaddressed: () => (spentOf().bytes >= limits.unaddressedBytes ? later() : null),
    spend(bytes) {
      const spent = spentOf();
      spent.bytes += bytes;
      return spent.bytes > limits.unaddressedBytes ? later() : null;
    },
  };
}
