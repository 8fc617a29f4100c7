import { sendMail, type MailTransport, type SendResult } from '#messaging/channels/email.js';
import { LONGEST_DIAGNOSTIC, statusIn } from '#messaging/inbound/delivery-report.js';
import type { Database } from '#persistence/database.js';
import { suppressionOf } from '#persistence/delivery/suppressions.js';
import type { OutboxMessage } from '#persistence/generated/client.js';
import { beginAttempt, markPostponed, markSent } from '#persistence/outbox/outbox.js';
import { v5 as uuidv5 } from 'uuid';
import { takeDeliveryNews } from './undelivered.js';

/** What delivering needs. */
export interface DeliverPorts {
  readonly db: Database;
  readonly transport: MailTransport;
  readonly now: () => Date;
  /** How our people reach the web. */
  readonly publicUrl: string;
}

/**
 * One attempt, recorded before the first word to the server and again when the server has answered. A crash in between
 * leaves the attempt open: the next one sends the same Message-ID and carries the flag `ambiguous`.
 * A refusal for good is taken in as a bounce is: the next contact gets the mail. An address that is suppressed is not written to.
 * Null when there was nothing to send: sent already, refused for good, unknown, or begun within the lease (milliseconds).
 */
export async function deliverMessage(ports: DeliverPorts, outboxId: string, leaseMs = 0): Promise<SendResult | null> {
  const { db, now } = ports;
  const message = await beginAttempt(db, outboxId, now(), leaseMs);
  if (!message) return null;
  const result = await send(ports, message);
  if (result.kind === 'sent') await markSent(db, outboxId, now());
  else if (result.kind === 'permanent') await refusedForGood(ports, message, result);
  else await markPostponed(db, outboxId, said(result), result.kind === 'temporary');
  return result;
}

async function send({ db, transport }: DeliverPorts, message: OutboxMessage): Promise<SendResult> {
  const suppressed = await suppressionOf(db, message.address);
  if (suppressed) return { kind: 'permanent', code: SUPPRESSED, detail: `${message.address} takes no mail since ${suppressed.suppressedAt.toISOString().slice(0, 10)}: ${suppressed.reason}` };
  const returnAddress = transport.returnAddressOf?.(message.id);
  return sendMail(transport, { from: transport.from, to: message.address, ...contentOf(message), headers: AUTOMATIC, ...(returnAddress ? { returnAddress } : {}) });
}

/** Stands for the code of a server that was not asked. */
const SUPPRESSED = 'suppressed';

async function refusedForGood({ db, publicUrl, now }: DeliverPorts, { id: outboxId, attempts }: OutboxMessage, result: Refused): Promise<void> {
  const status = result.code === SUPPRESSED ? null : statusIn(result.detail);
  const report = { action: 'failed', status, diagnostic: said(result).slice(0, LONGEST_DIAGNOSTIC) } as const;
  await takeDeliveryNews({ db, publicUrl }, { id: uuidv5(`attempt ${attempts}`, outboxId), outboxId, source: 'smtp', report, at: now() });
}

type Refused = Extract<SendResult, { kind: 'permanent' | 'temporary' | 'ambiguous' }>;

/** RFC 3834, and what Exchange understands: nobody's absence note should answer us. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' };

function contentOf({ replyTo, subject, text, html, calendar, messageId, inReplyTo, references }: OutboxMessage) {
  return { replyTo, subject, text, html, calendar, messageId, inReplyTo, references };
}

function said({ code, detail }: { code: string; detail: string }): string {
  return `${code} ${detail}`.trim();
}
