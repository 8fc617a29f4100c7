import { sendMail, type MailTransport, type SendResult } from '#messaging/channels/email.js';
import type { Database } from '#persistence/database.js';
import type { OutboxMessage } from '#persistence/generated/client.js';
import { beginAttempt, markFailed, markPostponed, markSent } from '#persistence/outbox/outbox.js';
import type { ProcessActivities } from '#workflows/shared/commit.js';
import { ApplicationFailure } from '@temporalio/common';

/** What delivering needs. */
export interface DeliverPorts {
  readonly db: Database;
  readonly transport: MailTransport;
  readonly now: () => Date;
}

/** The activity that sends what a commit put into the outbox. It fails while the server does not take the mail, so that Temporal repeats it. */
export function createDeliverActivities(ports: DeliverPorts): Pick<ProcessActivities, 'deliver'> {
  return {
    async deliver(outboxId) {
      const result = await deliverMessage(ports, outboxId);
      if (result?.kind === 'temporary' || result?.kind === 'ambiguous') {
        // Codes only: the failure goes into the workflow's history.
        throw ApplicationFailure.retryable(`the mail server did not take it (${result.code})`, 'mailNotTaken');
      }
    },
  };
}

/**
 * One attempt, recorded before the first word to the server and again when the server has answered. A crash in between
 * leaves the attempt open: the next one sends the same Message-ID and carries the flag `ambiguous`.
 * Null when there was nothing to send: sent already, refused for good, unknown, or begun within the lease (milliseconds).
 */
export async function deliverMessage({ db, transport, now }: DeliverPorts, outboxId: string, leaseMs = 0): Promise<SendResult | null> {
  const message = await beginAttempt(db, outboxId, now(), leaseMs);
  if (!message) return null;
  const result = await sendMail(transport, { from: transport.from, to: message.address, ...contentOf(message), headers: AUTOMATIC });
  if (result.kind === 'sent') await markSent(db, outboxId, now());
  else if (result.kind === 'permanent') await markFailed(db, outboxId, said(result));
  else await markPostponed(db, outboxId, said(result), result.kind === 'temporary');
  return result;
}

/** RFC 3834, and what Exchange understands: nobody's absence note should answer us. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' };

function contentOf({ replyTo, subject, text, html, calendar, messageId, inReplyTo, references }: OutboxMessage) {
  return { replyTo, subject, text, html, calendar, messageId, inReplyTo, references };
}

function said({ code, detail }: { code: string; detail: string }): string {
  return `${code} ${detail}`.trim();
}
