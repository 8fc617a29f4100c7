import { doorOn } from '#apps/door/connect.js';
import type { Door } from '#apps/door/door.js';
import type { LetterSettings } from '#apps/scorecards/scorecard-mails.js';
import { runWorkers } from '#apps/worker/workers.js';
import type { MailTransport } from '#messaging/channels/email.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createTransport } from 'nodemailer';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { VirtualClocks } from './clock.js';
import { startsAtItsTime } from './root.js';

/** Steward in this process, on a database of its own, with nobody outside. */
export interface World {
  readonly db: Database;
  readonly client: Client;
  readonly door: Door;
  readonly clocks: VirtualClocks;
  /** For the mails that people's decisions write. */
  readonly settings: LetterSettings;
  /** Rejects when the workers die by themselves. */
  readonly workers: Promise<void>;
  close(): Promise<void>;
}

/** Opens the workers and the door on a database that is ready. */
export async function openWorld({ databaseUrl, address, namespace }: { databaseUrl: string; address: string; namespace: string }): Promise<World> {
  const db = openDatabase({ url: databaseUrl, role: 'staff', applicationName: 'steward-rehearsal', poolSize: 20 });
  const calls = new Retries();
  const [connection, nativeConnection] = await Promise.all([Connection.connect({ address, interceptors: [calls.interceptor] }), NativeConnection.connect({ address })]);
  const client: Client = new Client({ connection, namespace, interceptors: { workflow: [startsAtItsTime(() => client)] } });
  const settings = { publicUrl: 'http://rehearsal.invalid', secret: randomBytes(32), mail: { from: SENDER, domain: DOMAIN } };
  const workers = await runWorkers({
    connection: nativeConnection,
    namespace,
    dataConverter: {},
    db,
    transport: noPost,
    settings: { ...settings, connectors: { secrets: {}, allowedHosts: [] } },
    cachedWorkflows: CACHED_WORKFLOWS,
  });
  return {
    db,
    client,
    door: doorOn({ db, client }),
    clocks: new VirtualClocks(client),
    settings,
    workers: workers.done,
    close: async () => {
      // Workers that fail while they begin may never say that they have ended; nothing of theirs is needed any more.
      await Promise.race([workers.close(), delay(CLOSE_LIMIT, undefined, { ref: false })]);
      await nativeConnection.close();
      await calls.end();
      await connection.close();
      await db.close();
    },
  };
}

/**
 * Tries calls again as the client does by default, until they are ended: a call that the client tries again on a connection
 * that has been closed throws where nobody can catch it, and ends the process with the servers still running.
 */
class Retries {
  private readonly usual = defaultGrpcRetryOptions();
  private ended = false;
  /** When the last retry that is waited for begins, in milliseconds. */
  private nextUntil = 0;

  readonly interceptor = makeGrpcRetryInterceptor({
    retryableDecider: (attempt, status) => !this.ended && this.usual.retryableDecider(attempt, status),
    delayFunction: (attempt, status) => {
      const pause = this.usual.delayFunction(attempt, status);
      this.nextUntil = Math.max(this.nextUntil, performance.now() + pause);
      return pause;
    },
  });

  /** No call is tried again from here on; answers when those that were to be have begun. */
  async end(): Promise<void> {
    this.ended = true;
    // Timers fire in the order of their times.
    await delay(Math.max(0, this.nextUntil - performance.now()) + 10);
  }
}

/** Milliseconds that the workers have to end. */
const CLOSE_LIMIT = 30_000;
const DOMAIN = 'rehearsal.invalid';
const SENDER = `steward@${DOMAIN}`;
/** More than a year has open cases: a workflow that is replayed costs more than one that is kept. */
const CACHED_WORKFLOWS = 1_000;

/** Takes every mail and keeps none: what was written stands in the outbox, and nobody gets it. */
const noPost: MailTransport = { from: SENDER, mailer: createTransport({ jsonTransport: true }), close: () => undefined };
