import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way through to a server that can be shut in one direction: what the client says then never arrives, and it is not told. */
export interface Gate {
  /** host:port for the client */
  readonly address: string;
  shut(): void;
  /** Lets new connections through; those that were shut are cut off with all they said meanwhile. */
  open(): void;
  close(): Promise<void>;
}

/** Opens a gate before a TCP server. `target` is host:port. */
export async function openGate(target: string): Promise<Gate> {
  const [host = '', port = ''] = target.split(':');
  const clients = new Set<Socket>();
  let isShut = false;
  const server = createServer((client) => {
    const upstream = connect(Number(port), host);
    clients.add(client);
    client.on('data', (said) => void upstream.write(said));
    upstream.on('data', (said) => void client.write(said));
    if (isShut) client.pause();
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('close', () => {
      clients.delete(client);
      upstream.destroy();
    });
    upstream.on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    shut() {
      isShut = true;
      for (const client of clients) client.pause();
    },
    open() {
      isShut = false;
      for (const client of clients) client.destroy();
    },
    async close() {
      for (const client of clients) client.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
