import { v5 as uuidv5 } from 'uuid';
import { wants } from '#domain/channels/webhook.js';
import type { Transaction } from '../database.js';
import { insertOutbox, type NewOutboxMessage } from '../outbox/outbox.js';

/** Something that happened, as receivers of webhooks hear of it: codes, ids and dates; what people wrote is asked for by the API. */
export interface Announcement {
  /** Ids of the messages follow from it: the same announcement is never two. */
  readonly key: string;
  /** Such as `rectification.opened`. */
  readonly event: string;
  readonly caseId?: string;
  readonly supplierId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** Puts one message for each endpoint that wants it into the outbox, in the transaction of what happened. */
export async function announce(tx: Transaction, announcements: readonly Announcement[]): Promise<void> {
  if (announcements.length === 0) return;
  const endpoints = await tx.webhookEndpoint.findMany({ select: { id: true, url: true, events: true, paused: true } });
  const rows = endpoints.flatMap((endpoint) => announcements.filter(({ event }) => wants(endpoint.events, event)).map((each) => messageFor(endpoint, each)));
  if (rows.length > 0) await insertOutbox(tx, rows);
}

function messageFor(endpoint: { id: string; url: string; paused: boolean }, { key, event, caseId, supplierId, data, at }: Announcement): NewOutboxMessage {
  const id = uuidv5(key, endpoint.id);
  return {
    id,
    ...(caseId === undefined ? {} : { caseId }),
    ...(supplierId === null ? {} : { supplierId }),
    channel: 'webhook',
    template: event,
    recipientKind: 'webhook',
    recipientId: endpoint.id,
    address: endpoint.url,
    language: 'en',
    subject: event,
    text: JSON.stringify({ type: event, timestamp: at.toISOString(), data }),
    html: '',
    messageId: `<${id}@webhook.invalid>`,
    references: [],
    createdAt: at,
    heldReason: endpoint.paused ? 'paused' : null,
  };
}
