import { parseOurAddress } from '#messaging/our-address.js';
import { storeContent } from '#persistence/inbound/content-store.js';
import { storeInbound } from '#persistence/inbound/inbound.js';
import type { Database } from '#persistence/database.js';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { v7 as uuidv7 } from 'uuid';
import { guardInbound, USUAL_LIMITS, type InboundGuard, type InboundLimits } from './inbound-limits.js';
import { answer, listen, reasonOf, type Listener } from './smtp-listener.js';

/** What the way in needs. `accepted` hears of each row after the sender has its 250, and must not throw. */
export interface InboundPorts {
  readonly db: Database;
  readonly filesDirectory: string;
  readonly secret: Buffer;
  readonly now: () => Date;
  accepted(ids: readonly string[]): void;
  readonly limits?: InboundLimits;
}

/** Largest mail that is taken, in bytes. */
export const LARGEST_MAIL = 25 * 1024 * 1024;
/** One mail of a supplier goes to one case, or a few. */
export const MOST_RECIPIENTS = 20;

/**
 * Takes mail in: the sender gets its 250 only when the mail is on the disk and in the database.
 * Only addresses of our form are known here; whether one is genuine is decided afterwards, so that nobody can try hashes out
 * – until an hour has brought more of them than anybody reads: then they are put off, and genuine ones still taken.
 */
export function listenForReplies(address: { host: string; port: number }, ports: InboundPorts): Promise<Listener> {
  const limits = ports.limits ?? USUAL_LIMITS;
  const guard = guardInbound(limits, () => ports.now().getTime());
  return listen(address, {
    size: LARGEST_MAIL,
    rejectOversized: true,
    maxRecipients: MOST_RECIPIENTS,
    maxClients: limits.connections,
    onConnect: (session, callback) => callback(guard.connected(session)),
    onClose: (session) => guard.closed(session),
    onMailFrom: (_address, session, callback) => callback(guard.mailBegins(session)),
    onRcptTo({ address: recipient }, session, callback) {
      const read = parseOurAddress(recipient, ports.secret);
      const refusal = read ? (read.genuine ? null : guard.unaddressed()) : answer(550, `5.1.1 No such address here: ${recipient}`);
      callback(refusal && guard.refused(session, refusal));
    },
    onData(stream, session, callback) {
      accept(stream, session, ports, guard).then(
        (ids) => {
          callback(null, 'Stored');
          ports.accepted(ids);
        },
        (error: unknown) => callback(refusal(error)),
      );
    },
  });
}

async function accept(stream: SMTPServerDataStream, session: SMTPServerSession, ports: InboundPorts, guard: InboundGuard): Promise<string[]> {
  const { mailFrom, rcptTo } = session.envelope;
  const genuine = rcptTo.some(({ address }) => parseOurAddress(address, ports.secret)?.genuine);
  const content = upTo(LARGEST_MAIL, stream, genuine ? () => null : guard.spend);
  const { sha256, key } = await storeContent(ports.filesDirectory, content);
  const receivedAt = ports.now();
  const recipients = [...new Set(rcptTo.map(({ address }) => address.toLowerCase()))];
  return storeInbound(
    ports.db,
    recipients.map((envelopeTo) => ({
      id: uuidv7(),
      rawSha256: sha256,
      rawKey: key,
      envelopeFrom: mailFrom ? mailFrom.address : '',
      envelopeTo,
      receivedAt,
      remoteAddress: session.remoteAddress,
      ...(session.hostNameAppearsAs ? { helo: session.hostNameAppearsAs } : {}),
    })),
  );
}

class TooLarge extends Error {}

/**
 * Passes a stream on up to a size, each chunk counted before it is; reads the rest away, for the client has to finish its
 * sentence before it can be told.
 */
async function* upTo(limit: number, stream: AsyncIterable<Uint8Array>, count: (bytes: number) => Error | null): AsyncIterable<Uint8Array> {
  let size = 0;
  let refusal: Error | null = null;
  for await (const chunk of stream) {
    size += chunk.length;
    refusal ??= size > limit ? new TooLarge() : count(chunk.length);
    if (!refusal) yield chunk;
  }
  if (refusal) throw refusal;
}

function refusal(error: unknown): Error {
  if (error instanceof TooLarge) return answer(552, `5.3.4 The mail is larger than ${LARGEST_MAIL} bytes`);
  if (error instanceof Error && 'responseCode' in error) return error;
  console.warn(`a mail could not be stored, its sender will try again: ${reasonOf(error)}`);
  return answer(451, '4.3.0 The mail could not be stored just now; please try again');
}
