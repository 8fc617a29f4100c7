import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Bot API server of Telegram's kind that takes every message and remembers it. */
export interface Bot {
  /** What a secret holds: the server's address up to and with the token. */
  readonly address: string;
  /** What was sent, to which chat. */
  readonly said: { readonly chat_id: string; readonly text: string }[];
  close(): void;
}

/** Starts one on a free port. */
export async function startBot(): Promise<Bot> {
  const said: Bot['said'] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      said.push(JSON.parse(body) as Bot['said'][number]);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, result: { message_id: said.length } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bot1:token`, said, close: () => void server.close() };
}
