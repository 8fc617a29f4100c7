import { insertMailboxMessage } from '#persistence/mailbox/mailbox.js';
import type { Database } from '#persistence/database.js';
import PostalMime from 'postal-mime';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { v7 as uuidv7 } from 'uuid';
import { answer, listen, reasonOf, type Listener } from './smtp-listener.js';

/** Largest mail that the mailbox keeps, in bytes. */
const LARGEST_MAIL = 25 * 1024 * 1024;

/**
 * The mailbox of an installation without a mail server: every mail that Steward sends stays here, readable and answerable.
 * It takes mail for anybody and passes none on.
 */
export function listenAsMailbox(address: { host: string; port: number }, ports: { db: Database; now: () => Date }): Promise<Listener> {
  return listen(address, {
    size: LARGEST_MAIL,
    rejectOversized: true,
    onData(stream, session, callback) {
      keep(stream, session, ports).then(
        () => callback(null, 'Kept'),
        (error: unknown) => {
          console.warn(`the mailbox could not keep a mail: ${reasonOf(error)}`);
          callback(answer(451, '4.3.0 The mail could not be kept just now; please try again'));
        },
      );
    },
  });
}

async function keep(stream: SMTPServerDataStream, session: SMTPServerSession, { db, now }: { db: Database; now: () => Date }): Promise<void> {
  const raw = Buffer.concat(await stream.toArray());
  if (stream.sizeExceeded) return;
  const mail = await PostalMime.parse(raw);
  const clean = (text: string | undefined) => (text ?? '').replaceAll('\0', '');
  await insertMailboxMessage(db, {
    id: uuidv7(),
    messageId: mail.messageId ?? null,
    fromAddress: clean(mail.from?.address) || (session.envelope.mailFrom ? session.envelope.mailFrom.address : ''),
    toAddresses: session.envelope.rcptTo.map(({ address }) => address.toLowerCase()),
    replyTo: mail.replyTo?.[0]?.address ?? null,
    subject: clean(mail.subject),
    text: clean(mail.text),
    html: mail.html ? clean(mail.html) : null,
    raw,
    receivedAt: now(),
  });
}
