import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../apps/cli/bin.mjs', import.meta.url));

/** A whole Steward, started as a user starts it: PostgreSQL, Temporal, API, worker and mail. Runs the build in dist/. */
export interface RunningSteward {
  url: string;
  /** Of the launcher. */
  pid: number;
  output(): string;
  /** The processes it keeps: PostgreSQL, Temporal, api, worker, mail. */
  processes(): { name: string; pid: number }[];
  /** Sends the signal and waits for the launcher's end. @returns its exit code, null after SIGKILL */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** What a start that does not come up said, and its exit code. */
export class StartFailed extends Error {
  constructor(
    readonly output: string,
    readonly exitCode: number | null,
  ) {
    super(`Steward did not start (exit code ${exitCode}):\n${output}`);
    this.name = 'StartFailed';
  }
}

/** A data directory for one test file. The user that PostgreSQL runs as may pass through it. */
export function makeDataDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'steward-system-'));
  chmodSync(path, 0o711);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * `steward start` on a data directory; answers when it prints its ready line.
 * @throws StartFailed when it ends before that
 */
export async function startSteward(options: { data: string; port: number; empty?: boolean; env?: NodeJS.ProcessEnv }): Promise<RunningSteward> {
  const args = ['start', '--port', String(options.port), '--data', options.data, '--no-ui', ...(options.empty ? ['--empty'] : [])];
  // The servers of the test run are not meant for the product under test: it brings its own.
  const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn(process.execPath, [bin, ...args], { env: { ...env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
        const url = /^Steward is ready on (\S+)$/m.exec(output)?.[1];
        if (url) resolve(url);
      });
    }
  });
  const url = await Promise.race([
    ready,
    exit.then((code) => {
      throw new StartFailed(output, code);
    }),
  ]);
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    processes: () => JSON.parse(readFileSync(join(options.data, 'processes.json'), 'utf8')) as { name: string; pid: number }[],
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return exit;
    },
  };
}
