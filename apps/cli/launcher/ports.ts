import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryInUse, lockDirectory } from './lock.js';

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
 * Another process that chose it keeps it while it runs, also before its server listens: starts at the same time do not meet.
 * @param taken ports already promised to others of the same start
 */
export async function choosePort(lastTime: number | undefined, usual: number, taken: ReadonlySet<number>): Promise<number> {
  const candidates = [lastTime, ...Array.from({ length: 200 }, (_, offset) => usual + offset)];
  for (const port of candidates) {
    if (port !== undefined && !taken.has(port) && claim(port) && (await isFree(port))) return port;
  }
  throw new Error(`None of the ports ${usual} to ${usual + 199} is free.`);
}

/** @returns whether the port is this process's now; a claim whose process is gone is taken over */
function claim(port: number): boolean {
  const folder = join(tmpdir(), `steward-ports-${process.getuid?.() ?? 'any'}`, String(port));
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    lockDirectory(folder);
    return true;
  } catch (error) {
    // Where nothing can be written down, only what listens is known to be taken.
    return !(error instanceof DirectoryInUse) || error.pid === process.pid;
  }
}
