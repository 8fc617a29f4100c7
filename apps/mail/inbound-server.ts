import { parseReplyAddress } from '#messaging/reply-address.js';
import { storeContent } from '#persistence/inbound/content-store.js';
import { storeInbound } from '#persistence/inbound/inbound.js';
import type { Database } from '#persistence/database.js';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { v7 as uuidv7 } from 'uuid';
import { answer, listen, reasonOf, type Listener } from './smtp-listener.js';

/** What the way in needs. `accepted` hears of each row after the sender has its 250, and must not throw. */
export interface InboundPorts {
  readonly db: Database;
  readonly filesDirectory: string;
  readonly secret: Buffer;
  readonly now: () => Date;
  accepted(ids: readonly string[]): void;
}

/** Largest mail that is taken, in bytes. */
export const LARGEST_MAIL = 25 * 1024 * 1024;
/** One mail of a supplier goes to one case, or a few. */
const MOST_RECIPIENTS = 20;

/**
 * Takes mail in: the sender gets its 250 only when the mail is on the disk and in the database.
 * Only addresses of our form are known here; whether one is genuine is decided afterwards, so that nobody can try hashes out.
 */
export function listenForReplies(address: { host: string; port: number }, ports: InboundPorts): Promise<Listener> {
  return listen(address, {
    size: LARGEST_MAIL,
    rejectOversized: true,
    maxRecipients: MOST_RECIPIENTS,
    onRcptTo({ address: recipient }, _session, callback) {
      callback(parseReplyAddress(recipient, ports.secret) ? null : answer(550, `5.1.1 No such address here: ${recipient}`));
    },
    onData(stream, session, callback) {
      accept(stream, session, ports).then(
        (ids) => {
          callback(null, 'Stored');
          ports.accepted(ids);
        },
        (error: unknown) => callback(refusal(error)),
      );
    },
  });
}

async function accept(stream: SMTPServerDataStream, session: SMTPServerSession, ports: InboundPorts): Promise<string[]> {
  const { sha256, key } = await storeContent(ports.filesDirectory, upTo(LARGEST_MAIL, stream));
  const { mailFrom, rcptTo } = session.envelope;
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
    })),
  );
}

class TooLarge extends Error {}

/** Passes a stream on up to a size, and reads the rest away: the client has to finish its sentence before it can be told. */
async function* upTo(limit: number, stream: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size <= limit) yield chunk;
  }
  if (size > limit) throw new TooLarge();
}

function refusal(error: unknown): Error {
  if (error instanceof TooLarge) return answer(552, `5.3.4 The mail is larger than ${LARGEST_MAIL} bytes`);
  console.warn(`a mail could not be stored, its sender will try again: ${reasonOf(error)}`);
  return answer(451, '4.3.0 The mail could not be stored just now; please try again');
}
