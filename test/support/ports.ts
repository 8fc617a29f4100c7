import { choosePort } from '#apps/cli/launcher/ports.js';

const promised = new Set<number>();

/** A port of the loopback address on which nobody listens now, handed out once, and to no other process while this one runs. */
export async function freePort(): Promise<number> {
  // Below the ports that systems give to outgoing connections: it is still free when a server is started again on it.
  const port = await choosePort(undefined, 23_000, promised);
  promised.add(port);
  return port;
}
