import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { freePort } from './ports.js';
import { listenTo, spawnSteward, surroundings } from './system.js';

/** One process of the product, as an operator of a cluster starts it. */
export interface Role {
  readonly pid: number;
  /** What it has printed until now. */
  output(): string;
  /** Resolves with its first line of readiness. @throws Error with its output when it ends or has not become ready */
  ready(): Promise<void>;
  /** Null while it runs or was killed. */
  exitCode(): number | null;
  /** SIGKILL; answers when it is gone. Safe to call twice. */
  kill(): Promise<void>;
  /** SIGTERM; answers with the exit code. Safe to call twice. */
  stop(): Promise<number | null>;
}

const START_LIMIT = 60_000;

/** Starts `steward api`, `worker` or `mail`; does not wait until it is ready. */
export function startRole(name: 'api' | 'worker' | 'mail', env: Readonly<Record<string, string>>): Role {
  const child = spawnSteward([name], { ...surroundings(), ...env });
  const output = listenTo(child);
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  // A test run that is interrupted must leave nobody behind.
  const endWithUs = () => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await eventually(`steward ${name} has ended`, ended);
    process.off('exit', endWithUs);
    return child.exitCode;
  };
  return {
    pid: child.pid ?? 0,
    output,
    exitCode: () => child.exitCode,
    async ready() {
      await eventually(`steward ${name} is ready`, () => ended() || output().includes(`steward ${name} is ready`), START_LIMIT);
      if (ended()) throw new Error(`steward ${name} has ended:\n${output()}`);
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

/** What all processes of one installation share. */
export interface Installation {
  readonly env: Readonly<Record<string, string>>;
  readonly key: string;
  /** Environment of one API process, with its address. */
  api(): Promise<{ env: Readonly<Record<string, string>>; url: string }>;
  /** Environment of one mail process, with ports of its own. */
  mail(): Promise<{ env: Readonly<Record<string, string>>; inboundPort: number }>;
  /** Removes its files. */
  remove(): void;
}

/** The environment of an installation against given servers, with secret and files of its own. */
export function installation(on: { databaseUrl: string; temporalAddress: string; namespace: string; smtpUrl: string }, more: Readonly<Record<string, string>> = {}): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'steward-roles-'));
  chmodSync(folder, 0o700);
  const secretFile = join(folder, 'secret');
  writeFileSync(secretFile, randomBytes(32), { mode: 0o600 });
  const key = 'a-key-that-only-this-test-knows';
  const env = {
    DATABASE_URL: on.databaseUrl,
    TEMPORAL_ADDRESS: on.temporalAddress,
    TEMPORAL_NAMESPACE: on.namespace,
    SMTP_URL: on.smtpUrl,
    STEWARD_SECRET_FILE: secretFile,
    STEWARD_DATA: join(folder, 'data'),
    STEWARD_BOOTSTRAP_KEY: key,
    ...more,
  };
  return {
    env,
    key,
    async api() {
      const port = await freePort();
      return { env: { ...env, STEWARD_PORT: String(port) }, url: `http://127.0.0.1:${port}` };
    },
    async mail() {
      const inboundPort = await freePort();
      return { env: { ...env, INBOUND_SMTP_PORT: String(inboundPort) }, inboundPort };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
