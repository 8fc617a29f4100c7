import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTemporal } from '#apps/cli/launcher/temporal-binary.js';
import { temporalAddress, temporalService, type TemporalServer } from '#apps/cli/launcher/temporal-server.js';
import { eventually } from './eventually.js';
import { freePort } from './ports.js';

/** A Temporal server of a test's own, as the launcher starts it: its state is in a file, and the test kills it and starts it again. */
export interface OwnTemporal {
  readonly address: string;
  /** Starts it and waits until it serves. */
  start(): Promise<void>;
  /** SIGKILL; answers when it is gone. Safe to call twice. */
  kill(): Promise<void>;
  /** Kills it and removes its file. */
  remove(): Promise<void>;
}

/**
 * Prepares a server; it does not run yet.
 * @param dynamicConfiguration settings of Temporal that only this server has
 */
export async function ownTemporal(dynamicConfiguration: TemporalServer['dynamicConfiguration'] = {}): Promise<OwnTemporal> {
  const folder = mkdtempSync(join(tmpdir(), 'steward-temporal-'));
  const port = await freePort();
  const service = temporalService({ binary: await findTemporal(console.warn), databaseFile: join(folder, 'temporal.db'), port, uiPort: null, logFile: join(folder, 'log'), dynamicConfiguration });
  let server: ChildProcess | undefined;
  const endWithUs = () => void server?.kill('SIGKILL');
  process.once('exit', endWithUs);
  const kill = async () => {
    const running = server;
    if (!running) return;
    running.kill('SIGKILL');
    await eventually('Temporal has ended', () => running.exitCode !== null || running.signalCode !== null);
    server = undefined;
  };
  return {
    address: temporalAddress({ port }),
    async start() {
      const log = openSync(service.logFile, 'a');
      server = spawn(service.command, service.args, { env: service.env, stdio: ['ignore', log, log] });
      closeSync(log);
      await eventually('Temporal serves', () => service.isReady(() => ''), service.readyLimit);
    },
    kill,
    async remove() {
      await kill();
      process.off('exit', endWithUs);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
