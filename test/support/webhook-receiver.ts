import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver was sent. */
export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An HTTP server that takes POSTs and answers what it is told to. */
export interface Receiver {
  readonly url: string;
  readonly posted: Posted[];
  /** Answers so from now on. */
  answer(status: number, body?: unknown, headers?: Record<string, string>): void;
  close(): Promise<void>;
}

/** Starts a receiver on loopback; it answers 204 until told otherwise. */
export async function startReceiver(): Promise<Receiver> {
  const posted: Posted[] = [];
  let reply: { status: number; body: unknown; headers: Record<string, string> } = { status: 204, body: '', headers: {} };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      posted.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const { status, body, headers } = reply;
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    answer: (status, body = '', headers = {}) => (reply = { status, body, headers }),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const TOLERANCE_SECONDS = 300;

/** Checks a webhook as a receiver does by the rules of Standard Webhooks, and answers its payload. @throws Error that says what is wrong */
export function verified({ headers, body }: Posted, secret: string, at: Date): { type: string; timestamp: string; data: Record<string, unknown> } {
  const header = (name: string) => String(headers[name] ?? '');
  if (Math.abs(Number(header('webhook-timestamp')) - at.getTime() / 1_000) > TOLERANCE_SECONDS) throw new Error('the timestamp is too far away');
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${header('webhook-id')}.${header('webhook-timestamp')}.${body}`).digest();
  const given = Buffer.from(header('webhook-signature').replace(/^v1,/, ''), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Error('the signature does not match');
  return JSON.parse(body) as { type: string; timestamp: string; data: Record<string, unknown> };
}
