import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the source was asked: path with query, and the Authorization header. */
export interface Asked {
  readonly url: string;
  readonly authorization: string | undefined;
}

/** An HTTP server that plays an ERP. `play` replaces what it answers; each request is noted. */
export interface SourceServer {
  readonly url: string;
  readonly asked: Asked[];
  play(answer: (request: IncomingMessage, reply: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** Starts the server on loopback; until it is told otherwise it answers an empty array. */
export async function startSourceServer(host = '127.0.0.1'): Promise<SourceServer> {
  const asked: Asked[] = [];
  let answer = (_: IncomingMessage, reply: ServerResponse): void => json(reply, []);
  const server = createServer((request, reply) => {
    asked.push({ url: request.url ?? '', authorization: request.headers.authorization });
    answer(request, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, host, () => resolve()));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    asked,
    play: (next) => (answer = next),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers a JSON document. */
export function json(reply: ServerResponse, document: unknown, status = 200): void {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
}

/** A query parameter of a request. */
export function parameter(request: IncomingMessage, name: string): string | null {
  return new URL(request.url ?? '', 'http://source.example.com').searchParams.get(name);
}
