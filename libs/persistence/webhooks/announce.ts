import type pg from 'pg';
import { v5 as uuidv5 } from 'uuid';
import type { WebhookData, WebhookEvent } from '#domain/channels/events.js';
import { wants } from '#domain/channels/webhook.js';
import type { Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { query } from '../suppliers/bulk.js';

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

/** An event of the catalogue. `key` tells it from others of its name, such as by the id of what it is about. */
export function told<Event extends WebhookEvent>(event: Event, { key, data, at, caseId }: { key: string; data: WebhookData<Event>; at: Date; caseId?: string }): Announcement {
  const supplierId = 'supplierId' in data && typeof data.supplierId === 'string' ? data.supplierId : null;
  return { key: `${event}:${key}`, event, supplierId, data, at, ...(caseId === undefined ? {} : { caseId }) };
}

interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly events: string[];
  readonly paused: boolean;
}

/** Their texts travel as one parameter. */
const CHUNK = 1_000;

/** Puts one message for each endpoint that wants it into the outbox, in the transaction of what happened. */
export async function announce(tx: Transaction | pg.ClientBase, announcements: readonly Announcement[]): Promise<void> {
  if (announcements.length === 0) return;
  const endpoints = await query<Endpoint>(tx, Prisma.sql`SELECT id, url, events, paused FROM webhook_endpoints`);
  const rows = endpoints.flatMap((endpoint) => announcements.filter(({ event }) => wants(endpoint.events, event)).map((each) => messageFor(endpoint, each)));
  for (let first = 0; first < rows.length; first += CHUNK) await insert(tx, rows.slice(first, first + CHUNK));
}

function messageFor({ id: endpointId, url, paused }: Endpoint, { key, event, caseId, supplierId, data, at }: Announcement) {
  const id = uuidv5(key, endpointId);
  const text = JSON.stringify({ type: event, timestamp: at.toISOString(), data });
  return { id, caseId: caseId ?? null, supplierId, event, endpointId, url, text, messageId: `<${id}@webhook.invalid>`, at: at.toISOString(), held: paused ? 'paused' : null };
}

async function insert(tx: Transaction | pg.ClientBase, rows: readonly ReturnType<typeof messageFor>[]): Promise<void> {
  await query(tx, Prisma.sql`
    INSERT INTO outbox (id, case_id, supplier_id, channel, template, recipient_kind, recipient_id, address, language, subject, text, html,
      message_id, "references", status, attempts, ambiguous, created_at, held_reason)
    SELECT id, "caseId", "supplierId", 'webhook', event, 'webhook', "endpointId", url, 'en', event, text, '', "messageId", '{}', 'waiting', 0, false, at, held
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS row (id uuid, "caseId" uuid, "supplierId" uuid, event text, "endpointId" text, url text, text text, "messageId" text, at timestamptz, held text)
    ON CONFLICT DO NOTHING`);
}
