import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LauncherState } from '#apps/cli/launcher/data-directory.js';
import { isRunning, type ProcessIdentity } from '#apps/cli/launcher/processes.js';
import { findTemporal } from '#apps/cli/launcher/temporal-binary.js';
import { eventually } from './eventually.js';
import { call, type Answer, type CallOptions } from './http.js';
import { freePort } from './ports.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Milliseconds that a start may take on a busy machine, and that a stop may take. */
const START_LIMIT = 240_000;
const STOP_LIMIT = 60_000;

/** What the launcher runs, by the names it gives. */
export type Part = 'PostgreSQL' | 'Temporal' | 'api' | 'worker' | 'mail';

/** How the product is to be started. */
export interface SystemOptions {
  /** No sample on the first start. */
  readonly empty?: boolean;
  /** Further environment of the launcher, which its children inherit. */
  readonly env?: Readonly<Record<string, string>>;
  /** The product's own Temporal can skip time for a workflow: see letDaysPass. */
  readonly virtualTime?: boolean;
}

/** The whole product on a data directory of its own, started as a user starts it. */
export interface System {
  readonly url: string;
  /** The bootstrap key, which holds all roles. */
  readonly key: string;
  readonly dataDirectory: string;
  /** The administrator's one-time link that the last start printed, null if it printed none. */
  signInLink(): string | null;
  /** What the last start has printed until now. */
  output(): string;
  /** Ports and passwords of this data directory. */
  state(): LauncherState;
  /** host:port of the product's own Temporal server, namespace `default`. */
  temporalAddress(): string;
  /** Address of the login of the product's own database. */
  databaseUrl(): string;
  /** Calls a route by its whole path, with the bootstrap key unless another is named. */
  call<Body = Record<string, unknown>>(method: string, path: string, options?: CallOptions): Promise<Answer<Body>>;
  /** Process ids of the parts that run now. */
  pids(): Partial<Record<Part, number>>;
  /** Sends a signal to one part, or to the launcher itself, and waits until it is gone if the signal is SIGKILL. */
  kill(part: Part | 'launcher', signal?: NodeJS.Signals): Promise<void>;
  /** Starts again on the same data after a stop or a kill of the launcher; answers when it is ready. */
  restart(): Promise<void>;
  /** Stops as a user does, by SIGTERM, and keeps the data. Answers the launcher's exit code. */
  halt(): Promise<number | null>;
  /** Stops whatever still runs and removes the data directory. Safe to call twice. */
  stop(): Promise<void>;
  /** What the launcher printed and the end of each log, for a failed test. */
  logs(): string;
}

/**
 * Starts the product: `steward start --port <free> --data <temporary> --no-ui` with a bootstrap key, and waits for its ready line.
 * @throws Error with all logs when it does not become ready; nothing is left running then
 */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  // Not the caller's alone: the user that PostgreSQL runs as must pass through.
  const folder = mkdtempSync(join(tmpdir(), 'steward-system-'));
  chmodSync(folder, 0o711);
  const system = createSystem({
    folder,
    port: await freePort(),
    env: { ...surroundings(), ...(options.virtualTime ? await timeSkippingPath(folder) : {}), ...options.env },
    empty: options.empty ?? false,
  });
  try {
    await system.restart();
    return system;
  } catch (error) {
    const logs = system.logs();
    await system.stop();
    throw new Error(`The product did not start.\n${logs}`, { cause: error });
  }
}

/** Runs a test's body; when it fails, prints the logs of the system that it was about. */
export function telling(system: () => System | undefined, body: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await body();
    } catch (error) {
      process.stderr.write(`\n${system()?.logs() ?? 'The system had not started.'}\n`);
      throw error;
    }
  };
}

/** Runs one command of `steward` to its end, such as `['import', FILE, '--mapping', NAME]`. */
export async function runSteward(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ code: number | null; said: string }> {
  const child = spawnSteward(args, { ...surroundings(), ...env });
  const said = listenTo(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said: said() };
}

