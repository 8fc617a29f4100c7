import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { DirectoryInUse, lockDirectory } from '#apps/cli/launcher/lock.js';
import { createSupervisor } from '#apps/cli/launcher/processes.js';
import { startTestServers, type TestServers } from '#apps/cli/launcher/test-servers.js';

let known: Promise<TestServers> | undefined;

/**
 * The PostgreSQL and Temporal servers that all test files share. `npm test` starts them and hands their addresses over
 * by the environment. A file that is run alone adopts the pair of the last such run, or starts one and leaves it running.
 */
export function testServers(): Promise<TestServers> {
  return (known ??= handedOver() ?? shared());
}

function handedOver(): Promise<TestServers> | undefined {
  const { STEWARD_TEST_POSTGRES: postgresUrl, STEWARD_TEST_TEMPORAL: temporalAddress } = process.env;
  return postgresUrl ? Promise.resolve({ postgresUrl, temporalAddress: temporalAddress || null }) : undefined;
}

async function shared(): Promise<TestServers> {
  const folder = join(tmpdir(), `steward-test-servers-${process.getuid?.() ?? 'any'}`);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const file = join(folder, 'servers.json');
  const unlock = await lockPatiently(folder);
  try {
    const running = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TestServers) : null;
    if (running && (await serve(running))) return running;
    const supervisor = createSupervisor(join(folder, 'processes.json'), () => undefined);
    const started = await startTestServers({ folder, supervisor, temporal: true, report: (line) => process.stderr.write(`${line}\n`) });
    writeFileSync(`${file}.new`, JSON.stringify(started));
    renameSync(`${file}.new`, file);
    return started;
  } finally {
    unlock();
  }
}

async function serve(servers: TestServers): Promise<boolean> {
  const client = new pg.Client({ connectionString: servers.postgresUrl, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const temporal = await Connection.connect({ address: servers.temporalAddress ?? '', connectTimeout: 2_000 });
    await temporal.close();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function lockPatiently(folder: string): Promise<() => void> {
  for (;;) {
    try {
      return lockDirectory(folder);
    } catch (error) {
      if (!(error instanceof DirectoryInUse)) throw error;
      await delay(100);
    }
  }
}
