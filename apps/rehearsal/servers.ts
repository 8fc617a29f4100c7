import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryInUse, lockDirectory } from '#apps/cli/launcher/lock.js';
import { stopRecorded } from '#apps/cli/launcher/left-overs.js';
import { choosePort } from '#apps/cli/launcher/ports.js';
import { ensureLogin, preparePostgres, superuserUrl, type EmbeddedPostgres } from '#apps/cli/launcher/postgres.js';
import { createSupervisor } from '#apps/cli/launcher/processes.js';
import { findTemporal } from '#apps/cli/launcher/temporal-binary.js';
import { temporalAddress, temporalService } from '#apps/cli/launcher/temporal-server.js';

/** A PostgreSQL and a Temporal server that exist for one rehearsal. */
export interface RehearsalServers {
  readonly temporalAddress: string;
  /** Of the superuser, to a database by its name. */
  superuserUrl(database?: string): string;
  /** The login that works on a database, made with it unless they are there. */
  loginUrl(database: string): Promise<string>;
  /** Puts a new Temporal server in the place of the one that ran: ids of workflows are the same in each rehearsal of the same facts. */
  renewTemporal(): Promise<void>;
  /** Stops both and removes their folder. */
  close(): Promise<void>;
}

const PREFIX = 'steward-rehearsal-';
const PROCESSES = 'processes.json';
const STOP_ORDER = [['Temporal'], ['PostgreSQL']] as const;
/** What is rehearsed may be lost: no write is waited for. */
const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '4GB', autovacuum_naptime: '10s', jit: 'off' };

/**
 * Starts both side by side in a folder of their own, with ports of their own; takes away first what a rehearsal that was killed left behind.
 * @param report says in words what is being tried
 */
export async function startRehearsalServers(report: (line: string) => void): Promise<RehearsalServers> {
  await clearAbandoned();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // The user that PostgreSQL runs as must pass through; what is inside has rights of its own.
  chmodSync(folder, 0o711);
  const unlock = lockDirectory(folder);
  const supervisor = createSupervisor(join(folder, PROCESSES), () => undefined);
  const close = async () => {
    for (const group of STOP_ORDER) await supervisor.stop(group);
    unlock();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const port = await choosePort(undefined, 35_433, new Set());
    const password = randomBytes(18).toString('base64url');
    const cluster: EmbeddedPostgres = { directory: join(folder, 'postgres'), port, logFile: join(folder, 'postgres.log'), superuserPassword: password, settings: careless };
    const temporalPort = await choosePort(undefined, 37_233, new Set([port]));
    const startTemporal = async () => {
      const binary = await findTemporal(report);
      const server = { binary, databaseFile: null, port: temporalPort, uiPort: null, logFile: join(folder, 'temporal.log'), dynamicConfiguration: virtualTime };
      await supervisor.start(temporalService(server));
    };
    await Promise.all([preparePostgres(cluster).then((service) => supervisor.start(service)), startTemporal()]);
    return {
      temporalAddress: temporalAddress({ port: temporalPort }),
      superuserUrl: (database) => superuserUrl(cluster, database),
      loginUrl: (database) => ensureLogin(cluster, 'steward', password, database),
      renewTemporal: async () => {
        await supervisor.stop(['Temporal']);
        await startTemporal();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Timers may be skipped over, and what is due fires at once: by default the server looks for due timers once a second, and reads
 * the queue of each shard, of which the development server has one, at most 20 times a second.
 */
const virtualTime = {
  'frontend.WorkflowTimeSkippingEnabled': true,
  'history.timerProcessorMaxTimeShift': '1ms',
  'history.timerProcessorMaxPollRPS': 10_000,
  'history.transferProcessorMaxPollRPS': 10_000,
  'history.visibilityProcessorMaxPollRPS': 10_000,
};

/** Takes away the folders whose rehearsal is no more, with the servers that still run in them. */
export async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    try {
      if (Date.now() - statSync(folder).mtimeMs < YOUNG) continue;
      const unlock = lockDirectory(folder);
      await stopRecorded(join(folder, PROCESSES), STOP_ORDER);
      unlock();
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // Another rehearsal is at work in it, or it belongs to somebody else.
      if (!(error instanceof DirectoryInUse) && !isFileTrouble(error)) throw error;
    }
  }
}

/** A folder of this age, in milliseconds, may be about to be locked by the rehearsal that has just made it. */
const YOUNG = 10_000;

function isFileTrouble(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
