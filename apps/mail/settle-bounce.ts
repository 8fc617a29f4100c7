import type { InboundContent } from '#messaging/inbound/read.js';
import type { OurAddress } from '#messaging/our-address.js';
import type { Database } from '#persistence/database.js';
import { outboxIdByMessageId } from '#persistence/delivery/reports.js';
import type { InboundMail } from '#persistence/generated/client.js';
import { settleInbound } from '#persistence/inbound/inbound.js';
import { getOutboxMessage } from '#persistence/outbox/outbox.js';
import { takeDeliveryNews } from '../delivery/undelivered.js';

/** What a mail is about, as far as its address tells. */
export interface Subject {
  readonly caseId?: string | null;
  readonly supplierId?: string | null;
}

/**
 * Takes a bounce in as news of the mail that it is about: by the return address that it came to, or, at the reply address of a case,
 * by the Message-ID that it quotes, if the case has such a mail. What says nothing of a mail of ours is ignored. May be repeated.
 */
export async function settleBounce(
  { db, publicUrl, now }: { db: Database; publicUrl: string; now: () => Date },
  row: InboundMail,
  { report }: InboundContent,
  { address, about }: { address: OurAddress; about: Subject },
): Promise<void> {
  const at = now();
  const outboxId = address.use === 'return' ? address.outboxId : report?.originalMessageId ? await outboxIdByMessageId(db, address.caseId, report.originalMessageId) : null;
  const sent = outboxId === null ? null : await getOutboxMessage(db, outboxId);
  if (!sent || !report) return settleInbound(db, row.id, { status: 'ignored', reason: 'bounce', ...about }, at);
  await takeDeliveryNews({ db, publicUrl }, { id: row.id, outboxId: sent.id, source: 'bounce', report: { action: report.action, status: report.status, diagnostic: report.diagnostic }, at });
  const reason = ['bounce', report.action, report.status].filter((part) => part !== null).join(' ');
  await settleInbound(db, row.id, { status: 'settled', reason, caseId: sent.caseId, supplierId: sent.supplierId }, at);
}
