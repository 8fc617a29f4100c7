import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { eventually } from './eventually.js';
import type { System } from './system.js';

/** A mail in the product's own mailbox, as the API shows it. */
export interface MailboxMail {
  readonly id: string;
  readonly messageId: string;
  readonly from: string;
  readonly to: string[];
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly receivedAt: string;
}

/** All mails to an address, or to anybody, newest first. */
export async function mailbox(system: System, address?: string): Promise<MailboxMail[]> {
  const only = address === undefined ? '' : `&address=${encodeURIComponent(address)}`;
  const { body } = await system.call<{ items: MailboxMail[] }>('GET', `/api/v1/mailbox?limit=200${only}`);
  return body.items;
}

/** The newest mail to an address whose subject holds all the words, also one that is yet to come. */
export function mailTo(system: System, address: string, ...words: string[]): Promise<MailboxMail> {
  return eventually(`${address} gets a mail about “${words.join(' … ')}”`, async () =>
    (await mailbox(system, address)).find(({ subject }) => words.every((word) => subject.includes(word))),
  );
}

/** What of a reply differs from the usual one. */
export interface ReplyChange {
  readonly from?: string;
  readonly to?: string;
  readonly messageId?: string;
  readonly headers?: Record<string, string>;
}

/** Answers a mail as its reader's own mail program does: over SMTP to the Reply-To address, with the original quoted below. */
export function replyTo(system: System, mail: MailboxMail, text: string, change: ReplyChange = {}): Promise<void> {
  return sendReply(system.state().ports.inbound, mail, text, change);
}

/** The same, to the way in that listens on a port of the loopback address. */
export async function sendReply(
  inboundPort: number,
  mail: Pick<MailboxMail, 'messageId' | 'from' | 'to' | 'replyTo' | 'subject' | 'text'>,
  text: string,
  change: ReplyChange = {},
): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: inboundPort, secure: false, ignoreTLS: true });
  try {
    await transport.sendMail({
      from: change.from ?? mail.to[0],
      to: change.to ?? mail.replyTo ?? mail.from,
      subject: `Re: ${mail.subject}`,
      text: `${text}\n\nOn Tue, 24 Nov 2026 at 10:02, Steward <${mail.from}> wrote:\n${mail.text.replace(/^/gm, '> ')}`,
      messageId: change.messageId ?? `<${randomUUID()}@example.com>`,
      inReplyTo: mail.messageId,
      references: mail.messageId,
      ...(change.headers ? { headers: change.headers } : {}),
    });
  } finally {
    transport.close();
  }
}
