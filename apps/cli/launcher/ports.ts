import { createServer } from 'node:net';

/** @returns whether a server could listen on this port of the loopback address now */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * Chooses a free port: the one of last time if it can be had, so that bookmarks and links keep working,
 * else the first free one from the usual one on.
 * @param taken ports already promised to others of the same start
 */
export async function choosePort(lastTime: number | undefined, usual: number, taken: ReadonlySet<number>): Promise<number> {
  const candidates = [lastTime, ...Array.from({ length: 200 }, (_, offset) => usual + offset)];
  for (const port of candidates) {
    if (port !== undefined && !taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`None of the ports ${usual} to ${usual + 199} is free.`);
}
