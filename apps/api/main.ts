import { setTimeout as delay } from 'node:timers/promises';
import { v5 as uuidv5 } from 'uuid';
import type { Configuration } from '#apps/configuration.js';
import { openDoor } from '#apps/door/connect.js';
import { forgetOldRequests } from '#persistence/access/idempotency.js';
import { ensureBootstrapKey } from '#persistence/access/keys.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { createApp } from './app.js';
import { servePages } from './web/pages.js';
import type { Running } from '../running.js';

/** How long to wait for a database that is away, and how often old idempotency keys are forgotten, in milliseconds. */
const RETRY = 1_000;
const HOUR = 3_600_000;
/** How long requests in hand may take to finish when the API stops, in milliseconds. */
const DRAIN = 5_000;

/**
 * Starts the API and the web app. Resolves as soon as it listens: what it depends on may come later, and
 * `/health/ready` says what is missing. Rejects when the port is in use.
 */
export async function startApi(c: Configuration): Promise<Running & { url: string }> {
  const now = () => new Date();
  const db = openDatabase({ url: c.databaseUrl, role: 'staff', applicationName: 'steward-api', poolSize: 20 });
  const door = openDoor({ configuration: c, db });
  const stop = new AbortController();
  const { app } = await createApp({ configuration: c, db, door, now }, servePages);
  const chores = Promise.all([bootstrap(db, c.bootstrapKey, now, stop.signal), forgetRegularly(db, now, stop.signal)]);
  const close = async () => {
    stop.abort();
    // Requests in hand are finished; a caller that does not read its answer must not keep the process.
    const force = setTimeout(() => app.getHttpServer().closeAllConnections(), DRAIN);
    await app.close();
    clearTimeout(force);
    await chores;
    await door.close();
    await db.close();
  };
  try {
    await app.listen(c.http.port, c.http.host);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: await app.getUrl(), close, done: chores.then(() => undefined) };
}

/** Makes the bootstrap key once the database is there. */
async function bootstrap(db: Database, key: string | null, now: () => Date, signal: AbortSignal): Promise<void> {
  if (key === null) return;
  while (!signal.aborted) {
    try {
      return await ensureBootstrapKey(db, { id: uuidv5('bootstrap-key', uuidv5.URL), key, at: now() });
    } catch {
      // Away or not migrated yet: /health/ready says so.
      await delay(RETRY, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function forgetRegularly(db: Database, now: () => Date, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await forgetOldRequests(db, now()).catch(() => undefined);
    await delay(HOUR, undefined, { signal }).catch(() => undefined);
  }
}
