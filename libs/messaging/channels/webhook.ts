import { createHmac } from 'node:crypto';
import { byStatus, push, type PushResult, type PushSurroundings } from './outcome.js';

const PREFIX = 'whsec_';
const LABEL = 'webhook-secret';

/** The secret of an endpoint as its owner sees it. It follows from the installation's, so that no row holds it. */
export function webhookSecret(endpoint: { readonly id: string; readonly secretVersion: number }, secret: Uint8Array): string {
  return PREFIX + createHmac('sha256', secret).update(`${LABEL}:${endpoint.id}:${endpoint.secretVersion}`).digest('base64');
}

/** The signature of Standard Webhooks, symmetric scheme `v1`. */
export function webhookSignature(secret: string, { id, at, body }: { id: string; at: Date; body: string }): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${secondsOf(at)}.${body}`).digest('base64')}`;
}

/** A signed webhook. The id stays the same at each try: by it the receiver knows a repetition, so a lost answer is no doubt. */
export async function sendWebhook(
  { url, secret, id, body }: { readonly url: string; readonly secret: string; readonly id: string; readonly body: string },
  surroundings: PushSurroundings,
): Promise<PushResult> {
  const { at } = surroundings;
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'webhook-id': id,
    'webhook-timestamp': String(secondsOf(at)),
    'webhook-signature': webhookSignature(secret, { id, at, body }),
  };
  const result = await push(url, { body: Buffer.from(body), headers }, surroundings, byStatus);
  if (result.kind === 'ambiguous') return { ...result, kind: 'temporary', retryAfter: null };
  // Standard Webhooks asks for another try at whatever is not 2xx; only Gone is for good.
  if (result.kind === 'permanent' && /^\d+$/.test(result.code) && result.code !== '410') return { ...result, kind: 'temporary', retryAfter: null };
  return result;
}

function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}