/** Our environment without what is meant for the product or for the test runner. */
export function surroundings(): NodeJS.ProcessEnv {
  const ours = /^(STEWARD_|TEMPORAL_|DATABASE_URL$|SMTP_URL$|INBOUND_|PUBLIC_URL$|NODE_OPTIONS$|NODE_ENV$|JEST_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

/** Starts a command of the built product. */
export function spawnSteward(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [join(root, 'apps/cli/bin.mjs'), ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Keeps what a process prints, of both streams in their order. */
export function listenTo(child: ChildProcess): () => string {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (said += text.toString()));
  return () => said;
}

interface Seat {
  readonly folder: string;
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  readonly empty: boolean;
}

function createSystem({ folder, port, env, empty }: Seat): System {
  const dataDirectory = join(folder, 'data');
  const key = 'a-key-that-only-this-test-knows';
  const url = `http://127.0.0.1:${port}`;
  let launcher: ChildProcess | undefined;
  let said = () => '';
  const args = ['start', '--port', String(port), '--data', dataDirectory, '--no-ui', ...(empty ? ['--empty'] : [])];
  const runs = () => launcher !== undefined && launcher.exitCode === null && launcher.signalCode === null;
  // A test run that is interrupted must not leave servers behind: told to stop, the launcher stops them.
  const endWithUs = () => void (runs() && launcher?.kill('SIGTERM'));

  const restart = async () => {
    launcher = spawnSteward(args, { ...env, STEWARD_BOOTSTRAP_KEY: key });
    said = listenTo(launcher);
    process.once('exit', endWithUs);
    await eventually('the product is ready', () => ended(launcher) || said().includes(`Steward is ready on http://localhost:${port}\n`), START_LIMIT);
    if (!runs()) throw new Error(`The launcher has ended:\n${said()}`);
  };
  const halt = async () => {
    if (launcher && runs()) {
      launcher.kill('SIGTERM');
      await eventually('the launcher has ended', () => ended(launcher), STOP_LIMIT);
    }
    process.off('exit', endWithUs);
    return launcher?.exitCode ?? null;
  };

  return {
    url,
    key,
    dataDirectory,
    signInLink: () => /\bhttp\S+\/sign-in#token=\S+/.exec(said())?.[0] ?? null,
    output: () => said(),
    state: () => JSON.parse(readFileSync(join(dataDirectory, 'launcher.json'), 'utf8')) as LauncherState,
    temporalAddress() {
      return `127.0.0.1:${this.state().ports.temporal}`;
    },
    databaseUrl() {
      const { ports, passwords } = this.state();
      return `postgresql://steward:${encodeURIComponent(passwords.login)}@127.0.0.1:${ports.postgres}/steward`;
    },
    call: (method, path, given = {}) => call(url, method, path, { key, ...given }),
    pids: () => Object.fromEntries(recorded(dataDirectory).filter(isRunning).map(({ name, pid }) => [name, pid])),
    async kill(part, signal = 'SIGKILL') {
      const identity = part === 'launcher' ? undefined : recorded(dataDirectory).find(({ name }) => name === part);
      const pid = part === 'launcher' ? launcher?.pid : identity?.pid;
      if (pid === undefined) throw new Error(`${part} does not run.`);
      process.kill(pid, signal);
      if (signal === 'SIGKILL') await eventually(`${part} is gone`, () => (identity ? !isRunning(identity) : ended(launcher)));
    },
    restart,
    halt,
    async stop() {
      await halt();
      // A killed launcher has left its children; the record of them is what the next start would go by.
      for (const left of recorded(dataDirectory).filter(isRunning).reverse()) {
        process.kill(left.pid, left.stopSignal);
        await eventually(`${left.name} is gone`, () => !isRunning(left)).catch(() => process.kill(left.pid, 'SIGKILL'));
      }
      rmSync(folder, { recursive: true, force: true });
    },
    logs: () => [`── launcher\n${said()}`, ...(['postgres', 'temporal', 'api', 'worker', 'mail'] as const).map((name) => tailOf(dataDirectory, name))].join('\n'),
  };
}

function ended(child: ChildProcess | undefined): boolean {
  return child !== undefined && (child.exitCode !== null || child.signalCode !== null);
}

type Recorded = ProcessIdentity & { readonly name: Part; readonly stopSignal: NodeJS.Signals };

function recorded(dataDirectory: string): Recorded[] {
  const file = join(dataDirectory, 'processes.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded[]) : [];
}

function tailOf(dataDirectory: string, name: string): string {
  const file = join(dataDirectory, 'logs', `${name}.log`);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : ['(no log)'];
  return `── ${name}\n${lines.slice(-30).join('\n')}`;
}

/**
 * A PATH whose `temporal` is the real one with one setting more. The launcher takes the program from the PATH first, so the
 * product runs as it is, and its server lets single workflows run in virtual time.
 */
async function timeSkippingPath(folder: string): Promise<{ PATH: string }> {
  const real = await findTemporal((line) => process.stderr.write(`${line}\n`));
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  const script = [
    '#!/bin/sh',
    `case "$1 $2" in`,
    `  "server start-dev") exec "${real}" "$@" --dynamic-config-value frontend.WorkflowTimeSkippingEnabled=true ;;`,
    `  *) exec "${real}" "$@" ;;`,
    `esac`,
    '',
  ];
  writeFileSync(join(programs, 'temporal'), script.join('\n'), { mode: 0o755 });
  return { PATH: `${programs}${delimiter}${process.env.PATH ?? ''}` };
}
