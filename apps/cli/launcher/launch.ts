import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfiguration, type Configuration } from '#apps/configuration.js';
import { migrate } from '#persistence/migrate/migrate.js';
import { OperatorError } from '../operator-error.js';
import { openDataDirectory, openState, saveState, type DataDirectory, type LauncherState } from './data-directory.js';
import { roleTitle, stopLeftOvers } from './left-overs.js';
import { lockDirectory } from './lock.js';
import { isFree } from './ports.js';
import { ensureLogin, preparePostgres } from './postgres.js';
import { createSupervisor, type Service, type Supervisor } from './processes.js';
import { findTemporal } from './temporal-binary.js';
import { raiseRetention, temporalAddress, temporalService } from './temporal-server.js';

/** What a start is asked for. */
export interface LaunchOptions {
  port: number;
  data: string;
  ui: boolean;
  /** No sample on the first start. */
  empty: boolean;
  env: NodeJS.ProcessEnv;
}

/** A launcher at work on one data directory; its steps are called in the order in which they stand here. */
export interface Launch {
  directory: DataDirectory;
  startPostgres(report: Report): Promise<void>;
  startTemporal(report: Report): Promise<void>;
  migrate(): Promise<{ applied: string[] }>;
  /** The environment as the child processes see it, read and checked. */
  configuration(): Configuration;
  /** Whether the sample is still to be loaded; never into a database that DATABASE_URL names. */
  wantsSample(): boolean;
  sampleLoaded(): void;
  startRoles(): Promise<void>;
  /** Resolves when /health/ready answers 200. @throws OperatorError when it has not within two minutes */
  waitUntilServing(): Promise<void>;
  /** null where a web interface is not ours or was not wanted */
  temporalUi(): string | null;
  /** Stops what runs, in the reverse order of its start, and gives the folder free. Safe to call at any step. */
  stop(): Promise<void>;
}

type Report = (line: string) => void;

const roles = ['api', 'worker', 'mail'] as const;
/** What still needs the database and the workflow server goes before them. */
const stopOrder = [roles, ['Temporal'], ['PostgreSQL']] as const;
const servingLimit = 120_000;

/**
 * Takes the data directory for this process, stops what a killed start left behind, and chooses the ports.
 * @param report hears what happens to the services from now on
 * @throws DirectoryInUse, or OperatorError when the HTTP port is taken
 */
export async function prepareLaunch(options: LaunchOptions, report: Report): Promise<Launch> {
  const root = resolve(options.data);
  mkdirSync(root, { recursive: true, mode: 0o711 });
  const unlock = lockDirectory(root);
  try {
    const directory = openDataDirectory(root);
    const left = await stopLeftOvers(directory, stopOrder);
    if (left.length > 0) report(`Stopped what an earlier start left behind: ${left.join(', ')}`);
    if (!(await isFree(options.port))) {
      throw new OperatorError(`Port ${options.port} is taken by another program. Stop it, or choose another port with --port.`);
    }
    return createLaunch(options, directory, await openState(directory, !options.empty), createSupervisor(directory.processesFile, report), unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

function createLaunch(options: LaunchOptions, directory: DataDirectory, state: LauncherState, supervisor: Supervisor, unlock: () => void): Launch {
  const { ports, passwords } = state;
  const given = options.env;
  const env: NodeJS.ProcessEnv = {
    STEWARD_MAILBOX_PORT: String(ports.mailbox),
    INBOUND_SMTP_PORT: String(ports.inbound),
    STEWARD_SECRET_FILE: directory.secretFile,
    ...given,
    STEWARD_PORT: String(options.port),
    STEWARD_DATA: directory.root,
  };
  let stopped = false;
  let temporalUi: string | null = null;
  const start = async (service: Service) => {
    if (stopped) throw new OperatorError('Stopped while starting.');
    await supervisor.start(service);
  };
  const log = (name: string) => join(directory.logs, `${name}.log`);

  return {
    directory,
    async startPostgres() {
      if (given.DATABASE_URL) return;
      const cluster = { directory: directory.postgres, port: ports.postgres, logFile: log('postgres'), superuserPassword: passwords.superuser };
      await start(await preparePostgres(cluster));
      env.DATABASE_URL = await ensureLogin(cluster, 'steward', passwords.login, 'steward');
    },
    async startTemporal(report) {
      if (given.TEMPORAL_ADDRESS) return;
      const binary = await findTemporal(report);
      const uiPort = options.ui ? ports.temporalUi : null;
      const server = { binary, databaseFile: directory.temporalFile, port: ports.temporal, uiPort, logFile: log('temporal') };
      await start(temporalService(server));
      await raiseRetention(server);
      // A profile file or a namespace meant for another server must not lead the children away from this one.
      Object.assign(env, { TEMPORAL_ADDRESS: temporalAddress(server), TEMPORAL_NAMESPACE: 'default', TEMPORAL_PROFILE: '', TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: '' });
      temporalUi = uiPort === null ? null : `http://localhost:${uiPort}`;
    },
    migrate: () => migrate(env.DATABASE_URL ?? ''),
    configuration: () => readConfiguration(env),
    wantsSample: () => state.sample === 'wanted' && !given.DATABASE_URL,
    sampleLoaded: () => saveState(directory, { ...state, sample: 'loaded' }),
    async startRoles() {
      await Promise.all(roles.map((role) => start(roleService(role, directory, env))));
    },
    waitUntilServing: () => waitUntilServing(options.port, directory.logs, () => stopped),
    temporalUi: () => temporalUi,
    async stop() {
      if (stopped) return;
      stopped = true;
      for (const group of stopOrder) await supervisor.stop(group);
      unlock();
    },
  };
}

function roleService(role: (typeof roles)[number], directory: DataDirectory, env: NodeJS.ProcessEnv): Service {
  const main = fileURLToPath(new URL('../bin.mjs', import.meta.url));
  const bin = existsSync(main) ? main : fileURLToPath(new URL('../../../../apps/cli/bin.mjs', import.meta.url));
  return {
    name: role,
    command: process.execPath,
    args: [`--title=${roleTitle(role, directory.root)}`, '--enable-source-maps', bin, role],
    env,
    logFile: join(directory.logs, `${role}.log`),
    stopSignal: 'SIGTERM',
    stopLimit: 30_000,
    readyLimit: 60_000,
    isReady: async (logged) => logged().includes(`steward ${role} is ready`),
  };
}

async function responds(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** What the API says of its parts, as it says it. */
async function readiness(port: number): Promise<string> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(10_000) });
    return await response.text();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function waitUntilServing(port: number, logs: string, stopped: () => boolean): Promise<void> {
  const until = performance.now() + servingLimit;
  while (!stopped()) {
    if (await responds(`http://127.0.0.1:${port}/health/ready`)) return;
    if (performance.now() > until) {
      throw new OperatorError(`Steward does not become ready: ${await readiness(port)}. The logs are in ${logs}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
