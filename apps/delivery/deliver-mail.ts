import { sendMail, type MailTransport, type SendResult } from '#messaging/channels/email.js';
import { LONGEST_DIAGNOSTIC, statusIn } from '#messaging/inbound/delivery-report.js';
import type { Database } from '#persistence/database.js';
import { suppressionKey, suppressionsOf } from '#persistence/delivery/suppressions.js';
import type { AddressSuppression, OutboxMessage } from '#persistence/generated/client.js';
import { beginAttempts, markPostponed, markSent } from '#persistence/outbox/outbox.js';
import { v5 as uuidv5 } from 'uuid';
import { gather } from './gather.js';
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
export async function deliverMessage(ports: DeliverPorts, outboxId: string, leaseMs = 0, desk = deskOf(ports, leaseMs)): Promise<SendResult | null> {
  const { db } = ports;
  const begun = await desk.begin(outboxId);
  if (!begun) return null;
  const { message, suppressed } = begun;
  const result = suppressed ? refusedBy(suppressed) : await send(ports, message);
  if (result.kind === 'sent') await desk.sent(outboxId);
  else if (result.kind === 'permanent') await refusedForGood(ports, message, result);
  else await markPostponed(db, outboxId, said(result), result.kind === 'temporary');
  return result;
}

/** The records of attempts. What many ask of it at the same time is one statement: half of a mail's cost were its own four. */
export interface Desk {
  begin(outboxId: string): Promise<{ readonly message: OutboxMessage; readonly suppressed: AddressSuppression | null } | null>;
  sent(outboxId: string): Promise<void>;
}

/** See {@link Desk}. */
export function deskOf({ db, now }: DeliverPorts, leaseMs: number): Desk {
  return {
    begin: gather(async (ids) => {
      const messages = await beginAttempts(db, ids, now(), leaseMs);
      const suppressions = await suppressionsOf(db, [...messages.values()].map(({ address }) => address));
      return (id) => {
        const message = messages.get(id);
        return message ? { message, suppressed: suppressions.get(suppressionKey(message.address)) ?? null } : null;
      };
    }),
    sent: gather(async (ids) => {
      await markSent(db, ids, now());
      return () => undefined;
    }),
  };
}

function refusedBy({ address, suppressedAt, reason }: AddressSuppression): Refused {
  return { kind: 'permanent', code: SUPPRESSED, detail: `${address} takes no mail since ${suppressedAt.toISOString().slice(0, 10)}: ${reason}` };
}

async function send({ transport }: DeliverPorts, message: OutboxMessage): Promise<SendResult> {
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
