import { isChatKind, isOwnRoad, ownRoads, type ChatKind } from '#domain/channels/chat.js';
import type { ChatAccess } from '#messaging/channels/chat.js';
import { chats } from '#messaging/channels/chats.js';
import type { PushResult } from '#messaging/channels/outcome.js';
import { sendWebhook, webhookSecret } from '#messaging/channels/webhook.js';
import { getChat } from '#persistence/channels/chats.js';
import { destinationOf } from '#persistence/channels/personal.js';
import { takeTurn, type Pace } from '#persistence/channels/pace.js';
import type { Database } from '#persistence/database.js';
import type { ChatChannel, OutboxMessage } from '#persistence/generated/client.js';
import { getOutboxMessage } from '#persistence/outbox/outbox.js';
import { beginPush, endPush, holdPush, waitingPushes } from '#persistence/outbox/pushes.js';
import { changeEndpoint, getEndpoint } from '#persistence/webhooks/endpoints.js';
import type { Configuration } from '../configuration.js';

/** What pushing takes from the configuration. */
export type PushSettings = Pick<Configuration, 'secret' | 'connectors' | 'channels'>;

/** What pushing needs. */
export interface PushPorts {
  readonly db: Database;
  readonly settings: PushSettings;
  readonly now: () => Date;
}

/** A push that began this long ago, in milliseconds, has died. */
const LEASE = 2 * 60_000;
const AT_ONCE = 50;
const SIDE_BY_SIDE = 8;
const WEBHOOK_PACE: Pace = { perMinute: 600, burst: 60 };

/** Sends to webhooks and chats what waits and whose turn it is; a slow receiver keeps few others waiting. */
export async function pushWaiting(ports: PushPorts): Promise<void> {
  const ids = await waitingPushes(ports.db, ports.now(), LEASE, AT_ONCE);
  const queue = ids.values();
  const lane = async () => {
    for (const id of queue) await deliverPush(ports, id);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
}

/** One message: held back with its reason, or tried once with the outcome recorded. */
export async function deliverPush(ports: PushPorts, id: string): Promise<void> {
  const { db, now } = ports;
  const waiting = await getOutboxMessage(db, id);
  if (waiting?.status !== 'waiting') return;
  const road = await roadOf(ports, waiting);
  if ('held' in road) return holdPush(db, id, road.held, null);
  const wait = await takeTurn(db, road.paceKey, road.pace);
  if (wait > 0) return holdPush(db, id, 'rateLimited', new Date(now().getTime() + wait));
  const begun = await beginPush(db, id, now(), LEASE);
  if (!begun) return;
  const outcome = await road.send(begun.message);
  await endPush(db, begun, outcome, now());
  if (outcome.kind === 'permanent' && outcome.code === '410' && waiting.channel === 'webhook') await changeEndpoint(db, waiting.recipientId, { paused: true }, now());
}

interface Road {
  readonly paceKey: string;
  readonly pace: Pace;
  readonly send: (message: OutboxMessage) => Promise<PushResult>;
}

async function roadOf(ports: PushPorts, message: OutboxMessage): Promise<Road | { held: string }> {
  if (message.channel === 'webhook') return webhookRoad(ports, message.recipientId);
  if (isChatKind(message.channel)) return chatRoad(ports, message.channel, message);
  return { held: 'notConfigured' };
}

async function webhookRoad({ db, settings, now }: PushPorts, endpointId: string): Promise<Road | { held: string }> {
  const endpoint = await getEndpoint(db, endpointId);
  if (!endpoint) return { held: 'notConfigured' };
  if (endpoint.paused) return { held: 'paused' };
  const { allowedHosts } = settings.connectors;
  return {
    paceKey: `webhook:${endpointId}`,
    pace: WEBHOOK_PACE,
    send: ({ id, text }) => sendWebhook({ url: endpoint.url, secret: webhookSecret(endpoint, settings.secret), id, body: text }, { allowedHosts, at: now() }),
  };
}

async function chatRoad({ db, settings, now }: PushPorts, kind: ChatKind, { address, recipientId }: OutboxMessage): Promise<Road | { held: string }> {
  const chat = await getChat(db, kind);
  if (chat?.paused) return { held: 'paused' };
  const found = chat && accessTo(chat, settings);
  if (!found) return { held: 'notConfigured' };
  const own = isOwnRoad(address) ? await destinationOf(db, recipientId, ownRoads[address]) : null;
  if (isOwnRoad(address) && own === null) return { held: 'notVerified' };
  const access = own === null ? found : { ...found, chatId: own };
  const { allowedHosts } = settings.connectors;
  return {
    paceKey: kind,
    pace: chats[kind].pace,
    send: ({ subject, text }) => chats[kind].send({ title: subject, text, link: null }, access, { allowedHosts, at: now() }),
  };
}

/** The secrets that a chat's row names; null while one of them is missing in the environment of this process. */
export function accessTo(chat: Pick<ChatChannel, 'secretName' | 'signName' | 'chatId'>, { channels }: Pick<PushSettings, 'channels'>): ChatAccess | null {
  const address = channels.secrets[chat.secretName];
  const sign = chat.signName === null ? null : channels.secrets[chat.signName];
  return address === undefined || sign === undefined ? null : { address, sign, chatId: chat.chatId };
}
