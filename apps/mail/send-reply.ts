import { randomUUID } from 'node:crypto';
import { openMailTransport, sendMail } from '#messaging/channels/email.js';
import { readInboundMail } from '#messaging/inbound/read.js';
import { getMailboxMessage } from '#persistence/mailbox/mailbox.js';
import type { Database } from '#persistence/database.js';
import type { MailboxMessage } from '#persistence/generated/client.js';

/** What the reader of a mail in the local mailbox answers. */
export interface MailboxReply {
  readonly text: string;
  readonly attachments?: readonly { readonly name: string; readonly mediaType: string; readonly content: Buffer }[];
}

/** Why a mail of the mailbox cannot be answered, with a stable code. */
export class CannotReply extends Error {
  constructor(
    readonly code: 'noSuchMail' | 'notAnswerable' | 'notTaken',
    message: string,
  ) {
    super(message);
    this.name = 'CannotReply';
  }
}

/**
 * Answers a mail of the local mailbox as its recipient's mail client would: a real SMTP conversation with the way in, from the
 * recipient to the Reply-To, in the thread, quoting the original. Answers the Message-ID of the reply.
 * @throws CannotReply when there is no such mail, it names no reply address, or the way in does not take the reply
 */
export async function sendReply(
  ports: { db: Database; inbound: { host: string; port: number } },
  mailboxMessageId: string,
  reply: MailboxReply,
): Promise<{ messageId: string }> {
  const original = await getMailboxMessage(ports.db, mailboxMessageId);
  if (!original) throw new CannotReply('noSuchMail', 'There is no such mail in the mailbox.');
  const from = original.toAddresses[0];
  if (!original.replyTo || !from) throw new CannotReply('notAnswerable', 'This mail names no address for replies; it is to be acted on in the case.');
  const { references } = await readInboundMail(original.raw);
  const messageId = `<${randomUUID()}@${from.split('@')[1] ?? 'localhost'}>`;
  const transport = openMailTransport({ url: `smtp://${ports.inbound.host}:${ports.inbound.port}`, from });
  try {
    const result = await sendMail(transport, {
      from,
      to: original.replyTo,
      replyTo: null,
      subject: /^re:/i.test(original.subject) ? original.subject : `Re: ${original.subject}`,
      text: `${reply.text}\n\n${quotationOf(original)}\n`,
      html: null,
      calendar: null,
      messageId,
      inReplyTo: original.messageId,
      references: original.messageId ? [...references, original.messageId] : references,
      headers: {},
      attachments: reply.attachments ?? [],
    });
    if (result.kind !== 'sent') throw new CannotReply('notTaken', `The way in did not take the reply: ${result.code} ${result.detail}`);
    return { messageId };
  } finally {
    transport.close();
  }
}

function quotationOf({ receivedAt, fromAddress, text }: MailboxMessage): string {
  const lines = text.trimEnd().split(/\r?\n/).map((line) => `> ${line}`.trimEnd());
  return [`On ${receivedAt.toISOString().slice(0, 16).replace('T', ' at ')}, ${fromAddress} wrote:`, ...lines].join('\n');
}
